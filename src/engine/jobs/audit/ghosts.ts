import { isMaloteError, type MaloteError } from '../../../shared/errors';
import type { ResolvedScope, FiledRow, Ledger, NewFinding } from '../../ledger';
import { isRootWide, type FileRoot, type Fingerprint } from '../../shares';
import type { DiskPass } from './disk-pass';

const ROWS_AT_ONCE = 5_000;
const LOOKS_AT_ONCE = 200;

export interface GhostOptions {
  readonly auditId: number;
  readonly ledger: Ledger;
  readonly archive: FileRoot;
  readonly resolved: ResolvedScope;
  readonly disk: DiskPass;
}

/**
 * What is filed and was not listed is asked for by its name before it is called absent: it may lie outside of what was walked through,
 * or have come since. @throws MaloteError SHARE_*, CANCELLED
 */
export async function findGhosts(options: GhostOptions, signal: AbortSignal): Promise<void> {
  for (const of of ['documents', 'events'] as const) {
    const seen = of === 'documents' ? options.disk.filings : options.disk.eventFilings;
    for (let after = 0; ;) {
      const ids = options.ledger.auditReads.filingIds(of, options.resolved, after, ROWS_AT_ONCE);
      const last = ids.at(-1);
      if (last === undefined) break;
      after = last;
      const unseen = ids.filter((id) => !seen.has(id));
      for (let at = 0; at < unseen.length; at += LOOKS_AT_ONCE) {
        await look(options.ledger.auditReads.filed(of, unseen.slice(at, at + LOOKS_AT_ONCE)), options, signal);
      }
      signal.throwIfAborted();
    }
  }
}

async function look(rows: readonly FiledRow[], options: GhostOptions, signal: AbortSignal): Promise<void> {
  const { archive, disk, ledger, auditId } = options;
  const prints = await archive.fingerprintMany(
    rows.map(({ path }) => path.split('/')),
    { signal },
  );
  const present: { readonly stored: string; readonly print: Fingerprint }[] = [];
  const findings: NewFinding[] = [];
  rows.forEach((row, index) => {
    const result = prints[index];
    if (result?.ok === true && result.value !== null) present.push({ stored: row.path, print: result.value });
    else if (result?.ok === true) findings.push(ghost(row, options, null));
    else if (result !== undefined) {
      const error = refusal(result.error, result.begun);
      findings.push(isBlocked(error) ? ghost(row, options, error.message) : unreadable(row, error));
    }
  });
  ledger.transaction(() => {
    ledger.audits.add(auditId, findings);
  });
  await disk.classify(present, signal);
}

/** Each filing is absent by itself: that the document lies elsewhere too is a help, and no reason to be silent. */
function ghost(row: FiledRow, { ledger, disk }: GhostOptions, blocked: string | null): NewFinding {
  const other = ledger.auditReads
    .filingsOf(row.identity)
    .find(({ of, id, path }) => path !== row.path && (of === 'documents' ? disk.filings : disk.eventFilings).has(id));
  return made(row, 'ghost', {
    why: 'absent',
    ...(other === undefined ? {} : { copy: other.path }),
    ...(blocked === null ? {} : { blocked }),
  });
}

/** A folder stands there, or a file where a folder should be: what was filed has gone, whatever took its place. */
export function isBlocked({ code }: MaloteError): boolean {
  return code === 'SHARE_BAD_PATH';
}

function unreadable(row: FiledRow, { code, message }: MaloteError): NewFinding {
  return made(row, 'unreadable', { code, reason: message });
}

/** @throws what concerns the whole root: not knowing is not absence. */
export function refusal(error: MaloteError, begun: boolean): MaloteError {
  if (!begun || error.code === 'CANCELLED' || isRootWide(error) || !isMaloteError(error)) throw error;
  return error;
}

function made(
  { identity, companyId, kind, month, path, size }: FiledRow,
  category: NewFinding['category'],
  detail: NewFinding['detail'],
): NewFinding {
  return { category, identity, companyId, kind, month, root: 'archive', path, size, detail };
}
