import { MaloteError } from '../../shared/errors';
import type { JournalAction } from '../../shared/ipc/journal-actions';
import { realNow } from '../base';
import type { Month } from '../domain';
import { AlertRepository } from './alerts';
import { ArchiveMoves } from './archive-moves';
import { AuditFindings } from './audit-findings';
import { AuditReader } from './audit-reads';
import { AuditRepository } from './audits';
import { BreakerRepository } from './breakers';
import { CompanyRepository } from './companies';
import { CompanyMonthReader } from './company-months';
import { CorrectionRepository } from './corrections';
import { clearPlace, restoreCopy, type Replaced } from './damage';
import type { LedgerDatabase } from './database';
import { DiskFileRepository } from './disk-files';
import { DiskFolderRepository } from './disk-folders';
import { DocumentEvidenceReader } from './document-evidence';
import { DocumentReader } from './documents';
import { EvidenceReader } from './evidence';
import { ExpectationRepository } from './expectations';
import { FileLookRepository } from './file-looks';
import { GrowthRepository } from './growth';
import { HistoryReader } from './history';
import { JobRepository } from './jobs';
import { Journal } from './journal';
import { StaleFileDebts } from './stale-file-debts';
import { LegacyRepository } from './legacy';
import { WorkspaceLock } from './lock';
import { MonthSnapshot } from './month-snapshot';
import { copyFacts, copyOnline, type CopyFacts, type CopyingOptions } from './online-copy';
import { openDatabase, openForReading } from './open';
import { Opening } from './openings';
import { PATIENCE_MS } from './sqlite';
import { OutboxReader } from './outbox';
import { QuestionRepository } from './questions';
import { RecoveryRepository } from './recoveries';
import { RecoveryWork } from './recovery-work';
import { RereadRepository } from './rereads';
import { RequestRepository } from './requests';
import { RunRepository } from './runs';
import { ScheduleRepository } from './schedules';
import { ShareHealthRepository } from './share-health';
import { SpoolRepository } from './spool';
import { Unchanged } from './unchanged';
import { Upkeep } from './upkeep';
import { VerdictReader } from './verdict-facts';
import { Pulse } from './pulse';
import { LedgerVitals } from './vitals';
import { WholeRecoveryRepository } from './whole-recoveries';

export interface LedgerOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Who acts, for the journal: "engine", "operator" … */
  readonly actor?: string;
  /** Whether a folder lies on another machine; default: what this machine's mounts say. */
  readonly isNetwork?: (realFolder: string) => boolean;
  /** Told, in words, when another program has the file to itself and is waited for. */
  readonly onWaiting?: (notice: MaloteError) => void;
  /** Told when it need not be waited for any more. */
  readonly onWaited?: () => void;
  /** A person has accepted that an empty one is begun where it is gone. */
  readonly mayBegin?: boolean;
}

/**
 * The one SQLite file of a workspace and everything that may be asked of it. Its database does not show: what may be written, a
 * repository writes, and documents and deliveries their writers, which `writers/hand-out.ts` hands out.
 */
export interface Ledger {
  /** Path of the file. */
  readonly file: string;
  readonly journal: Journal;
  readonly companies: CompanyRepository;
  readonly documents: DocumentReader;
  readonly requests: RequestRepository;
  readonly questions: QuestionRepository;
  readonly expectations: ExpectationRepository;
  readonly runs: RunRepository;
  readonly breakers: BreakerRepository;
  readonly evidence: EvidenceReader;
  readonly verdictFacts: VerdictReader;
  readonly shareHealth: ShareHealthRepository;
  readonly alerts: AlertRepository;
  readonly outbox: OutboxReader;
  readonly spool: SpoolRepository;
  readonly history: HistoryReader;
  readonly companyMonths: CompanyMonthReader;
  readonly documentEvidence: DocumentEvidenceReader;
  readonly audits: AuditRepository;
  readonly auditReads: AuditReader;
  readonly auditFindings: AuditFindings;
  readonly diskFiles: DiskFileRepository;
  readonly diskFolders: DiskFolderRepository;
  readonly fileLooks: FileLookRepository;
  readonly legacy: LegacyRepository;
  readonly recoveries: RecoveryRepository;
  readonly recoveryWork: RecoveryWork;
  readonly corrections: CorrectionRepository;
  readonly wholeRecoveries: WholeRecoveryRepository;
  readonly rereads: RereadRepository;
  readonly jobs: JobRepository;
  readonly schedules: ScheduleRepository;
  readonly staleFileDebts: StaleFileDebts;
  readonly archiveMoves: ArchiveMoves;
  /** A month as it stands now, on a connection of its own; to be closed. */
  monthSnapshot(month: Month): MonthSnapshot;
  readonly upkeep: Upkeep;
  readonly vitals: LedgerVitals;
  readonly growth: GrowthRepository;
  readonly pulse: Pulse;
  lock(name: string): WorkspaceLock;
  /** As `copyOnline`. @throws MaloteError LEDGER_*, CANCELLED */
  copyTo(target: string, options: CopyingOptions): Promise<void>;
  /** As `copyFacts`, of this file: for a thread that looks at a copy. */
  copyFacts(deep: boolean): CopyFacts;
  /** The moment, as it is put on record. */
  now(): string;
  /** @param tell told once, in SQLite's words, when damage is found: from then on every call throws LEDGER_DAMAGED. One is told, the last. */
  onDamaged(tell: (found: string) => void): void;
  /** Who else reads the file has found it damaged: every call from now on throws LEDGER_DAMAGED. @param found in SQLite's words */
  condemn(found: string): void;
  /**
   * A look for what others do: another process on this workspace, another engine in this one.
   * @returns a function that says whether anybody else has written since it was last called (the first time: since now).
   */
  writtenElsewhere(): () => boolean;
  transaction<Result>(work: () => Result): Result;
  /** Reads that agree with one another: of the ledger as it stands at the first of them. */
  reading<Result>(work: () => Result): Result;
  /** As `Unchanged`. */
  whileUnchanged<Value>(key: string, make: () => Value): Value;
  close(): void;
}

