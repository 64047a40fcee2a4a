import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMaloteError, MaloteError } from '../../shared/errors';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { AlertEvent } from '../alerts';
import { VerifiedContents, type WrittenRoots } from '../archive';
import { pageSettlement } from '../capture';
import type { Clock } from '../base';
import { isAddress } from '../companies';
import { OutboxDispatcher, DeliveryWorker, Outbox, Scrub } from '../delivery';
import {
  CompanyIndex,
  FilingCorrector,
  Intake,
  PageSpool,
  Reception,
  refileForNewCompanies,
  Reread,
  Restorer,
} from '../intake';
import type { JobRunner } from '../jobs/runner';
import type { Ledger } from '../ledger';
import type { LedgerWriters } from '../ledger/writers/hand-out';
import type { Settings } from '../settings';
import {
  HealthMonitor,
  openLocalRoot,
  resolveFrom,
  watchedRoots,
  type LocalRoot,
  type RootOpener,
  type ShareChange,
  HOST_PLATFORM,
  DRIVES_FILE,
  MappedDrives,
  driveSystem,
  type DriveSystem,
} from '../shares';

/** What the services are opened with. */
export interface ServicesContext {
  readonly settings: Settings;
  /** As they are by now, for what need not wait until the services are opened anew; must not reject. Default: `settings`. */
  readonly settingsNow?: () => Promise<Settings>;
  readonly workspace: string;
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly writers: LedgerWriters;
  readonly clock: Clock;
  /** How a configured root is opened: in a process of its own, or in this one. */
  readonly openRoot: RootOpener;
  /** Something that a person may have to know of. */
  readonly tell: (alertEvent: AlertEvent) => void;
  /** Shares, outbox, spool or scrub have something new to show. */
  readonly onChange: () => void;
  readonly onNotice: (level: 'warning' | 'error', text: string, code: string | null) => void;
}

/** The configured roots. A missing folder is not an error here: each operation on it says SHARE_UNREACHABLE. */
export interface Roots {
  readonly archive: LocalRoot;
  readonly import: LocalRoot;
  /** The same as `import` unless cancellations have a root of their own. */
  readonly cancelled: LocalRoot;
}

/** Everything that works on files, opened on one set of settings. */
export interface Services {
  readonly settings: Settings;
  readonly roots: Roots;
  readonly written: WrittenRoots;
  readonly companies: CompanyIndex;
  /** The workspace's own folder of bytes that are no live document. */
  readonly kept: LocalRoot;
  readonly intake: Intake;
  readonly outbox: Outbox;
  readonly dispatcher: OutboxDispatcher;
  readonly spool: PageSpool;
  readonly reception: Reception;
  /** As `refileForNewCompanies`, under the companies of then. */
  readonly refile: (signal: AbortSignal, last: boolean) => Promise<number>;
  readonly reread: (signal: AbortSignal) => Reread;
  readonly restorer: Restorer;
  readonly filings: FilingCorrector;
  readonly scrub: Scrub;
  readonly health: HealthMonitor;
  close(): Promise<void>;
}

/** What a healthy root is before anything went wrong: told once it is well again after an outage. */
const WELL: ReadonlySet<string> = new Set(['ok', 'degraded']);

