import type { AuditProgress } from '../../../shared/ipc/audit';
import type { AuditRow, Ledger } from '../../ledger';
import type { FileRoot } from '../../shares';
import { DiskPass } from './disk-pass';
import { noFigures, type Figures } from './figures';
import { FolderMemory } from './folder-memory';
import { findGhosts } from './ghosts';
import { Classifier } from './classifier';
import { ledgerPass } from './ledger-pass';
import { settleLoose } from './loose';
import { Clients } from './place';
import { resolveScope, walksOf } from './resolve-scope';

export interface AuditRoots {
  readonly archive: FileRoot;
  /** The workspace's folder of kept files. */
  readonly kept: FileRoot;
}

export interface ExecuteOptions {
  readonly roots: AuditRoots;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly filesAtOnce: number;
  readonly onProgress: (progress: Pick<AuditProgress, 'phase' | 'files' | 'bytes' | 'read'>) => void;
}

/** Progress is told at most so often. */
const QUIET_MS = 200;
/** An audit looks up the rows of each folder, which lie all over the ledger; those of the next folder often lie beside them. */
const CACHE_MIB = 64;

/** One audit from its first file to its last statement; its figures are kept in `figures` while they grow. */
export class Execution {
  readonly figures: Figures = noFigures();
  #told: { readonly phase: AuditProgress['phase'] | null; readonly atMs: number } = { phase: null, atMs: 0 };

  constructor(
    private readonly ledger: Ledger,
    private readonly audit: AuditRow,
  ) {}

  /** @throws MaloteError SHARE_*, CANCELLED */
  async run(options: ExecuteOptions, signal: AbortSignal): Promise<void> {
    const narrowCache = this.ledger.auditReads.widenCache(CACHE_MIB);
    try {
      await this.#run(options, signal);
    } finally {
      narrowCache();
    }
  }

  async #run({ roots, now, filesAtOnce, onProgress }: ExecuteOptions, signal: AbortSignal): Promise<void> {
    const { ledger, audit } = this;
    const { archive, kept } = roots;
    const { figures } = this;
    const tell = (phase: AuditProgress['phase']): void => {
      if (this.#isWorthTelling(phase, now())) onProgress({ phase, ...amountOf(figures) });
    };
    const clients = new Clients(ledger.auditReads.companies());
    const resolved = resolveScope(audit.scope, clients);
    const classifier = new Classifier({ auditId: audit.id, audits: ledger.audits, reads: ledger.auditReads, clients });
    const disk = new DiskPass({
      ledger,
      archive,
      audit,
      classifier,
      resolved,
      figures,
      filesAtOnce,
      folders: new FolderMemory({ ledger, clients, audit }),
      now: () => new Date(now()).toISOString(),
      onProgress: () => tell('disk'),
    });
    await disk.walk(walksOf(resolved, clients), signal);
    await settleLoose({ auditId: audit.id, ledger, archive, disk }, signal);
    await findGhosts({ auditId: audit.id, ledger, archive, resolved, disk }, signal);
    figures.disk = disk.documents.size;
    const lookThrough = { auditId: audit.id, ledger, kept, resolved, clients, figures };
    await ledgerPass({ ...lookThrough, onProgress: () => tell('ledger') }, signal);
  }

  #isWorthTelling(phase: AuditProgress['phase'], nowMs: number): boolean {
    if (phase === this.#told.phase && nowMs - this.#told.atMs < QUIET_MS) return false;
    this.#told = { phase, atMs: nowMs };
    return true;
  }
}

function amountOf({ files, bytes, read }: Figures): Pick<Figures, 'files' | 'bytes' | 'read'> {
  return { files, bytes, read };
}
