import PQueue from 'p-queue';
import { MaloteError } from '../../shared/errors';
import { companySummaryMessages } from '../../shared/messages/pt-BR/month-report';
import { monthFolder, sha256Of } from '../archive';
import type { MonthSnapshot } from '../ledger';
import { allOrThrow } from '../base';
import { relPath, safeName, toStored, type FileRoot, type RelPath } from '../shares';
import { withLines } from './appended-text';
import { collectEvidence, documentsOf, missingOf, type CompanyEvidence } from './month-evidence';
import { eachRow } from './rows';
import { KEYS_SHOWN, summaryLines } from './summary-text';

const IN_FLIGHT = 8;
/** Another program may add to the same file; each time it is read anew. */
const ATTEMPTS = 5;

export interface SummariesOptions {
  readonly snapshot: MonthSnapshot;
  readonly archive: FileRoot;
  /** ISO 8601. */
  readonly at: string;
  readonly program: string;
  readonly signal?: AbortSignal | undefined;
}

/** `Resumo_Auditoria_{folder}_{YYYY}_{MM}.txt` in the company's folder of the month, whatever the folder is called. */
export function summaryPath(folder: string, month: string): RelPath {
  const name = `Resumo_Auditoria_${folder}_${month.slice(0, 4)}_${month.slice(5, 7)}.txt`;
  return relPath(...monthFolder(safeName(folder), month), safeName(name));
}

/** Keys to show, by company and kind. */
class ShownKeys {
  readonly #keys = new Map<number, Map<string, string[]>>();

  add(companyId: number, kind: string, key: string): void {
    const kinds = this.#keys.get(companyId) ?? new Map<string, string[]>();
    this.#keys.set(companyId, kinds);
    const keys = kinds.get(kind) ?? [];
    kinds.set(kind, keys);
    if (keys.length < KEYS_SHOWN) keys.push(key);
  }

  of(companyId: number): ReadonlyMap<string, readonly string[]> {
    return this.#keys.get(companyId) ?? new Map<string, string[]>();
  }
}

/**
 * Adds a block to the summary of each active company that holds, or was promised, anything in the month. What stands in a file is kept
 * byte for byte. @returns how many were written. @throws MaloteError SHARE_*, CANCELLED; what was written before stays
 */
export async function writeSummaries({ snapshot, archive, at, program, signal }: SummariesOptions): Promise<number> {
  const { companies, month, audit } = await collectEvidence(snapshot, { signal });
  const [missing, orphans] = [new ShownKeys(), new ShownKeys()];
  for await (const { identity, kind, companyId } of eachRow(missingOf(snapshot), signal))
    if (companyId !== null) missing.add(companyId, kind, identity);
  for await (const { identity, kind, filed, handedOver } of eachRow(documentsOf(snapshot), signal))
    if (handedOver === 'no') for (const { companyId } of filed) orphans.add(companyId, kind, identity);
  const linesOf = ({ company, kinds }: CompanyEvidence): string[] =>
    summaryLines({
      folder: company.folder,
      taxId: company.taxId,
      month,
      at,
      program,
      audit,
      kinds: [...kinds].map(([kind, tally]) => ({ kind, ...tally })),
      missing: missing.of(company.id),
      orphans: orphans.of(company.id),
    });
  const concerned = companies.filter(({ company, kinds }) => company.active && kinds.size > 0);
  const queue = new PQueue({ concurrency: IN_FLIGHT });
  await allOrThrow(
    concerned.map((one) =>
      queue.add(async () => {
        signal?.throwIfAborted();
        await append(archive, summaryPath(one.company.folder, month), linesOf(one), signal);
      }),
    ),
  );
  await archive.flush(signal === undefined ? {} : { signal });
  return concerned.length;
}

/** @throws MaloteError SHARE_*; SHARE_BUSY when another program changes the file each time */
async function append(
  archive: FileRoot,
  path: RelPath,
  lines: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = await archive.read(path, options);
    const replacing = existing === null ? {} : { replacing: sha256Of(existing) };
    const { outcome } = await archive.writeVerified(path, withLines(existing, lines), { ...options, ...replacing });
    if (outcome !== 'conflict') return;
  }
  const cause = companySummaryMessages.changedMeanwhile;
  throw new MaloteError('SHARE_BUSY', { location: archive.location, path: toStored(path), cause });
}
