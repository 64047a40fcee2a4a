import { fileAway } from '../archive';
import type { Outbox } from '../delivery';
import { readFiscal } from '../fiscal';
import type { DocumentRow, Ledger } from '../ledger';
import { DocumentWriter } from '../ledger/writers/documents';
import { fromStored, toStored, type FileRoot } from '../shares';
import type { CompanyIndex } from './company-index';
import { planFilings } from './plan-documents';

export interface RefileOptions {
  readonly ledger: Ledger;
  readonly archive: FileRoot;
  readonly outbox: Outbox;
  readonly companies: CompanyIndex;
  readonly previousMonthDays: number;
  readonly now: () => number;
}

const BATCH = 200;

/**
 * Files held documents under companies that entered the workbook after them, and puts them into the outbox if nobody had needed
 * them before. @returns how many documents got a filing. @throws MaloteError SHARE_*, CANCELLED
 */
export async function refileForNewCompanies(options: RefileOptions, signal: AbortSignal): Promise<number> {
  const { ledger } = options;
  const writer = new DocumentWriter(ledger.db);
  let refiled = 0;
  for (let afterId = 0; ;) {
    const rows = ledger.documents.awaitingCompanies(afterId, BATCH);
    if (rows.length === 0) return refiled;
    for (const row of rows) {
      if (await refileOne(row, writer, options, signal)) refiled += 1;
      afterId = row.id;
    }
  }
}

async function refileOne(
  row: DocumentRow,
  writer: DocumentWriter,
  options: RefileOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { ledger, archive, outbox, companies, previousMonthDays, now } = options;
  const filed = ledger.documents.filingsOf(row.id);
  const source = filed[0];
  const bytes = source === undefined ? null : await archive.read(fromStored(source.path), { signal });
  if (bytes === null) return false;
  const document = readFiscal(bytes).items.find((item) => item.type === 'document' && item.identity === row.identity);
  if (document?.type !== 'document') return false;
  const held = new Set(filed.map((filing) => filing.companyId));
  const wanted = planFilings(document, row.month, { companies, previousMonthDays }).filter(
    ({ companyId }) => !held.has(companyId),
  );
  if (wanted.length === 0) return false;
  const files = wanted.map(({ path }) => ({ path, bytes, sha256: row.sha256 }));
  const archived = await fileAway(archive, files, signal);
  const at = new Date(now()).toISOString();
  ledger.transaction(() => {
    wanted.forEach(({ companyId, direction, path }, index) => {
      const stored = { sha256: row.sha256, size: bytes.byteLength };
      writer.insertFiling(row.id, { companyId, direction, path: toStored(archived[index]?.path ?? path) }, stored, at);
    });
    const first = wanted.findIndex((filing) => !filing.extra);
    const place = archived[first];
    if (place !== undefined && !filed.some((filing) => filing.companyId !== null)) {
      const { id: documentId, identity, kind, month, sha256 } = row;
      outbox.enqueueDocument({ documentId, identity, kind, month, sha256, source: place.path, replaces: null });
    }
    ledger.journal.write('document.refiled', row.identity, { companies: wanted.map(({ companyId }) => companyId) });
  });
  return true;
}
