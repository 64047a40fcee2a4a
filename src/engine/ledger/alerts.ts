import type { AlertChannelName, AlertKind, AlertLine, AlertSend } from '../../shared/ipc/alerts';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { LedgerDatabase } from './database';

/** An alert as it is written: without the number that it gets and the marks that it collects later. */
export type AlertRecord = Omit<AlertLine, 'id' | 'read' | 'sends'>;

/** What is to leave on a channel, or is kept back from the beginning. */
export interface PlannedSend {
  readonly channel: AlertChannelName;
  readonly state: 'waiting' | 'held';
  /** ISO 8601: not before this instant. */
  readonly notBefore: string;
}

/** The last alert of its kind and root: what a decision about the next one needs to know. */
export interface RememberedAlert {
  readonly id: number;
  readonly at: string;
  readonly kind: AlertKind;
  readonly root: ShareRoot | null;
  readonly title: string;
  readonly text: string;
  readonly sends: readonly AlertSend[];
}

/** A message that has still to leave. */
export interface WaitingSend {
  readonly id: number;
  readonly at: string;
  readonly kind: AlertKind;
  readonly root: ShareRoot | null;
  readonly notBefore: string;
}

type LineRow = Omit<AlertLine, 'read' | 'sends'> & { readonly read: number };
type SendRow = AlertSend & { readonly id: number };

const LINE = 'id, at, kind, severity, root, title, text, screen, read_at IS NOT NULL AS read';
const MUTED_UNTIL = 'muted_until';

