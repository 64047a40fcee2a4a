import { base64Of, envelope, gzippedBase64Of, nothing, v1Error, zipAnswer, type Answer } from './answers';
import { canonical, type Call, type Endpoint, type Services } from './call';
import { answeredCounts, handedOut, isDead } from './dead';
import {
  checkLength,
  checkPlainDates,
  Fields,
  parseKind,
  parseParty,
  parseSelection,
  parseSlice,
  parseWindow,
  Refusal,
} from './inputs';
import { eventFiles } from './legacy';
import { pageFiles } from './pages';

const PAGE_MONTHS = 2;
const COUNT_MONTHS = 3;
/** The page size that heavy pages are known to survive. */
const LIGHT_TAKE = 20;

function emptyAnswer(call: Call, { misfortune }: Services): Answer {
  if (misfortune.has('empty-list') && misfortune.form(call.fingerprint, 'empty', 2) === 0) {
    call.note('empty-list');
    return zipAnswer([], false);
  }
  return nothing(misfortune.form(call.fingerprint, 'nothing', 3));
}

const pages: Endpoint = {
  exposure: 'page',
  handle(call, services) {
    const fields = new Fields(call.body);
    const selection = parseSelection(fields, 'TipoXml', 'BaixarEventos');
    const slice = parseSlice(fields);
    checkPlainDates(fields, selection.kind);
    checkLength(selection.window, PAGE_MONTHS);
    const pass = canonical(call.body, ['skip', 'take']);
    if (slice.take > LIGHT_TAKE && services.misfortune.isHeavy(pass, slice.skip)) {
      call.note('gateway-timeout');
      return v1Error(504, 'Tempo limite excedido no servidor.');
    }
    const files = pageFiles(selection, slice, pass, call, services);
    if (files.length === 0) return emptyAnswer(call, services);
    return zipAnswer(files, services.misfortune.form(call.fingerprint, 'descriptors', 3) === 0);
  },
};

const oneDocument: Endpoint = {
  exposure: 'other',
  handle(call, services) {
    const { vault, misfortune, dead } = services;
    const fields = new Fields(call.body);
    const key = fields.text('ChaveXml');
    if (key === null) throw new Refusal('Informe a chave do XML.');
    const kind = parseKind(fields.text('TipoXml'));
    const document = isDead(dead.singles) ? null : vault.document(key, kind);
    return document
      ? envelope(handedOut(document, services), 1)
      : nothing(misfortune.form(call.fingerprint, 'nothing', 3));
  },
};

const counts: Endpoint = {
  exposure: 'other',
  handle(call, services) {
    const fields = new Fields(call.body);
    const window = parseWindow(fields);
    checkLength(window, COUNT_MONTHS);
    return envelope(answeredCounts(services.vault.counts(window, parseParty(fields)), call, services));
  },
};

/** The clients of this endpoint contradict each other, so it answers as a ZIP, as base64, or as base64 of gzip. */
const events: Endpoint = {
  exposure: 'other',
  handle(call, services) {
    const files = eventFiles(new Fields(call.body), services);
    const form = services.misfortune.form(call.fingerprint, 'events', 3);
    if (files.length === 0) return nothing(form);
    if (form === 0) return zipAnswer(files, false);
    return envelope(files.map(form === 1 ? base64Of : gzippedBase64Of), files.length);
  },
};

/** Where v1 hands out its tokens. */
export const TOKEN_PATH = '/api/v1/create-jwt';

/** The data calls of the v1 generation ("G3"), by path. */
export const V1_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/api/v1/baixar-xmls', pages],
  ['/api/v1/baixar-xml', oneDocument],
  ['/api/v1/contar-xmls', counts],
  ['/api/v1/baixar-eventos', events],
]);
