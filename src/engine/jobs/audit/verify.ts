import PQueue from 'p-queue';
import { isMaloteError } from '../../../shared/errors';
import type { VerifyFinding, VerifyView } from '../../../shared/views';
import type { Outbox } from '../../delivery';
import type { Month } from '../../domain';
import type { ArchivedRow, Ledger, SeenFile, VerifiedDelivery } from '../../ledger';
import { allOrThrow } from '../../base';
import { fromStored, isRootWide, type FileRoot } from '../../shares';

const BATCH = 500;
const IN_FLIGHT = 12;

export interface VerifyRoots {
  readonly archive: FileRoot;
  readonly import: FileRoot;
  readonly cancelled: FileRoot;
}

export interface VerifyOptions {
  readonly ledger: Ledger;
  readonly roots: VerifyRoots;
  /** Told what was found at the targets. */
  readonly outbox: Pick<Outbox, 'readBack'>;
}

type Fingerprint = Awaited<ReturnType<FileRoot['fingerprint']>>;

/** What lies at a path: null when nothing does. */
type Looked = { readonly found: Fingerprint } | { readonly unreadable: string };

/** One path that does not let itself be read hides no other. @throws MaloteError CANCELLED, SHARE_* that every other file would meet */
async function look(root: FileRoot, path: string, wantedSize: number, signal: AbortSignal): Promise<Looked> {
  try {
    return { found: await root.fingerprint(fromStored(path), { signal, wantedSize }) };
  } catch (error) {
    if (!isMaloteError(error) || !error.code.startsWith('SHARE_') || isRootWide(error)) throw error;
    const { cause } = error.details;
    return { unreadable: typeof cause === 'string' ? cause : error.code };
  }
}

type Reader = (afterId: number) => ArchivedRow[];
type Problem = Pick<VerifyFinding, 'problem' | 'cause'>;

function problemOf(looked: Looked, sha256: string): Problem | null {
  if ('unreadable' in looked) return { problem: 'unreadable', cause: looked.unreadable };
  if (looked.found?.sha256 === sha256) return null;
  return { problem: looked.found === null ? 'absent' : 'altered', cause: null };
}

/**
 * Reads back every file that the ledger says the month has, in the archive and at the target, names what differs, and puts it on record:
 * the month is not complete while it stands. What was found before and is in order now is put right.
 */
export async function verifyMonth(options: VerifyOptions, month: Month, signal: AbortSignal): Promise<VerifyView> {
  const { ledger } = options;
  const { documents } = ledger;
  // another process may change where the archive is meanwhile: what was looked at is where it was now
  const startedAt = ledger.now();
  const archive = new ArchiveLook(options, month);
  try {
    await archive.read((after) => documents.filingsOfMonth(month, after, BATCH), signal);
    await archive.read((after) => documents.eventFilingsOfMonth(month, after, BATCH), signal);
  } finally {
    archive.journal();
  }
  const targets = await verifyTargets(options, month, signal);
  const { files, bytes } = archive;
  const figures = {
    month,
    archiveFiles: files,
    archiveBytes: bytes,
    deliveries: targets.deliveries,
    stillAtTarget: targets.present,
  };
  const findings = [...archive.findings, ...targets.findings];
  ledger.journal.write('month.verified', month, { ...figures, findings: findings.length, startedAt });
  return { ...figures, findings };
}

/** Reads back what is filed, and notes a batch at a time what is not in order, and what is in order again. */
class ArchiveLook {
  readonly findings: VerifyFinding[] = [];
  files = 0;
  bytes = 0;
  readonly #queue = new PQueue({ concurrency: IN_FLIGHT });
  readonly #suspects: ReadonlySet<string>;

  constructor(
    private readonly options: VerifyOptions,
    private readonly month: Month,
  ) {
    const { fileLooks, history } = options.ledger;
    this.#suspects = fileLooks.suspects(month, history.coveringAudit(month, null)?.id ?? null);
  }

  async read(rows: Reader, signal: AbortSignal): Promise<void> {
    for (let batch = rows(0); batch.length > 0; batch = rows(batch.at(-1)?.id ?? 0)) await this.#batch(batch, signal);
  }

  /** What is wrong is told with as much as a person can read. */
  journal(): void {
    if (this.findings.length === 0) return;
    const of = (problem: VerifyFinding['problem']): number =>
      this.findings.filter((finding) => finding.problem === problem).length;
    this.options.ledger.journal.write('archive.damaged', this.month, {
      absent: of('absent'),
      altered: of('altered'),
      unreadable: of('unreadable'),
      paths: this.findings.slice(0, NAMED_IN_JOURNAL).map(({ path }) => path),
    });
  }

  async #batch(batch: readonly ArchivedRow[], signal: AbortSignal): Promise<void> {
    const { ledger } = this.options;
    const seen: SeenFile[] = [];
    try {
      await allOrThrow(batch.map((row) => this.#queue.add(async () => seen.push(...(await this.#look(row, signal))))));
    } finally {
      if (seen.length > 0) ledger.transaction(() => ledger.fileLooks.note(this.month, seen));
    }
  }

  /** What is worth noting of it. */
  async #look({ path, identity, sha256, size }: ArchivedRow, signal: AbortSignal): Promise<SeenFile[]> {
    const looked = await look(this.options.roots.archive, path, size, signal);
    const problem = problemOf(looked, sha256);
    this.files += 1;
    this.bytes += 'found' in looked ? (looked.found?.size ?? 0) : 0;
    if (problem !== null) this.findings.push({ root: 'archive', path, identity, ...problem });
    return problem !== null || this.#suspects.has(path) ? [{ path, sha256, problem: problem?.problem ?? null }] : [];
  }
}

const NAMED_IN_JOURNAL = 100;

/** The BI program drains its share: what is not there any more proves nothing; what is there must be what was delivered. */
async function verifyTargets(
  { ledger, roots, outbox }: VerifyOptions,
  month: Month,
  signal: AbortSignal,
): Promise<{ deliveries: number; present: number; findings: VerifyFinding[] }> {
  const queue = new PQueue({ concurrency: IN_FLIGHT });
  const findings: VerifyFinding[] = [];
  let deliveries = 0;
  let present = 0;
  let noted: (() => void)[] = [];
  const one = async (row: VerifiedDelivery): Promise<void> => {
    const root = row.destination === 'cancelled' ? roots.cancelled : roots.import;
    const looked = await look(root, row.targetPath, row.size, signal);
    const problem = problemOf(looked, row.sha256);
    deliveries += 1;
    if (problem === null) present += 1;
    else if (problem.problem !== 'absent')
      findings.push({ root: 'import', path: row.targetPath, identity: row.identity, ...problem });
    const saw = problem?.problem ?? 'same';
    if (saw !== 'unreadable') noted.push(() => outbox.readBack(row, saw));
  };
  const next = (afterId: number): VerifiedDelivery[] => ledger.documents.deliveriesOfMonth(month, afterId, BATCH);
  for (let rows = next(0); rows.length > 0; rows = next(rows.at(-1)?.id ?? 0)) {
    noted = [];
    try {
      await allOrThrow(rows.filter(({ replaced }) => replaced === 0).map((row) => queue.add(() => one(row))));
    } finally {
      ledger.transaction(() => noted.forEach((note) => note()));
    }
  }
  return { deliveries, present, findings };
}
