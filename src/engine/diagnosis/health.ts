import { MaloteError } from '../../shared/errors';
import type { HealthView } from '../../shared/health';
import { diagnosisDetails as words } from '../../shared/messages/pt-BR/diagnosis';
import { dayAndMinute, span } from '../../shared/messages/pt-BR/moments';
import { sizeWords } from '../../shared/messages/pt-BR/numbers';
import type { PulseSight } from '../ledger';
import type { DiagnosisPlace } from './place';
import type { LedgerRecords } from './readings';
import { Sights } from './sights';

/** Three beats: one may fall into the minute for which another program has the ledger to itself. */
export const SILENT_MS = 180_000;

type Engine = HealthView['engine'];

/**
 * Whether it runs, and what waits, by what the ledger has on record: nobody is asked, no folder is looked at, so that it answers at once.
 * @throws MaloteError LEDGER_*, DIAGNOSIS_NO_LEDGER, DIAGNOSIS_OLDER_LEDGER
 */
export async function healthOf(place: Pick<DiagnosisPlace, 'workspace' | 'reader' | 'clock'>): Promise<HealthView> {
  const sights = new Sights(place);
  try {
    return viewOf(await sights.records(), place.workspace, place.clock.now());
  } finally {
    sights.close();
  }
}

/** The engine that was heard of last: one that lives before those that died. */
export function engineOf(pulses: readonly PulseSight[], now: number): Engine {
  const living = pulses.filter(({ alive }) => alive !== false);
  const [last] = living.length > 0 ? living : pulses;
  if (last === undefined) return { state: 'absent', pid: null, lastSignAt: null };
  const { pid, atMs, alive } = last;
  const isSilent = Math.abs(now - atMs) >= SILENT_MS;
  // of another computer's process nobody knows whether it is there
  const state = alive === false ? 'dead' : isSilent ? (alive === null ? 'dead' : 'silent') : 'alive';
  return { state, pid, lastSignAt: new Date(atMs).toISOString() };
}

/** What is wrong with the engine; null: it works, or nobody has begun one. */
export function engineTrouble({ state, pid, lastSignAt }: Engine, now: number): MaloteError | null {
  if (state !== 'silent' && state !== 'dead') return null;
  const silence = span((now - Date.parse(lastSignAt ?? '')) / 1_000);
  return new MaloteError(state === 'silent' ? 'DIAGNOSIS_ENGINE_SILENT' : 'DIAGNOSIS_ENGINE_DEAD', { pid, silence });
}

/** The same of what the ledger says, for who has read it. */
export function viewOf(records: LedgerRecords, workspace: string, now: number): HealthView {
  const { outbox, spool, shares, lastRun, newestDocumentAt, pulses } = records;
  const sum = (of: 'pending' | 'failed' | 'conflicts'): number => outbox.reduce((total, line) => total + line[of], 0);
  const waiting = {
    deliveries: sum('pending'),
    failed: sum('failed'),
    conflicts: sum('conflicts'),
    spooledPages: spool.pages,
    oldestAt: [...outbox.map(({ oldestAt }) => oldestAt), spool.oldestAt].flatMap((at) => at ?? []).sort()[0] ?? null,
  };
  const engine = engineOf(pulses, now);
  const at = new Date(now).toISOString();
  const view = { workspace, at, engine, shares, lastRun, waiting, newestDocumentAt };
  const troubles = troublesOf(view, records, now).map((error) => error.toEnvelope());
  return { ...view, healthy: troubles.length === 0, troubles };
}

type Unjudged = Omit<HealthView, 'healthy' | 'troubles'>;

function troublesOf(
  { engine, shares, waiting, lastRun }: Unjudged,
  { spool }: LedgerRecords,
  now: number,
): MaloteError[] {
  const { deliveries, failed, conflicts, spooledPages, oldestAt } = waiting;
  const since = dayAndMinute(oldestAt ?? '');
  const ofEngine = engine.state === 'absent' ? new MaloteError('DIAGNOSIS_ENGINE_ABSENT') : engineTrouble(engine, now);
  return [
    ...(ofEngine === null ? [] : [ofEngine]),
    ...shares.filter(({ state }) => state === 'down' || state === 'recovering').map(shareTrouble),
    ...(failed === 0
      ? []
      : [new MaloteError('DIAGNOSIS_FAILURES_WAIT', { files: words.files(deliveries), failed, since })]),
    ...(conflicts === 0 ? [] : [new MaloteError('DIAGNOSIS_CONFLICTS', { files: words.files(conflicts) })]),
    ...(spooledPages === 0
      ? []
      : [
          new MaloteError('DIAGNOSIS_SPOOL_WAITS', {
            pages: words.pages(spooledPages),
            size: sizeWords(spool.bytes),
            since,
          }),
        ]),
    ...(lastRun?.outcome === 'failed' ? [new MaloteError('DIAGNOSIS_RUN_FAILED', { month: lastRun.month })] : []),
  ];
}

function shareTrouble({ root, since }: HealthView['shares'][number]): MaloteError {
  return new MaloteError('DIAGNOSIS_SHARE_DOWN', { root, share: words.share(root), since: dayAndMinute(since) });
}
