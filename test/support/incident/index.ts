import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import PQueue from 'p-queue';
import type { Outbox } from '../../../src/engine/delivery';
import type { Ledger } from '../../../src/engine/ledger';
import { fromStored } from '../../../src/engine/shares';
import { renderXml } from '../../../src/simulator';
import { logFiles, reportFiles, stateFiles, transactionFiles, type OldFile } from './old-system';
import { addOrdinary, openPlan, type IncidentCompany, type IncidentOptions, type Plan } from './plan';
import { Troublemaker, type Later } from './troubles';
import type { Trouble } from './truth';

export { AUGUST_2025, MONTH, smaller, type IncidentCompany, type IncidentOptions } from './plan';
export { plantedOf } from './troubles';
export { score, type Score, type Trouble } from './truth';

/** The incident on disk, and what an audit of it must find. */
export interface Incident {
  readonly folder: string;
  readonly archive: string;
  readonly import: string;
  /** The old system's own folder. */
  readonly old: string;
  /** The office's list of companies, .xlsx. */
  readonly workbook: string;
  readonly companies: readonly IncidentCompany[];
  /** XML files in the archive before anything was planted later, and files of transactions. */
  readonly files: { readonly xml: number; readonly transactions: number };
  /** Of an audit of `MONTH` after import and `plantAfterImport`, each trouble once; the orphans among them. */
  readonly truth: readonly Trouble[];
  /** What can go wrong only with files that the ledger knows. @param drain delivers what is in the outbox. */
  plantAfterImport(hands: { ledger: Ledger; outbox: Outbox; drain: () => Promise<unknown> }): Promise<void>;
}

const AT_ONCE = 24;

/** Writes files of one folder tree, each folder made once. */
class Writer {
  readonly #folders = new Map<string, Promise<unknown>>();
  readonly #queue = new PQueue({ concurrency: AT_ONCE });
  written = 0;

  constructor(private readonly root: string) {}

  async write(path: string, content: () => string | Uint8Array): Promise<void> {
    await this.#queue.onSizeLessThan(AT_ONCE * 4);
    void this.#queue.add(async () => {
      const file = join(this.root, path);
      const folder = dirname(file);
      const made = this.#folders.get(folder) ?? mkdir(folder, { recursive: true });
      this.#folders.set(folder, made);
      await made;
      await writeFile(file, content());
      this.written += 1;
    });
  }

  async end(): Promise<number> {
    await this.#queue.onIdle();
    return this.written;
  }
}

/** Rebuilds the incident of August 2025 below a folder that exists and is empty. The same options give the same bytes. */
export async function buildIncident(folder: string, options: IncidentOptions = {}): Promise<Incident> {
  const plan = openPlan(options);
  const troublemaker = new Troublemaker(plan);
  troublemaker.plant();
  addOrdinary(plan, troublemaker.silent);
  const [archive, share, old] = [join(folder, 'arquivo'), join(folder, 'import'), join(folder, 'antigo')];
  for (const place of [archive, share, old]) await mkdir(place);
  const workbook = join(folder, 'empresas.xlsx');
  await writeFile(workbook, await plan.office.workbook());
  const xml = await writeArchive(plan, archive);
  const transactions = await writeOldSystem(plan, old);
  return {
    folder,
    archive,
    import: share,
    old,
    workbook,
    companies: plan.companies,
    truth: plan.troubles,
    files: { xml, transactions },
    plantAfterImport: (hands) => plantLater(plan, troublemaker.later, { archive, share }, hands),
  };
}

async function writeArchive(plan: Plan, archive: string): Promise<number> {
  const writer = new Writer(archive);
  for (const { document, path, edit = (text: string): string => text } of plan.files) {
    if (path !== null) await writer.write(path, () => edit(renderXml(document, plan.office)));
  }
  for (const { path, text } of plan.loose) await writer.write(path, text);
  const xml = (await writer.end()) - plan.loose.filter(({ path }) => !path.endsWith('.xml')).length;
  for (const { path, content } of await reportFiles(plan)) await writer.write(path, () => content);
  await writer.end();
  return xml;
}

async function writeOldSystem(plan: Plan, old: string): Promise<number> {
  const writer = new Writer(old);
  const write = async (files: Iterable<OldFile>): Promise<number> => {
    const before = await writer.end();
    for (const { path, content } of files) await writer.write(path, () => content);
    return (await writer.end()) - before;
  };
  await write(stateFiles(plan));
  await write(logFiles(plan));
  return write(transactionFiles(plan));
}

async function plantLater(
  { office }: Plan,
  { altered, gone, stray, conflicts }: Later,
  { archive, share }: { readonly archive: string; readonly share: string },
  { ledger, outbox, drain }: { ledger: Ledger; outbox: Outbox; drain: () => Promise<unknown> },
): Promise<void> {
  for (const { document, path } of altered) {
    const xml = renderXml(document, office).replace('Documento de demonstração', 'Documento de demonstracão');
    if (path !== null) await writeFile(join(archive, path), xml);
  }
  for (const { path } of gone) if (path !== null) await rm(join(archive, path));
  const writer = new Writer(archive);
  for (const { document, path } of stray) await writer.write(path, () => renderXml(document, office));
  await writer.end();
  await mkdir(join(share, 'Import'), { recursive: true });
  for (const { document, path } of conflicts) {
    await writeFile(join(share, 'Import', `${document.key}.xml`), '<outro/>');
    const row = ledger.documents.byIdentity(document.identity);
    if (row === undefined || path === null) throw new Error(`not in the ledger: ${document.identity}`);
    const { id: documentId, identity, kind, month, sha256 } = row;
    const source = fromStored(path);
    ledger.transaction(() => {
      outbox.enqueueDocument({ documentId, identity, kind, month, sha256, source, replaces: null });
    });
  }
  await drain();
}