const DATABASE = Symbol('database');

interface WithDatabase extends Ledger {
  readonly [DATABASE]: LedgerDatabase;
}

/** The database of a ledger, for the ledger's own files and for tests: no door leads here. */
export function databaseOf(ledger: Ledger): LedgerDatabase {
  return (ledger as WithDatabase)[DATABASE];
}

/**
 * Opens (creates, migrates, checks) the ledger file.
 * @throws MaloteError LEDGER_ON_NETWORK, LEDGER_NEWER, LEDGER_CANNOT_OPEN, LEDGER_DAMAGED, LEDGER_GONE
 */
export function openLedger(file: string, options: LedgerOptions): Ledger {
  const { isNetwork, onWaiting = () => undefined, onWaited = () => undefined, mayBegin = false } = options;
  const tellWaiting = (): void => onWaiting(new MaloteError('LEDGER_WAITING', { place: file }));
  const wait = new OpeningWait(tellWaiting);
  const { db, lookedThrough, migrated } = openDatabase(file, {
    onWaiting: wait.begins,
    until: wait.until,
    mayBegin,
    ...(isNetwork === undefined ? {} : { isNetwork }),
  });
  db.onWaiting = wait.begins;
  const opening = new Opening(db, file);
  try {
    db.patientUntil(wait.until, () => opening.note());
  } catch (error) {
    db.close();
    throw error;
  }
  if (wait.begun) onWaited();
  db.onWaiting = tellWaiting;
  db.onWaited = onWaited;
  const ledger = ledgerOn(db, options, () => {
    db.optimize();
    opening.close();
  });
  if (lookedThrough) ledger.upkeep.noteSound();
  if (migrated !== null) ledger.journal.write('ledger.migrated', file, migrated);
  return ledger;
}

/** The one journal entry of a ledger that came into the place of one that was damaged or gone. */
function noteReplaced(
  file: string,
  options: LedgerOptions,
  action: JournalAction,
  subject: string,
  { wasGone }: Replaced,
): void {
  const ledger = openLedger(file, options);
  try {
    ledger.journal.write(action, subject, wasGone ? { gone: true } : {});
  } finally {
    ledger.close();
  }
}

/**
 * A person accepts that a ledger that is damaged or gone is begun anew: what there is of it is put aside and an empty one takes its place.
 * @returns null: it is sound, and stays
 * @throws MaloteError LEDGER_BUSY while another process has it open, and what `openLedger` throws
 */
export function acceptFreshLedger(file: string, options: LedgerOptions): Replaced | null {
  const replaced = clearPlace(file, new Date(options.now()));
  if (replaced !== null)
    noteReplaced(file, { ...options, mayBegin: true }, 'ledger.set-aside', replaced.aside ?? file, replaced);
  return replaced;
}

/**
 * A copy takes the place of a ledger that is damaged or gone.
 * @throws MaloteError LEDGER_SOUND, LEDGER_COPY_UNUSABLE, LEDGER_BUSY, and what `openLedger` throws
 */
export function restoreLedger(file: string, copy: string, options: LedgerOptions): Replaced {
  const replaced = restoreCopy(file, copy, new Date(options.now()));
  noteReplaced(file, options, 'ledger.restored', copy, replaced);
  return replaced;
}

