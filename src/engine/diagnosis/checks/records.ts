import { MaloteError } from '../../../shared/errors';
import { DIAGNOSIS_CHECKS } from '../../../shared/ipc/diagnosis';
import { JOB_KINDS, JOBS } from '../../../shared/jobs';
import { diagnosisDetails as words, diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import { dayAndMinute, span } from '../../../shared/messages/pt-BR/moments';
import { capital, sizeWords } from '../../../shared/messages/pt-BR/numbers';
import { SCHEDULE_RUN_WORDS } from '../../../shared/messages/pt-BR/schedule';
import { SCHEDULED_WORK_NAMES, SCHEDULED_WORK_ROWS } from '../../../shared/schedule';
import type { LockSight, PulseSight } from '../../ledger';
import { engineOf, engineTrouble } from '../health';
import { inOrder, troubled, type Found } from '../line';
import type { JobSight, LedgerRecords } from '../readings';
import { withoutLedger, type Sights } from '../sights';

/** The log is put into the file at some 16 MB; many times that, somebody keeps it from being. */
const HUGE_LOG_BYTES = 256 * 1024 ** 2;
/** Below it every plan is quick. */
const NEEDS_STATISTICS = 20_000;
/** A lock is touched every five seconds, but for a minute in which another program may have the ledger to itself. */
const SILENT_MS = 90_000;

/** What the ledger says of itself, of who is at work, and of what waits. */
export async function lookAtRecords(sights: Sights): Promise<readonly Found[]> {
  let records: LedgerRecords;
  try {
    records = await sights.records();
  } catch (error) {
    const missing = withoutLedger(error);
    if (missing === null) throw error;
    return [troubled(DIAGNOSIS_CHECKS.records[0], 'unknown', missing)];
  }
  const now = sights.place.clock.now();
  return [
    sizeLine(records),
    statisticsLine(records),
    engineLine(records.pulses, now),
    scheduleLine(records, now),
    locksLine(records.locks, now),
    spoolLine(records),
    ...outboxLines(records),
    jobsLine(records.jobs),
  ];
}

function sizeLine({ sizes: { file, log }, documents }: LedgerRecords): Found {
  const facts = { bytes: file, logBytes: log, documents };
  if (log < HUGE_LOG_BYTES) return inOrder('ledger-log', diagnosisFound.ledgerLog(file, log, documents), facts);
  return troubled('ledger-log', 'warning', new MaloteError('DIAGNOSIS_LOG_HUGE', { size: sizeWords(log) }), facts);
}

function statisticsLine({ documents, hasStatistics }: LedgerRecords): Found {
  if (hasStatistics) return inOrder('statistics', diagnosisFound.statistics);
  return documents < NEEDS_STATISTICS
    ? inOrder('statistics', diagnosisFound.statisticsNotNeeded)
    : troubled('statistics', 'warning', new MaloteError('DIAGNOSIS_NO_STATISTICS'));
}

function engineLine(pulses: readonly PulseSight[], now: number): Found {
  const engine = engineOf(pulses, now);
  const { state, pid, lastSignAt } = engine;
  const facts = { state, pid, lastSignAt };
  const trouble = engineTrouble(engine, now);
  if (trouble !== null) return troubled('engine', state === 'silent' ? 'fault' : 'warning', trouble, facts);
  if (pid === null || lastSignAt === null) return inOrder('engine', diagnosisFound.engineAbsent, facts);
  const silence = span((now - Date.parse(lastSignAt)) / 1_000);
  return inOrder('engine', diagnosisFound.engineAlive(pid, silence), facts);
}

/** Whether what is scheduled is done, and comes to a good end. */
function scheduleLine({ schedule, pulses }: LedgerRecords, now: number): Found {
  const facts = { lines: schedule.length };
  if (schedule.length === 0) return inOrder('schedule', diagnosisFound.noSchedule, facts);
  if (engineOf(pulses, now).state !== 'alive') {
    const lines = words.lines(schedule.length);
    return troubled('schedule', 'warning', new MaloteError('DIAGNOSIS_SCHEDULE_UNATTENDED', { lines }), facts);
  }
  const failed = schedule.find(({ last }) => last?.state === 'failed' || last?.state === 'interrupted');
  if (failed?.last === undefined || failed.last === null) {
    return inOrder('schedule', diagnosisFound.schedule(schedule.length), facts);
  }
  const { work, last } = failed;
  const title = SCHEDULED_WORK_NAMES.find((name) => name === work);
  const details = {
    title: title === undefined ? work : SCHEDULED_WORK_ROWS[title].title,
    at: dayAndMinute(last.at),
    state: SCHEDULE_RUN_WORDS[last.state],
  };
  return troubled('schedule', 'warning', new MaloteError('DIAGNOSIS_SCHEDULE_FAILED', details), { ...facts, work });
}

/** What a lock stands for, as people call it; several stand for one work. */
function workOf(lock: string): string {
  const kind = JOB_KINDS.find((one) => JOBS[one].lock === lock);
  return capital(kind === undefined ? (words.locks[lock] ?? lock) : JOBS[kind].title);
}

function locksLine(locks: readonly LockSight[], now: number): Found {
  const facts = { locks: locks.length };
  const dead = locks.find(({ alive }) => alive === false);
  const silent = locks.find(({ heartbeatMs }) => Math.abs(now - heartbeatMs) > SILENT_MS);
  const odd = dead ?? silent;
  if (odd === undefined) {
    const held = locks.map(({ name, pid, takenAt }) => diagnosisFound.lock(workOf(name), pid, takenAt));
    return inOrder('locks', diagnosisFound.locks(held), facts);
  }
  const { name, pid, host, heartbeatMs } = odd;
  const details = { work: workOf(name), pid, host, silence: span((now - heartbeatMs) / 1_000) };
  return troubled(
    'locks',
    'warning',
    new MaloteError(odd === dead ? 'DIAGNOSIS_LOCK_DEAD' : 'DIAGNOSIS_LOCK_SILENT', details),
    { ...facts, lock: name, pid, host },
  );
}

function spoolLine({ spool: { pages, bytes, oldestAt } }: LedgerRecords): Found {
  const facts = { pages, bytes, oldestAt };
  if (pages === 0) return inOrder('spool', diagnosisFound.spool, facts);
  const details = { pages: words.pages(pages), size: sizeWords(bytes), since: dayAndMinute(oldestAt ?? '') };
  return troubled('spool', 'warning', new MaloteError('DIAGNOSIS_SPOOL_WAITS', details), facts);
}

function outboxLines({ outbox }: LedgerRecords): readonly Found[] {
  const sum = (of: 'pending' | 'failed' | 'conflicts'): number => outbox.reduce((total, line) => total + line[of], 0);
  const [pending, failed, conflicts] = [sum('pending'), sum('failed'), sum('conflicts')];
  const [since = null] = outbox.flatMap(({ oldestAt }) => oldestAt ?? []).sort();
  const facts = { pending, failed, oldestAt: since };
  const details = { files: words.files(pending), failed, since: dayAndMinute(since ?? '') };
  return [
    pending === 0
      ? inOrder('outbox', diagnosisFound.outbox, facts)
      : troubled(
          'outbox',
          'warning',
          new MaloteError(failed === 0 ? 'DIAGNOSIS_OUTBOX_WAITS' : 'DIAGNOSIS_FAILURES_WAIT', details),
          facts,
        ),
    conflicts === 0
      ? inOrder('conflicts', diagnosisFound.conflicts, { conflicts })
      : troubled('conflicts', 'warning', new MaloteError('DIAGNOSIS_CONFLICTS', { files: words.files(conflicts) }), {
          conflicts,
        }),
  ];
}

/** Whether the last of any kind failed: what has gone well since is no trouble any more. */
function jobsLine(jobs: readonly JobSight[]): Found {
  const [newest] = jobs;
  const last = JOB_KINDS.flatMap((kind) => jobs.find((job) => job.kind === kind) ?? []);
  const failed = last.flatMap((job) =>
    job.state === 'failed' && job.error !== null ? [{ ...job, error: job.error }] : [],
  )[0];
  if (failed === undefined) {
    const told = newest === undefined ? null : words.job(titleOf(newest.kind), newest.startedAt);
    return inOrder('jobs', diagnosisFound.jobs(told));
  }
  const { kind, endedAt, startedAt, error } = failed;
  const told = diagnosisFound.jobFailed(capital(titleOf(kind)), endedAt ?? startedAt, error.message);
  return troubled('jobs', 'warning', error, { job: kind, at: endedAt }, told);
}

function titleOf(kind: string): string {
  const known = JOB_KINDS.find((one) => one === kind);
  return known === undefined ? kind : JOBS[known].title;
}
