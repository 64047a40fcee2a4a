import type { ForgettableRows, GrowingRows } from '../../shared/retention';
import type { LedgerDatabase } from './database';

/** How much of something there is. */
export interface RowsThere {
  readonly rows: number;
  /** ISO 8601; null where there are none. */
  readonly oldestAt: string | null;
}

const counted = (from: string, at: string): string => `SELECT count(*) AS rows, min(${at}) AS oldestAt FROM ${from}`;

/** The oldest of what is never forgotten is the first that was written: to look for it would be to read all of it. */
const countedInOrder = (table: string, at: string): string =>
  `SELECT count(*) AS rows, (SELECT ${at} FROM ${table} ORDER BY id LIMIT 1) AS oldestAt FROM ${table}`;

const THERE: Readonly<Record<GrowingRows, string>> = {
  failures: countedInOrder('failures', 'at'),
  latency: countedInOrder('share_samples', 'at'),
  alerts: countedInOrder('alerts', 'at'),
  jobs: countedInOrder('jobs', 'started_at'),
  'due-times': countedInOrder('schedule_runs', 'due_at'),
  walks: counted('pass_documents x JOIN passes p ON p.id = x.pass_id', 'p.touched_at'),
  requests: countedInOrder('requests', 'asked_at'),
  findings: `SELECT count(*) AS rows, (SELECT a.started_at FROM audits a JOIN audit_findings f ON f.audit_id = a.id
    ORDER BY f.id LIMIT 1) AS oldestAt FROM audit_findings`,
  journal: countedInOrder('journal', 'at'),
};

/** What is older than an instant and may go, so many, the oldest first. */
const OLDER: Readonly<Record<ForgettableRows, string>> = {
  failures: 'SELECT id FROM failures WHERE at < @before ORDER BY id LIMIT @most',
  latency: 'SELECT id FROM share_samples WHERE at < @before ORDER BY id LIMIT @most',
  // by the last one of each kind the next is decided; what has not left is still to leave
  alerts: `SELECT id FROM alerts a WHERE at < @before
    AND EXISTS (SELECT 1 FROM alerts n WHERE n.kind = a.kind AND n.root IS a.root AND n.id > a.id)
    AND NOT EXISTS (SELECT 1 FROM alert_sends s WHERE s.alert_id = a.id AND s.state = 'waiting') ORDER BY id LIMIT @most`,
  // the last of each kind says how it has ended
  jobs: `SELECT id FROM jobs j WHERE ended_at < @before
    AND EXISTS (SELECT 1 FROM jobs n WHERE n.kind = j.kind AND n.id > j.id) ORDER BY id LIMIT @most`,
  'due-times': `SELECT id FROM schedule_runs r WHERE ended_at < @before
    AND EXISTS (SELECT 1 FROM schedule_runs n WHERE n.schedule_id = r.schedule_id AND n.due_at > r.due_at) ORDER BY id LIMIT @most`,
  // of a document that is not read yet, the days on which it was asked for are known by nothing else
  walks: `SELECT json_array(x.pass_id, x.document_id) AS id FROM passes p JOIN pass_documents x ON x.pass_id = p.id
    JOIN documents d ON d.id = x.document_id WHERE p.touched_at < @before AND d.form <> 'unread' LIMIT @most`,
};

const BY_ID = 'id IN (SELECT value FROM json_each(?))';
const FORGET: Readonly<Record<ForgettableRows, readonly string[]>> = {
  failures: [`DELETE FROM failures WHERE ${BY_ID}`],
  latency: [`DELETE FROM share_samples WHERE ${BY_ID}`],
  alerts: [`DELETE FROM alert_sends WHERE alert_${BY_ID}`, `DELETE FROM alerts WHERE ${BY_ID}`],
  jobs: [`DELETE FROM jobs WHERE ${BY_ID}`],
  'due-times': [`DELETE FROM schedule_runs WHERE ${BY_ID}`],
  walks: [
    `DELETE FROM pass_documents WHERE (pass_id, document_id) IN
       (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))`,
  ],
};

/** Rows of what grows: how many there are, and the end of those that are past their bound (`GROWING`). */
export class GrowthRepository {
  constructor(private readonly db: LedgerDatabase) {}

  /** Counts them all: for a thread that reads. */
  rows(name: GrowingRows): RowsThere {
    return this.db.get<RowsThere>(THERE[name]) ?? { rows: 0, oldestAt: null };
  }

  /** So many of what is older than an instant. @returns how many have gone */
  forget(name: ForgettableRows, before: string, most: number): number {
    return this.db.transaction(() => {
      const ids = this.db.all<{ id: number | string }>(OLDER[name], { before, most }).map(({ id }) => id);
      if (ids.length > 0) for (const text of FORGET[name]) this.db.run(text, [JSON.stringify(ids)]);
      return ids.length;
    });
  }
}
