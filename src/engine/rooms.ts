import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { VerifyRoots } from './audit';
import type { Clock } from './clock';
import { DeliveryWorker, Outbox } from './delivery';
import { CompanyIndex, Intake } from './intake';
import type { Ledger } from './ledger';
import type { Settings } from './settings';
import type { WrittenRoots } from './leftovers';
import { openLocalRoot, resolveFrom, type LocalRoot } from './shares';

/** Everything that works on files during a run, opened on the configured roots. */
export interface Rooms {
  readonly ledger: Ledger;
  readonly archive: LocalRoot;
  readonly written: WrittenRoots;
  readonly companies: CompanyIndex;
  readonly intake: Intake;
  readonly outbox: Outbox;
  readonly worker: DeliveryWorker;
  close(): Promise<void>;
}

interface OpenedRoots extends VerifyRoots {
  readonly archive: LocalRoot;
  readonly import: LocalRoot;
  readonly cancelled: LocalRoot;
  close(): Promise<void>;
}

/** The configured roots. A missing folder is not an error here: each operation on it says SHARE_UNREACHABLE. */
export function openVerifyRoots(settings: Settings, workspace: string, clock: Clock): OpenedRoots {
  const open = (id: string, path: string): LocalRoot =>
    openLocalRoot({ id, location: resolveFrom(workspace, path), clock });
  const archive = open('archive', settings.archive.root);
  const importShare = open('import', settings.importShare.root);
  const { cancelledRoot } = settings.importShare;
  const cancelled = cancelledRoot === undefined ? importShare : open('cancelled', cancelledRoot);
  const close = async (): Promise<void> => {
    for (const root of new Set([archive, importShare, cancelled])) await root.close();
  };
  return { archive, import: importShare, cancelled, close };
}

/** @throws MaloteError SHARE_BAD_ROOT for a root that is no complete path */
export function openRooms(settings: Settings, workspace: string, ledger: Ledger, clock: Clock): Rooms {
  const roots = openVerifyRoots(settings, workspace, clock);
  const keptFolder = join(workspace, 'guardados');
  mkdirSync(keptFolder, { recursive: true });
  const kept = openLocalRoot({ id: 'kept', location: keptFolder, clock });
  const now = (): number => clock.now();
  const companies = new CompanyIndex(ledger.companies.active());
  const outbox = new Outbox(
    ledger,
    {
      layout: settings.importShare.layout,
      importLocation: roots.import.location,
      cancelledLocation: roots.cancelled === roots.import ? null : roots.cancelled.location,
    },
    now,
  );
  outbox.writer.healInterrupted();
  const { archive } = roots;
  const previousMonthDays = settings.previousMonth.days;
  const intake = new Intake({ ledger, archive, kept, outbox, companies, previousMonthDays, now });
  const worker = new DeliveryWorker(ledger, outbox, roots, clock);
  const close = async (): Promise<void> => {
    await kept.close();
    await roots.close();
  };
  const written = { archive, others: [...new Set([roots.import, roots.cancelled]), kept] };
  return { ledger, archive, written, companies, intake, outbox, worker, close };
}
