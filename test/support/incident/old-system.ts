import { writeReport } from '../../../src/simulator/server/report';
import type { TaxId } from '../../../src/engine/domain';
import { MONTH, MONTH_BEFORE, type IncidentCompany, type Plan, type PlannedFile } from './plan';

/** A file of the old system, by its path below its folder. */
export interface OldFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

const SHARE = '\\\\servidor\\xml_import';

interface Handed {
  readonly key: string;
  readonly source: string;
  readonly target: string;
}

function handedOver({ document, company }: PlannedFile): Handed {
  const { key } = document;
  return { key, source: `Y:\\2025\\${company.folder}\\${key}.xml`, target: `${SHARE}\\Import\\${key}.xml` };
}

function cancelled(key: string): Handed {
  return { key, source: `Y:\\${key}_CANC.xml`, target: `${SHARE}\\Cancelados\\${key}_CANC.xml` };
}

/** The old program changed the shape of its transactions more than once. */
const SHAPES: readonly ((taxId: TaxId, at: string, files: readonly Handed[]) => unknown)[] = [
  (cnpj, at, files) => ({
    transaction_id: `batch_${cnpj}`,
    cnpj,
    created_at: at,
    status: 'completed',
    operations: files.map(({ source, target }) => ({
      type: 'copy',
      source,
      target_paths: [target],
      status: 'completed',
    })),
  }),
  (cnpj, at, files) => ({
    id: `batch_${cnpj}`,
    company: { cnpj },
    operations: { flat_copy: files.map(({ source, target }) => ({ src: source, dst: target })) },
    completed_at: at,
  }),
  (cnpj, at, files) => ({
    batch: cnpj,
    timestamp: Date.parse(`${at}-03:00`) / 1000,
    files: Object.fromEntries(
      files.map(({ key, target }) => [target.includes('_CANC') ? `${key}_CANC` : key, { target, ok: true }]),
    ),
  }),
  (cnpj, at, files) => ({
    cnpj,
    committed: at,
    operations: files.map(({ source, target }) => `COPY ${source} -> ${target}`),
  }),
];