/** The journal of a ledger that came with a copy of its workspace says so. @param id of the copy @throws MaloteError LEDGER_* */
export function noteRestored(file: string, id: string): void {
  const ledger = openLedger(file, { now: realNow, actor: 'operator' });
  try {
    ledger.journal.write('backup.restored', id, {});
  } finally {
    ledger.close();
  }
}

/** Who has the file to itself while it is opened is waited for once, and said so once, however many steps that takes. */
class OpeningWait {
  readonly until = realNow() + PATIENCE_MS;
  begun = false;

  constructor(private readonly tell: () => void) {}

  readonly begins = (): void => {
    if (!this.begun) this.tell();
    this.begun = true;
  };
}

const READING_CACHE_MIB = 64;

/**
 * Opens a ledger that somebody else in this process has opened, on a connection of its own that can only read.
 * @throws MaloteError LEDGER_*
 */
export function openLedgerForReading(file: string, onWaiting: () => void): Ledger {
  const db = openForReading(file, onWaiting);
  // a month's evidence goes through the same pages many times
  db.widenCache(READING_CACHE_MIB);
  db.onWaiting = onWaiting;
  return ledgerOn(db, { now: realNow }, () => undefined);
}

/** @param beforeClosing done before the connection is closed */
function ledgerOn(
  db: LedgerDatabase,
  { now, actor = 'engine' }: Pick<LedgerOptions, 'now' | 'actor'>,
  beforeClosing: () => void,
): WithDatabase {
  const nowIso = (): string => new Date(now()).toISOString();
  const journal = new Journal(db, nowIso, actor);
  const unchanged = new Unchanged(db);
  const letGo = new Set<string>();
  const auditReads = new AuditReader(db);
  return {
    [DATABASE]: db,
    file: db.raw.name,
    now: nowIso,
    journal,
    companies: new CompanyRepository(db, nowIso),
    documents: new DocumentReader(db),
    requests: new RequestRepository(db, nowIso),
    questions: new QuestionRepository(db, nowIso),
    expectations: new ExpectationRepository(db, nowIso),
    runs: new RunRepository(db, nowIso),
    breakers: new BreakerRepository(db),
    evidence: new EvidenceReader(db),
    verdictFacts: new VerdictReader(db),
    shareHealth: new ShareHealthRepository(db, nowIso, journal),
    alerts: new AlertRepository(db, nowIso),
    outbox: new OutboxReader(db),
    spool: new SpoolRepository(db, nowIso),
    history: new HistoryReader(db),
    companyMonths: new CompanyMonthReader(db),
    documentEvidence: new DocumentEvidenceReader(db),
    audits: new AuditRepository(db, nowIso),
    auditReads,
    auditFindings: new AuditFindings(db),
    diskFiles: new DiskFileRepository(db),
    diskFolders: new DiskFolderRepository(db),
    fileLooks: new FileLookRepository(db, nowIso),
    legacy: new LegacyRepository(db, nowIso),
    recoveries: new RecoveryRepository(db, nowIso),
    recoveryWork: new RecoveryWork(db, nowIso),
    corrections: new CorrectionRepository(db, nowIso),
    wholeRecoveries: new WholeRecoveryRepository(db, nowIso),
    rereads: new RereadRepository(db, nowIso),
    jobs: new JobRepository(db, nowIso),
    schedules: new ScheduleRepository(db, nowIso),
    staleFileDebts: new StaleFileDebts(db, nowIso),
    archiveMoves: new ArchiveMoves(
      db,
      journal,
      () => auditReads.filedFiles({ months: null, companies: null }),
      unchanged,
    ),
    monthSnapshot: (month) => MonthSnapshot.open(db, month),
    upkeep: new Upkeep(db, now),
    vitals: new LedgerVitals(db),
    growth: new GrowthRepository(db),
    pulse: new Pulse(db, realNow),
    onDamaged: (tell) => {
      db.onDamaged = tell;
    },
    condemn: (found) => {
      db.condemn(found);
    },
    copyTo: (target, copying) => copyOnline(db, target, copying),
    copyFacts: (deep) => copyFacts(db, deep),
    lock: (name) => new WorkspaceLock(db, name, now, letGo),
    writtenElsewhere: () => {
      let seen = db.dataVersion();
      return () => {
        const before = seen;
        seen = db.dataVersion();
        return seen !== before;
      };
    },
    transaction: (work) => db.transaction(work),
    reading: (work) => db.reading(work),
    whileUnchanged: (key, make) => unchanged.whileUnchanged(key, make),
    close: () => {
      if (!db.raw.open) return;
      beforeClosing();
      db.close();
    },
  };
}
