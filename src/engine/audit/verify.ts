import PQueue from 'p-queue';
import { isMaloteError } from '../../shared/errors';
import type { VerifyFinding, VerifyView } from '../../shared/views';
import type { Month } from '../domain';
import type { ArchivedRow, Ledger } from '../ledger';
import { settleAll } from '../settle-all';
import { fromStored, isRootWide, type FileRoot } from '../shares';

const BATCH = 500;
const IN_FLIGHT = 12;

export interface VerifyRoots {
  readonly archive: FileRoot;
  readonly import: FileRoot;
  readonly cancelled: FileRoot;
}

type Fingerprint = Awaited<ReturnType<FileRoot['fingerprint']>>;

/** What lies at a path: null when nothing does. */
type Looked = { readonly found: Fingerprint } | { readonly unreadable: string };

/** One path that does not let itself be read hides no other. @throws MaloteError CANCELLED, SHARE_* that every other file would meet */
async function look(root: FileRoot, path: string, signal: AbortSignal): Promise<Looked> {
  try {
    return { found: await root.fingerprint(fromStored(path), { signal }) };
  } catch (error) {
    if (!isMaloteError(error) || !error.code.startsWith('SHARE_') || isRootWide(error)) throw error;
    const { cause } = error.details;
    return { unreadable: typeof cause === 'string' ? cause : error.code };
  }
}

type Reader = (afterId: number) => ArchivedRow[];

/** Reads back every file that the ledger says the month has, in the archive and at the target, and names what differs. */
export async function verifyMonth(
  ledger: Ledger,
  roots: VerifyRoots,
  month: Month,
  signal: AbortSignal,
): Promise<VerifyView> {
  const { documents } = ledger;
  const ofDocuments = await verifyArchive(
    (after) => documents.filingsOfMonth(month, after, BATCH),
    roots.archive,
    signal,
  );
  const ofEvents = await verifyArchive(
    (after) => documents.eventFilingsOfMonth(month, after, BATCH),
    roots.archive,
    signal,
  );
  const targets = await verifyTargets(ledger, roots, month, signal);
  const view: VerifyView = {
    month,
    archiveFiles: ofDocuments.files + ofEvents.files,
    archiveBytes: ofDocuments.bytes + ofEvents.bytes,
    deliveries: targets.deliveries,
    stillAtTarget: targets.present,
    findings: [...ofDocuments.findings, ...ofEvents.findings, ...targets.findings],
  };
  const { findings, ...figures } = view;
  ledger.journal.write('month.verified', month, { ...figures, findings: findings.length });
  return view;
}

async function verifyArchive(
  read: Reader,
  archive: FileRoot,
  signal: AbortSignal,
): Promise<{ files: number; bytes: number; findings: VerifyFinding[] }> {
  const queue = new PQueue({ concurrency: IN_FLIGHT });
  const findings: VerifyFinding[] = [];
  let files = 0;
  let bytes = 0;
  for (let rows = read(0); rows.length > 0; rows = read(rows[rows.length - 1]?.id ?? 0)) {
    await settleAll(
      rows.map((row) =>
        queue.add(async () => {
          const looked = await look(archive, row.path, signal);
          const at = { root: 'archive' as const, path: row.path, identity: row.identity };
          files += 1;
          if ('unreadable' in looked) {
            findings.push({ ...at, problem: 'unreadable', cause: looked.unreadable });
            return;
          }
          const { found } = looked;
          bytes += found?.size ?? 0;
          if (found?.sha256 === row.sha256) return;
          findings.push({ ...at, problem: found === null ? 'absent' : 'altered', cause: null });
        }),
      ),
    );
  }
  return { files, bytes, findings };
}

/** The BI program drains its share: what is not there any more proves nothing; what is there must be what was delivered. */
async function verifyTargets(
  ledger: Ledger,
  roots: VerifyRoots,
  month: Month,
  signal: AbortSignal,
): Promise<{ deliveries: number; present: number; findings: VerifyFinding[] }> {
  const queue = new PQueue({ concurrency: IN_FLIGHT });
  const findings: VerifyFinding[] = [];
  let deliveries = 0;
  let present = 0;
  const next = (afterId: number): ReturnType<typeof ledger.documents.deliveriesOfMonth> =>
    ledger.documents.deliveriesOfMonth(month, afterId, BATCH);
  for (let rows = next(0); rows.length > 0; rows = next(rows[rows.length - 1]?.id ?? 0)) {
    await settleAll(
      rows.map((row) =>
        queue.add(async () => {
          const root = row.destination === 'cancelled' ? roots.cancelled : roots.import;
          const looked = await look(root, row.targetPath, signal);
          const at = { root: 'import' as const, path: row.targetPath, identity: row.identity };
          deliveries += 1;
          if ('unreadable' in looked) findings.push({ ...at, problem: 'unreadable', cause: looked.unreadable });
          else if (looked.found === null) return;
          else if (looked.found.sha256 === row.sha256) present += 1;
          else findings.push({ ...at, problem: 'altered', cause: null });
        }),
      ),
    );
  }
  return { deliveries, present, findings };
}
