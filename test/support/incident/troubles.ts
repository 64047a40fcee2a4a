import { eventPath, previousMonthPath } from '../../../src/engine/archive';
import type { TaxId } from '../../../src/engine/domain';
import { toStored } from '../../../src/engine/shares';
import type { FindingCategory } from '../../../src/shared/ipc/audit';
import { renderXml, type SimDocument, type SimEvent } from '../../../src/simulator';
import { hash32 } from '../../../src/simulator/office';
import {
  addDocument,
  BEFORE_SILENCE,
  MONTH,
  MONTH_BEFORE,
  pathOf,
  type IncidentCompany,
  type Plan,
  type PlannedFile,
} from './plan';

type Planted = Exclude<FindingCategory, 'orphan' | 'renamed'>;

/** Of 200. */
const SHARES: Readonly<Record<Planted, number>> = {
  missing: 20,
  ghost: 20,
  stray: 15,
  misfiled: 20,
  altered: 15,
  unreadable: 15,
  duplicate: 15,
  conflict: 15,
  'cancelled-live': 15,
  'live-cancelled': 15,
  'key-mismatch': 15,
  'number-gap': 15,
  'silent-company': 5,
};

/** How many of a category are planted: at least two, since all of one sort may be a coincidence. */
export function plantedOf(category: Planted, troubles: number): number {
  return Math.max(2, Math.round((SHARES[category] * troubles) / 200));
}

/** What can only happen once the ledger knows the archive. */
export interface Later {
  readonly altered: PlannedFile[];
  readonly gone: PlannedFile[];
  readonly stray: { readonly document: SimDocument; readonly path: string }[];
  readonly conflicts: PlannedFile[];
}

const NO_XML = [
  (xml: string): string => xml.slice(0, Math.floor(xml.length / 2)),
  (): string => '<html><body>504 Gateway Time-out</body></html>',
  (): string => '',
  (xml: string): string => xml.replace('</infNFe>', '').replace('</infCte>', ''),
] as const;

/** Plants every trouble but the orphans. What looks like one and is none is planted beside it. */
export class Troublemaker {
  readonly later: Later = { altered: [], gone: [], stray: [], conflicts: [] };
  readonly silent: ReadonlySet<TaxId>;
  readonly #quiet: readonly IncidentCompany[];
  readonly #busy: readonly IncidentCompany[];
  #turn = 0;

  constructor(private readonly plan: Plan) {
    const quiet = plantedOf('silent-company', plan.options.troubles);
    this.#quiet = plan.companies.slice(-quiet);
    this.silent = new Set(this.#quiet.map(({ taxId }) => taxId));
    this.#busy = plan.companies.filter(({ single, taxId }) => !single && !this.silent.has(taxId));
  }

  plant(): void {
    this.#repeat('missing', (index) => this.#missing(index));
    this.#repeat('ghost', (index) => this.#ghost(index));
    this.#repeat('stray', () => this.#stray());
    this.#repeat('misfiled', (index) => this.#misfiled(index));
    this.#repeat('altered', () => this.#altered());
    this.#repeat('unreadable', (index) => this.#unreadable(index));
    this.#repeat('duplicate', (index) => this.#duplicate(index));
    this.#repeat('conflict', () => this.#conflict());
    this.#repeat('cancelled-live', (index) => this.#cancelledLive(index));
    this.#repeat('live-cancelled', (index) => this.#liveCancelled(index));
    this.#repeat('key-mismatch', (index) => this.#keyMismatch(index));
    this.#repeat('number-gap', () => this.#numberGap());
    for (const company of this.#quiet) this.#silence(company);
    this.#harmless();
  }

  #repeat(category: Planted, plant: (index: number) => string): void {
    const count = plantedOf(category, this.plan.options.troubles);
    for (let index = 0; index < count; index += 1) this.plan.troubles.push({ category, mark: plant(index) });
  }

  #company(): IncidentCompany {
    const company = this.#busy[this.#turn % this.#busy.length];
    this.#turn += 1;
    if (company === undefined) throw new RangeError('an incident needs more companies');
    return company;
  }