/** @throws MaloteError SHARE_BAD_ROOT for a root that is no complete path */
export function openServices(context: ServicesContext): Services {
  const { settings, ledger, runner, writers, clock, onChange, onNotice, tell } = context;
  const settingsNow = context.settingsNow ?? ((): Promise<Settings> => Promise.resolve(settings));
  const now = (): number => clock.now();
  const registry = new RootRegistry(context);
  const roots = registry.roots();
  const { archive } = roots;
  ledger.archiveMoves.declare(archive.location);
  const [kept, spooled] = [registry.own('guardados'), registry.own('espera')];
  const writtenElsewhere = ledger.writtenElsewhere();
  const companies = new CompanyIndex(ledger.companies.active(), () =>
    writtenElsewhere() ? ledger.companies.active() : null,
  );
  const outbox = openOutbox(context, roots);
  const contents = new VerifiedContents();
  const previousMonthDays = settings.previousMonth.days;
  const filing = { ledger, writers: writers.documents, archive, kept, outbox, companies, now, previousMonthDays };
  const intake = new Intake({ ...filing, contents });
  const health: HealthMonitor = new HealthMonitor({
    roots: registry.watched(roots),
    clock,
    store: ledger.shareHealth,
    intervalMs: settings.shares.checkEveryMinutes * 60_000,
    onChange: (change) => {
      tell({ type: 'share', change });
      if (isReturn(change)) dispatcher.returned(change.root, downSince(change));
    },
    onLook: onChange,
    onError: (error) => {
      // the state stays as it was, and the next look tries again
      const told = isMaloteError(error) ? error : new MaloteError('INTERNAL', { reason: String(error) });
      onNotice('warning', told.message, told.code);
    },
  });
  const dispatcher: OutboxDispatcher = new OutboxDispatcher({
    ledger,
    outbox,
    roots,
    health,
    clock,
    onChange,
    writer: writers.deliveries,
    worker: new DeliveryWorker({ ledger, writer: writers.deliveries, outbox, roots, clock, contents }),
    onDrained: (root, delivered) => {
      ledger.shareHealth.noteDelivered(root, delivered);
      tell({ type: 'drained', root, delivered });
    },
  });
  const spool = new PageSpool({
    ledger,
    onChange,
    root: spooled,
    limitBytes: spoolBytes(settings),
    limitNow: async () => spoolBytes(await settingsNow()),
    isArchiveUsable: () => health.usable('archive'),
    onFull: (pages) => {
      tell({ type: 'spool-full', pages });
    },
  });
  const reception = new Reception({
    intake,
    archive,
    spool,
    health,
    clock,
    settlement: pageSettlement(ledger),
    onFiled: () => {
      dispatcher.wake();
    },
    onNotice: (text, code) => {
      onNotice('warning', text, code);
    },
    onWait: onChange,
  });
  const scrub = new Scrub({ ledger, runner, outbox, roots, health, now, idle: () => dispatcher.idle() });
  const restorer = new Restorer({ ...filing, targets: roots });
  const filings = new FilingCorrector(ledger, writers.documents, outbox);
  const close = async (): Promise<void> => {
    scrub.stop();
    await reception.stop();
    await dispatcher.close();
    await health.stop();
    await registry.close();
  };
  const written = { archive, others: [...new Set([roots.import, roots.cancelled]), kept] };
  return {
    settings,
    roots,
    kept,
    written,
    companies,
    intake,
    outbox,
    dispatcher,
    spool,
    reception,
    refile: (signal, last) => refileForNewCompanies(filing, signal, last),
    reread: (signal) => new Reread({ ...filing, intake }, signal),
    restorer,
    filings,
    scrub,
    health,
    close,
  };
}

function spoolBytes({ shares }: Settings): number {
  return shares.spoolMegabytes * 1024 * 1024;
}

function downSince({ at, downForMs }: ShareChange): string {
  return new Date(Date.parse(at) - (downForMs ?? 0)).toISOString();
}

function isReturn({ from, to }: ShareChange): boolean {
  return WELL.has(to) && !WELL.has(from) && from !== 'unknown';
}

function openOutbox({ ledger, writers, settings, clock }: ServicesContext, roots: Roots): Outbox {
  return new Outbox(
    ledger,
    writers.deliveries,
    {
      layout: settings.importShare.layout,
      importLocation: roots.import.location,
      cancelledLocation: roots.cancelled === roots.import ? null : roots.cancelled.location,
    },
    () => clock.now(),
  );
}

/** Opens roots and remembers them, to close them together. */
class RootRegistry {
  readonly #all: LocalRoot[] = [];

  constructor(private readonly context: ServicesContext) {}

  roots(): Roots {
    const { archive, importShare } = this.context.settings;
    const share = this.#configured('import', importShare.root);
    const { cancelledRoot } = importShare;
    return {
      archive: this.#configured('archive', archive.root),
      import: share,
      cancelled: cancelledRoot === undefined ? share : this.#configured('cancelled', cancelledRoot),
    };
  }

  /** A folder of the workspace, which lies on this computer. */
  own(name: string): LocalRoot {
    const location = join(this.context.workspace, name);
    mkdirSync(location, { recursive: true });
    return this.#keep(openLocalRoot({ id: name, location, clock: this.context.clock }));
  }

  watched({ archive, import: share, cancelled }: Roots): ReturnType<typeof watchedRoots> {
    const { settings, workspace, clock } = this.context;
    const { workbook } = settings.companies;
    return watchedRoots({
      archive,
      clock,
      import: share,
      cancelled: cancelled === share ? null : cancelled,
      workbook: isAddress(workbook) ? null : resolveFrom(workspace, workbook),
      open: (id, location) => this.#open(id, location, false),
      drives: HOST_PLATFORM === 'win32' ? this.#drives() : undefined,
    });
  }

  #drives(): { known: MappedDrives; look: DriveSystem['look'] } {
    const { workspace, clock } = this.context;
    return {
      known: new MappedDrives(join(workspace, DRIVES_FILE), driveSystem, () => clock.now()),
      look: driveSystem.look,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((root) => root.close()));
  }

  #configured(id: ShareRoot, path: string): LocalRoot {
    // the office's BI takes away what comes; the archive keeps everything
    return this.#open(id, resolveFrom(this.context.workspace, path), id !== 'archive');
  }

  #open(id: ShareRoot, location: string, drained: boolean): LocalRoot {
    const { openRoot, clock } = this.context;
    return this.#keep(openRoot({ id, location, drained, clock }));
  }

  #keep(root: LocalRoot): LocalRoot {
    this.#all.push(root);
    return root;
  }
}