/** The alerts, what was to leave of them on which channel, and whether it did. */
export class AlertRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** Writes the alert and everything that is to leave of it. @returns its number */
  add(alert: AlertRecord, sends: readonly PlannedSend[] = []): number {
    return this.db.transaction(() => {
      const { at, kind, severity, root, title, text, screen } = alert;
      const { id } = this.db.run(
        `INSERT INTO alerts (at, kind, severity, root, title, text, screen)
         VALUES (@at, @kind, @severity, @root, @title, @text, @screen)`,
        { at, kind, severity, root, title, text, screen },
      );
      for (const { channel, state, notBefore } of sends) {
        this.db.run('INSERT INTO alert_sends (alert_id, channel, state, not_before, at) VALUES (?, ?, ?, ?, ?)', [
          id,
          channel,
          state,
          notBefore,
          this.now(),
        ]);
      }
      return id;
    });
  }

  /** The last alert of each kind and root, oldest first. */
  lastOfEach(): RememberedAlert[] {
    const rows = this.db.all<Omit<RememberedAlert, 'sends'>>(
      `SELECT id, at, kind, root, title, text FROM alerts
       WHERE id IN (SELECT max(id) FROM alerts GROUP BY kind, root) ORDER BY id`,
    );
    return this.#withSends(rows);
  }

  /** The newest alerts, newest first. */
  newest(limit: number): AlertLine[] {
    return this.#asLines(this.db.all<LineRow>(`SELECT ${LINE} FROM alerts ORDER BY id DESC LIMIT ?`, [limit]));
  }

  /** These alerts, oldest first. */
  byIds(ids: readonly number[]): AlertLine[] {
    return this.#asLines(
      this.db.all<LineRow>(`SELECT ${LINE} FROM alerts WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, [
        JSON.stringify(ids),
      ]),
    );
  }

  #asLines(rows: readonly LineRow[]): AlertLine[] {
    return this.#withSends(rows).map((row) => ({ ...row, read: row.read === 1 }));
  }

  #withSends<Row extends { readonly id: number }>(rows: readonly Row[]): (Row & { readonly sends: AlertSend[] })[] {
    const sends = this.db.all<SendRow>(
      `SELECT alert_id AS id, channel, state, error FROM alert_sends
       WHERE alert_id IN (SELECT value FROM json_each(?)) ORDER BY alert_id, channel`,
      [JSON.stringify(rows.map(({ id }) => id))],
    );
    const byAlert = new Map<number, AlertSend[]>(rows.map(({ id }) => [id, []]));
    for (const { id, ...send } of sends) byAlert.get(id)?.push(send);
    return rows.map((row) => ({ ...row, sends: byAlert.get(row.id) ?? [] }));
  }

  unread(): number {
    return this.db.value<number>('SELECT count(*) FROM alerts WHERE read_at IS NULL');
  }

  /** @param ids null: all of them. @returns how many had not been read. */
  markRead(ids: readonly number[] | null): number {
    const some = ids === null ? '' : 'AND id IN (SELECT value FROM json_each(@ids))';
    return this.db.run(`UPDATE alerts SET read_at = @at WHERE read_at IS NULL ${some}`, {
      at: this.now(),
      ...(ids === null ? {} : { ids: JSON.stringify(ids) }),
    }).changes;
  }

  setText(id: number, text: string): void {
    this.db.run('UPDATE alerts SET text = ? WHERE id = ?', [text, id]);
  }

  /** What waits on a channel, oldest alert first. */
  waiting(channel: AlertChannelName): WaitingSend[] {
    return this.db.all<WaitingSend>(
      `SELECT a.id, a.at, a.kind, a.root, s.not_before AS notBefore
       FROM alert_sends s JOIN alerts a ON a.id = s.alert_id
       WHERE s.channel = ? AND s.state = 'waiting' ORDER BY a.id`,
      [channel],
    );
  }

  /**
   * Takes these messages for one attempt, so that no other process takes them too; whoever dies over it leaves them to whoever comes
   * after `until`.
   * @returns which attempt it is, from 1; null when they are no longer all to be had.
   */
  claim(ids: readonly number[], channel: AlertChannelName, until: string): number | null {
    return this.db.transaction(() => {
      const ours = this.db.get<{ found: number; attempts: number }>(
        `SELECT count(*) AS found, max(attempts) AS attempts FROM alert_sends
         WHERE ${OF_THESE} AND state = 'waiting' AND not_before <= @now`,
        { ids: JSON.stringify(ids), channel, now: this.now() },
      );
      if (ours?.found !== ids.length) return null;
      this.#update('attempts = attempts + 1, not_before = @until', ids, channel, { until });
      return ours.attempts + 1;
    });
  }

  sent(ids: readonly number[], channel: AlertChannelName): void {
    this.#update("state = 'sent', error = NULL", ids, channel);
  }

  failed(ids: readonly number[], channel: AlertChannelName, error: string): void {
    this.#update("state = 'failed', error = @error", ids, channel, { error });
  }

  /** It failed, and is tried again from `notBefore` on. */
  postpone(ids: readonly number[], channel: AlertChannelName, notBefore: string, error: string): void {
    this.#update('not_before = @notBefore, error = @error', ids, channel, { notBefore, error });
  }

  #update(set: string, ids: readonly number[], channel: AlertChannelName, values: Record<string, string> = {}): void {
    this.db.run(`UPDATE alert_sends SET ${set}, at = @at WHERE ${OF_THESE}`, {
      ...values,
      ids: JSON.stringify(ids),
      channel,
      at: this.now(),
    });
  }

  /** What waits of one alert, or on one channel, and was never tried may leave at `at`, if it could not earlier. */
  hasten(at: string, which: { readonly id: number } | { readonly channel: AlertChannelName }): void {
    this.db.run(
      `UPDATE alert_sends SET not_before = @at
       WHERE state = 'waiting' AND attempts = 0 AND not_before > @at
         AND alert_id = coalesce(@id, alert_id) AND channel = coalesce(@channel, channel)`,
      { at, id: null, channel: null, ...which },
    );
  }

  /** What was kept back may leave after all. */
  release(id: number, channel: AlertChannelName, at: string): void {
    this.db.run(
      `UPDATE alert_sends SET state = 'waiting', error = NULL, not_before = ?, at = ?
       WHERE alert_id = ? AND channel = ? AND state = 'held'`,
      [at, this.now(), id, channel],
    );
  }

  /** Keeps back what waits: everything, or what waits on one channel, or what is older than an instant. @returns how many */
  hold(which: { readonly channel?: AlertChannelName; readonly before?: string; readonly reason?: string }): number {
    return this.db.run(
      `UPDATE alert_sends SET state = 'held', error = @reason, at = @now
       WHERE state = 'waiting' AND channel = coalesce(@channel, channel)
         AND (@before IS NULL OR alert_id IN (SELECT id FROM alerts WHERE at < @before))`,
      { channel: which.channel ?? null, before: which.before ?? null, reason: which.reason ?? null, now: this.now() },
    ).changes;
  }

  /** How the last message on a channel ended; null when none has. */
  lastEnding(channel: AlertChannelName): 'sent' | 'failed' | null {
    return (
      this.db.get<{ state: 'sent' | 'failed' }>(
        `SELECT state FROM alert_sends WHERE channel = ? AND state IN ('sent', 'failed')
         ORDER BY at DESC, alert_id DESC LIMIT 1`,
        [channel],
      )?.state ?? null
    );
  }

  mutedUntil(): string | null {
    return this.db.get<{ value: string }>('SELECT value FROM alert_state WHERE name = ?', [MUTED_UNTIL])?.value ?? null;
  }

  setMutedUntil(until: string | null): void {
    if (until === null) this.db.run('DELETE FROM alert_state WHERE name = ?', [MUTED_UNTIL]);
    else
      this.db.run(
        'INSERT INTO alert_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        [MUTED_UNTIL, until],
      );
  }
}

const OF_THESE = 'channel = @channel AND alert_id IN (SELECT value FROM json_each(@ids))';
