import type { SiegKind } from '../../engine/domain';
import type { RenderContext } from '../xml';
import { base64Of, json, noEvents, nothing, text, type Answer, type OutgoingFile } from './answers';
import { canonical, type Call, type Endpoint, type Services } from './call';
import { answeredCounts, answeredSlice, handedOut, isDead, reportedDocuments } from './dead';
import {
  Fields,
  parseEventSelection,
  parseKind,
  parseMonth,
  parseParty,
  parseSelection,
  parseSlice,
  parseWindow,
  Refusal,
} from './inputs';
import { outgoing, pageFiles } from './pages';
import { hasReport, reportStyle, writeReport } from './report';

const NO_REPORT = 'Nenhum arquivo xml encontrado';
const REPORT_MS = 30_000;

/** Sends a list plainly or, with the quirk, half of the time as JSON text inside JSON text. */
function listAnswer(value: unknown, files: number, call: Call, { misfortune }: Services): Answer {
  if (!misfortune.has('double-encoded') || misfortune.form(call.fingerprint, 'double', 2) === 1)
    return json(value, 200, files);
  call.note('double-encoded');
  return json(JSON.stringify(value), 200, files);
}

function emptyAnswer(empty: unknown, call: Call, services: Services): Answer {
  const { misfortune } = services;
  if (misfortune.has('empty-list') && misfortune.form(call.fingerprint, 'empty', 2) === 0) {
    call.note('empty-list');
    return json(empty);
  }
  return nothing(misfortune.form(call.fingerprint, 'nothing', 3));
}

function pageEndpoint(wrap: (list: readonly string[]) => unknown): Endpoint {
  return {
    exposure: 'page',
    handle(call, services) {
      const fields = new Fields(call.body);
      const selection = parseSelection(fields, 'XmlType', 'Downloadevent');
      const files = pageFiles(selection, parseSlice(fields), canonical(call.body, ['skip', 'take']), call, services);
      if (files.length === 0) return emptyAnswer(wrap([]), call, services);
      return listAnswer(wrap(files.map(base64Of)), files.length, call, services);
    },
  };
}

function keyFrom(body: unknown): string {
  const key = typeof body === 'string' ? body.trim() : '';
  if (!/^[0-9A-Z]{44,50}$/.test(key)) throw new Refusal('Chave inválida.');
  return key;
}

const oneDocument: Endpoint = {
  exposure: 'other',
  handle(call, services) {
    const kind = parseKind(call.query.get('xmlType'));
    const key = keyFrom(call.body);
    if (services.misfortune.has('event-noise') && call.query.get('downloadEvent') === 'true') {
      call.note('event-noise');
      throw new Refusal('Não foi possível baixar os eventos deste XML.');
    }
    return documentAnswer(key, kind, call, services, services.office);
  },
};

function documentAnswer(key: string, kind: SiegKind, call: Call, services: Services, context: RenderContext): Answer {
  const document = isDead(services.dead.singles) ? null : services.vault.document(key, kind);
  if (!document) return nothing(services.misfortune.form(call.fingerprint, 'nothing', 3));
  return json(handedOut(document, services, context), 200, 1);
}

const counts: Endpoint = {
  exposure: 'other',
  handle(call, services) {
    const fields = new Fields(call.body);
    return json(answeredCounts(services.vault.counts(parseWindow(fields), parseParty(fields)), call, services));
  },
};

/** The event files that a request of either generation asks for: those of a document, or those of a window of event dates. */
export function eventFiles(fields: Fields, services: Services): OutgoingFile[] {
  const slice = answeredSlice(parseSlice(fields), services.dead);
  if (isDead(services.dead.events)) return [];
  const key = fields.text('ChaveXml');
  const events =
    key === null
      ? services.vault.events(parseEventSelection(fields))
      : services.vault.eventsOf(key, parseKind(fields.text('TipoXml')), fields.text('TipoEvento'));
  return outgoing(events.slice(slice.skip, slice.skip + slice.take), services);
}

const events: Endpoint = {
  exposure: 'other',
  handle(call, services) {
    const files = eventFiles(new Fields(call.body), services);
    if (files.length === 0) return noEvents(services.misfortune.form(call.fingerprint, 'no events', 2));
    return listAnswer(files.map(base64Of), files.length, call, services);
  },
};

const report: Endpoint = {
  exposure: 'other',
  async handle(call, services) {
    const { misfortune, vault, dead } = services;
    const fields = new Fields(call.body);
    const kind = parseKind(fields.text('XmlType'));
    if (!hasReport(kind, fields.integer('TypeXmlDownloadReport')))
      throw new Refusal('Tipo de relatório inválido para o tipo de XML.');
    const month = parseMonth(fields);
    const taxId = fields.text('Cnpj');
    if (taxId === null) throw new Refusal('Informe o CNPJ.');
    if (misfortune.has('slow-reports')) {
      call.note('slow-reports');
      await services.pause(REPORT_MS);
    }
    const documents = reportedDocuments({ taxId, kind, month }, vault, dead);
    const wrapped = misfortune.form(call.fingerprint, 'report form', 2) === 1;
    if (documents.length === 0) return wrapped ? json(NO_REPORT) : text(NO_REPORT);
    const workbook = await writeReport(
      documents,
      kind,
      reportStyle(misfortune.form(call.fingerprint, 'report style', 6)),
    );
    const base64 = workbook.toString('base64');
    return json(wrapped ? { RelatorioBase64: base64 } : base64);
  },
};

/** The legacy generation ("G2"), by path. */
export const LEGACY_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/BaixarXmls', pageEndpoint((list) => list)],
  ['/BaixarXmlsV2', pageEndpoint((list) => ({ xmls: list }))],
  ['/BaixarXml', oneDocument],
  ['/ContarXmls', counts],
  ['/BaixarEventos', events],
  ['/api/relatorio/xml', report],
]);