  #loose(path: string, text: () => string): string {
    this.plan.loose.push({ path, text });
    return path;
  }

  #xml(document: SimDocument): string {
    return renderXml(document, this.plan.office);
  }

  #missing(index: number): string {
    const { clickOn, promised } = this.plan;
    const company = this.#company();
    const way = index % 2 === 0 ? 'outbound' : 'inbound';
    const document = clickOn.make(company.taxId, index % 4 < 2 ? 'NFe' : 'CTe', way, MONTH);
    promised.push({ document, company });
    return document.key;
  }

  /** One in two is handed over and was never on this disk, or only claimed; the others are deleted once they are known. */
  #ghost(index: number): string {
    const file = addDocument(this.plan, this.#company());
    if (index % 2 === 1) this.later.gone.push(file);
    else file.path = null;
    if (index % 8 === 4) file.handedOver = false;
    return file.document.key;
  }

  #stray(): string {
    const company = this.#company();
    const document = this.plan.clickOn.make(company.taxId, 'NFe', 'inbound', MONTH);
    const path = pathOf(document, company);
    this.later.stray.push({ document, path });
    return path;
  }

  #misfiled(index: number): string {
    const file = addDocument(this.plan, this.#company(), { way: index % 3 === 0 ? 'outbound' : 'inbound' });
    const path = pathOf(file.document, file.company);
    const wrong = [
      pathOf(file.document, file.company, this.#company().folder),
      path.replace('/08/', '/09/'),
      path.replace('/NFe/', '/CTe/'),
      path.includes('/Entrada/') ? path.replace('/Entrada/', '/Saída/') : path.replace('/Saída/', '/Entrada/'),
    ];
    file.path = wrong[index % wrong.length] ?? path;
    return file.path;
  }

  #altered(): string {
    const file = addDocument(this.plan, this.#company());
    this.later.altered.push(file);
    return file.path ?? '';
  }

  #unreadable(index: number): string {
    const company = this.#company();
    const document = this.plan.clickOn.make(company.taxId, 'NFe', 'inbound', MONTH);
    const spoil = NO_XML[index % NO_XML.length] ?? NO_XML[0];
    return this.#loose(pathOf(document, company), () => spoil(this.#xml(document)));
  }

  /** Beside the folders of directions, or under a name that Windows gave it; in the walk before or after the filing. */
  #duplicate(index: number): string {
    const { document, path } = addDocument(this.plan, this.#company());
    const filed = path ?? '';
    const copy = index % 2 === 0 ? filed.replace(/\/(Entrada|Saída)\//, '/') : filed.replace('.xml', ' (2).xml');
    return this.#loose(copy, () => this.#xml(document));
  }

  #conflict(): string {
    const file = addDocument(this.plan, this.#company());
    file.handedOver = false;
    this.later.conflicts.push(file);
    return file.document.key;
  }

  #cancelledLive(index: number): string {
    const { document, path } = addDocument(this.plan, this.#company(), {
      kind: index % 2 === 0 ? 'NFe' : 'CTe',
      way: 'outbound',
    });
    this.#loose((path ?? '').replace('.xml', '_CANC.xml'), () => this.#event(document, '110111', '135'));
    return document.key;
  }

  /** No event at all, a refused attempt, or the cancelled freight of a live note. */
  #liveCancelled(index: number): string {
    const file = addDocument(this.plan, this.#company());
    const { document, company } = file;
    this.plan.cancellations.push({ key: document.key, company });
    const events = [null, ['610601', '135'], ['110111', '573']] as const;
    const event = events[index % events.length] ?? null;
    if (event !== null) this.#looseEvent(file, event[0], event[1]);
    return document.key;
  }

  #keyMismatch(index: number): string {
    const file = addDocument(this.plan, this.#company());
    if (index % 3 === 2) {
      const { number } = file.document;
      file.edit = (xml) => xml.replace(`<nNF>${number}</nNF>`, `<nNF>${String(Number(number) + 700)}</nNF>`);
      return file.path ?? '';
    }
    const other = this.plan.clickOn.make(file.company.taxId, 'NFe', 'inbound', MONTH);
    file.path = pathOf(other, file.company);
    return file.path;
  }

  #numberGap(): string {
    const company = this.#company();
    this.#leaveOut(company, 3);
    return company.taxId;
  }

  #leaveOut(company: IncidentCompany, count: number): readonly [number, number] {
    addDocument(this.plan, company, { way: 'outbound' });
    const range = this.plan.clickOn.skip(company.taxId, 'NFe', count);
    addDocument(this.plan, company, { way: 'outbound' });
    return range;
  }

  #silence(company: IncidentCompany): void {
    for (let made = 0; made < BEFORE_SILENCE; made += 1) addDocument(this.plan, company, { month: MONTH_BEFORE });
    this.plan.troubles.push({ category: 'silent-company', mark: company.taxId });
  }

  #event(document: SimDocument, eventType: string, status: string): string {
    return renderXml(this.#simEvent(document, eventType, status), this.plan.office);
  }

  #simEvent(document: SimDocument, eventType: string, status: string): SimEvent {
    const author = document.parties.find(({ role }) => role === 'issuer')?.taxId ?? '';
    return {
      type: 'event',
      identity: `${document.model}:${document.key}:${eventType}:1`,
      document,
      eventType,
      sequence: 1,
      status,
      cancels: eventType === '110111' && status !== '573',
      author,
      issuedAt: document.issuedAt,
      day: document.issueDay,
      uploadedAt: document.uploadedAt,
      seed: hash32(document.seed, eventType),
    };
  }

  #looseEvent({ document, company }: PlannedFile, eventType: string, status: string): void {
    const facts = { documentIdentity: document.identity, eventType, sequence: 1 };
    const path = toStored(eventPath(company.folder, document.month, document.kind, facts));
    this.#loose(path, () => this.#event(document, eventType, status));
  }

  /** What must not be named: it looks strange and is right. */
  #harmless(): void {
    const cancelled = addDocument(this.plan, this.#company(), { way: 'outbound' });
    const beside = (cancelled.path ?? '').replace('.xml', '_CANC.xml');
    this.#loose(beside, () => this.#event(cancelled.document, '110111', '135'));
    this.plan.cancellations.push({ key: cancelled.document.key, company: cancelled.company });

    this.#looseEvent(addDocument(this.plan, this.#company()), '610601', '135');
    this.#looseEvent(addDocument(this.plan, this.#company(), { way: 'outbound' }), '110111', '573');

    const [seller, buyer] = [this.#company(), this.#company()];
    const between = addDocument(this.plan, seller, { way: 'outbound', other: buyer.taxId });
    this.#loose(pathOf(between.document, buyer), () => this.#xml(between.document));

    const early = addDocument(this.plan, this.#company());
    const { identity } = early.document;
    const copy = toStored(previousMonthPath(early.company.folder, MONTH, 'NFe', identity));
    this.#loose(copy, () => this.#xml(early.document));

    const company = this.#company();
    const [from, to] = this.#leaveOut(company, 2);
    const folder = `2025/${company.folder}/08`;
    this.#loose(`${folder}/NFe/Inutilizadas/${company.taxId}_${String(from)}.xml`, () =>
      voided(company.taxId, from, to),
    );
    this.#loose(`${folder}/Resumo_Auditoria_${company.folder}_2025_08.txt`, () => 'Resumo da auditoria\r\n');
    this.#loose(`${folder}/NFe/Thumbs.db`, () => '\0');
  }
}

function voided(issuer: TaxId, from: number, to: number): string {
  const inf =
    `<infInut Id="ID"><tpAmb>1</tpAmb><cUF>35</cUF><ano>25</ano><CNPJ>${issuer}</CNPJ><mod>55</mod><serie>1</serie>` +
    `<nNFIni>${String(from)}</nNFIni><nNFFin>${String(to)}</nNFFin></infInut>`;
  return (
    `<procInutNFe xmlns="http://www.portalfiscal.inf.br/nfe" versao="4.00"><inutNFe versao="4.00">${inf}</inutNFe>` +
    `<retInutNFe versao="4.00"><infInut><cStat>102</cStat></infInut></retInutNFe></procInutNFe>`
  );
}