function stamp(index: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const second = index % 60;
  const minute = Math.floor(index / 60) % 60;
  const hour = Math.floor(index / 3600) % 24;
  const day = 1 + (Math.floor(index / 300) % 28);
  return `2025-08-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

function byCompany(plan: Plan): Map<IncidentCompany, Handed[]> {
  const handed = new Map<IncidentCompany, Handed[]>();
  const add = (company: IncidentCompany, file: Handed): void => {
    const files = handed.get(company);
    if (files === undefined) handed.set(company, [file]);
    else files.push(file);
  };
  for (const file of plan.files) if (file.handedOver) add(file.company, handedOver(file));
  for (const { key, company } of plan.cancellations) add(company, cancelled(key));
  return handed;
}

/** Exactly as many transactions as asked for, each of one company; as a rule about five documents. */
export function* transactionFiles(plan: Plan): Generator<OldFile> {
  const companies = [...byCompany(plan)];
  const all = companies.reduce((sum, [, files]) => sum + files.length, 0);
  let [left, files] = [plan.options.transactions, all];
  let index = 0;
  for (const [{ taxId }, handed] of companies) {
    const own = Math.min(handed.length, Math.max(1, Math.round((handed.length * left) / files)));
    for (let part = 0; part < own; part += 1) {
      const [from, to] = [Math.floor((handed.length * part) / own), Math.floor((handed.length * (part + 1)) / own)];
      const at = stamp(index);
      const shape = SHAPES[index % SHAPES.length] ?? SHAPES[0];
      const name = `batch_${taxId}_${at.replace(/[-:]/g, '').replace('T', '_')}_${String(index)}.json`;
      const content = JSON.stringify(shape?.(taxId, at, handed.slice(from, to)));
      yield { path: `transactions/completed/${name}`, content };
      index += 1;
    }
    left -= own;
    files -= handed.length;
  }
}

function processedBy(files: readonly PlannedFile[], month: string): Map<TaxId, Map<string, string[]>> {
  const keys = new Map<TaxId, Map<string, string[]>>();
  for (const { company, document, processed } of files) {
    if (!processed || document.month !== month) continue;
    const kinds = keys.get(company.taxId) ?? new Map<string, string[]>();
    keys.set(company.taxId, kinds);
    const listed = kinds.get(document.kind) ?? [];
    listed.push(document.key);
    kinds.set(document.kind, listed);
  }
  return keys;
}

const fromMaps = (map: ReadonlyMap<string, unknown>): Record<string, unknown> =>
  Object.fromEntries([...map].map(([name, value]) => [name, value instanceof Map ? fromMaps(value) : value]));

/** All three shapes, and both forms of the month's name for one month. */
export function* stateFiles({ files }: Plan): Generator<OldFile> {
  const half = Math.floor(files.length / 2);
  const [first, second] = [files.slice(0, half), files.slice(half)];
  const v2 = [...processedBy(first, MONTH)].map(([taxId, kinds]) => [taxId, { '08-2025': fromMaps(kinds) }]);
  yield {
    path: 'estado/08-2025/state.json',
    content: JSON.stringify({
      month_key: '08-2025',
      schema_version: 2,
      processed_xml_keys: Object.fromEntries(v2) as unknown,
      xml_skip_counts: {},
      report_download_status: {},
      report_pendencies: {},
      failed_companies: {},
    }),
  };
  const incident = [...processedBy(second, MONTH)].map(([taxId, kinds]) => [
    taxId,
    Object.fromEntries(
      [...kinds].map(([kind, keys]) => [
        kind,
        { processed_keys: keys, skip_counts: { Emitente: keys.length }, last_processed: '2025-08-29T10:24:46' },
      ]),
    ),
  ]);
  yield {
    path: 'estado/2025-08/state.json',
    content: JSON.stringify({ version: '2.0', companies: Object.fromEntries(incident) as unknown }),
  };
  const flat = [...processedBy(files, MONTH_BEFORE)].map(([taxId, kinds]) => [taxId, { '2025-07': fromMaps(kinds) }]);
  yield {
    path: 'estado/2025-07/state.json',
    content: JSON.stringify({ processed_xml_keys: Object.fromEntries(flat) as unknown, schema_version: 2 }),
  };
  yield { path: 'estado/metadata.json', content: '{"version":"2.0"}' };
}

function singleLines({ companies, options }: Plan): Map<IncidentCompany, string[]> {
  return new Map(
    options.singles.flatMap((count, index) => {
      const company = companies[index];
      if (company === undefined) return [];
      const at = `2025-08-29 1${String(index)}:24:52`;
      const kind = index < 2 ? 'CTe' : 'NFe';
      const named = `${at}.471 | INFO | [${company.taxId}]`;
      const lines = [
        `${named} Resultado Validação ${kind} (2025-08): ATENCAO - Atenção (${String(count)} Faltantes Válidos)`,
        `${at}.478 | INFO | [${company.taxId}] Iniciando download individual de ${String(count)} chaves faltantes...`,
      ];
      return [[company, lines] as const];
    }),
  );
}

/** The same lines stand in the log of the run, in the one of everything, and in each company's. */
export function* logFiles(plan: Plan): Generator<OldFile> {
  const singles = singleLines(plan);
  const chatter = plan.companies.flatMap(({ taxId }) => [
    `2025-08-28 08:49:41.000 | INFO | [${taxId}] Iniciando ciclo`,
    `2025-08-28 08:49:42.000 | INFO | [${taxId}] flat_copy_success: 50`,
  ]);
  const everything = [...chatter, ...[...singles.values()].flat(), ''].join('\r\n');
  yield { path: 'logs/2025_08_28_084941.log', content: everything };
  yield { path: 'logs/global.log', content: Buffer.from(everything, 'latin1') };
  for (const [{ folder }, lines] of singles) {
    yield { path: `logs/08-2025/${folder}/empresa.log`, content: [...lines, ''].join('\n') };
  }
}

/** Reports of the companies that miss something: what they hold and what they were promised. By their paths in the archive. */
export async function reportFiles({ promised, files }: Plan): Promise<OldFile[]> {
  const reports: OldFile[] = [];
  const wanted = new Map(
    promised.map(({ company, document }) => [`${company.folder} ${document.kind}`, { company, kind: document.kind }]),
  );
  for (const { company, kind } of wanted.values()) {
    const of = <T extends { company: IncidentCompany; document: PlannedFile['document'] }>(list: readonly T[]): T[] =>
      list.filter((one) => one.company === company && one.document.kind === kind && one.document.month === MONTH);
    const held = of(files.filter(({ path }) => path !== null)).map(({ document }) => document);
    const documents = [...held, ...of(promised).map(({ document }) => document)];
    const content = await writeReport(documents, kind, { taxIds: 'text', dates: 'text' });
    const path = `2025/${company.folder}/08/${kind}/Relatorio_${kind}_${company.folder}_08_2025.xlsx`;
    reports.push({ path, content });
  }
  return reports;
}
