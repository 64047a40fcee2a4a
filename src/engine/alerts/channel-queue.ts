import { behaviourOf, isMaloteError, MaloteError, RETRY_RULES } from '../../shared/errors';
import { isSettable, type AlertChannelName } from '../../shared/alert-channels';
import type { AlertLine } from '../../shared/ipc/alerts';
import { type Clock, after, nextWait } from '../base';
import type { Ledger } from '../ledger';
import { withDeadline } from '../shares';
import { AlarmSignal } from './alarm-signal';
import { nextMessage } from './batching';
import { asOneMessage, channelFailedAlert } from './texts';
import type { AlertChannel } from './types';

/** What the queues of all channels have in common. */
export interface QueueContext {
  readonly ledger: Pick<Ledger, 'alerts' | 'journal' | 'transaction'>;
  readonly clock: Clock;
  readonly batchMs: number;
  readonly onChange: () => void;
  /** What nobody foresaw, a ledger that cannot be written, say. The queue goes on a minute later. */
  readonly onError: (error: unknown) => void;
}

/** Real time: networks do not hurry with a demonstration. */
const DEADLINE_MS = 60_000;
/** Longer than any attempt, so that a message is never under way twice. */
const CLAIM_MS = 2 * DEADLINE_MS;
/**
 * Sends what waits on one channel, message by message, in the background. What has failed for good stays in the list as failed, and the
 * first failure since the channel last worked is an alert of its own inside the program.
 */
export class ChannelQueue {
  readonly #alarm: AlarmSignal;
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  #finishing = false;

  /**
   * @param channel the channel as the settings have it now, asked for when a message is due; null while it is switched off, or while
   * this process cannot send on it and leaves it to another one.
   */
  constructor(
    readonly name: AlertChannelName,
    private readonly channel: () => Promise<AlertChannel | null>,
    private readonly context: QueueContext,
  ) {
    this.#alarm = new AlarmSignal(context.clock);
    this.#ended = this.#work();
  }

  wake(): void {
    this.#alarm.ring();
  }

  /** Sends what waits, as far as this process can, and ends; after `graceMs` at the latest. */
  async finish(graceMs: number): Promise<void> {
    const stopWaiting = after(graceMs, () => {
      this.#abort.abort();
    });
    await this.#hasten();
    this.#finishing = true;
    this.#alarm.ring();
    await this.#ended;
    stopWaiting();
  }

  async #hasten(): Promise<void> {
    const { alerts } = this.context.ledger;
    try {
      if (alerts.waiting(this.name).length === 0 || (await this.#ours()) === null) return;
      alerts.hasten(this.#in(0), { channel: this.name });
    } catch (error) {
      if (!this.#abort.signal.aborted) this.context.onError(error);
    }
  }

  /** The channel, if it answers in time: the secret that it needs is asked of another process. */
  #ours(): Promise<AlertChannel | null> {
    return withDeadline(() => this.channel(), {
      signal: this.#abort.signal,
      deadlineMs: DEADLINE_MS,
      tooLate: () => tooLate(this.name),
    });
  }

  async #work(): Promise<void> {
    for (;;) {
      // whoever is told to finish meanwhile looks once more
      const last = this.#finishing;
      const next = await this.#sendDue();
      if (last) return;
      await this.#alarm.sleepUntil(next);
    }
  }

  /** @returns when something is due again; null when nothing waits. */
  async #sendDue(): Promise<number | null> {
    const { ledger, clock, batchMs } = this.context;
    try {
      while (!this.#abort.signal.aborted) {
        const next = nextMessage(ledger.alerts.waiting(this.name), batchMs);
        if (next === null) return null;
        if (next.at > clock.now()) return next.at;
        const channel = await this.#ours();
        // what waits for a channel that is off, or that another process has, is looked at again in a minute
        if (channel === null) return null;
        await this.#attempt(next.ids, channel);
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) this.context.onError(error);
      return clock.now() + DEADLINE_MS;
    }
    return null;
  }

  async #attempt(ids: readonly number[], channel: AlertChannel): Promise<void> {
    const { ledger } = this.context;
    const attempt = ledger.alerts.claim(ids, this.name, this.#in(CLAIM_MS));
    const [first, ...others] = ledger.alerts.byIds(ids);
    if (attempt === null || first === undefined) return;
    const message = asOneMessage([first, ...others]);
    try {
      await sendInTime(channel, message, this.#abort.signal);
    } catch (error) {
      // ended half-way: whoever comes next asks the channel again
      if (!this.#abort.signal.aborted) this.#failed(ids, message, attempt, asAlertError(error));
      return;
    }
    ledger.transaction(() => {
      ledger.alerts.sent(ids, this.name);
      ledger.journal.write('alert.sent', message.title, { channel: this.name, alerts: ids });
    });
    this.context.onChange();
  }

  #failed(ids: readonly number[], message: AlertLine, attempt: number, error: MaloteError): void {
    const { ledger, clock } = this.context;
    const isForNow = isSettable(this.name) && behaviourOf(error.code).again === 'message';
    const waitMs = isForNow ? nextWait(RETRY_RULES.message, attempt) : null;
    ledger.transaction(() => {
      if (waitMs !== null) {
        ledger.alerts.postpone(ids, this.name, this.#in(waitMs / clock.speed), error.message);
        return;
      }
      const worked = ledger.alerts.lastEnding(this.name) !== 'failed';
      ledger.alerts.failed(ids, this.name, error.message);
      ledger.journal.write('alert.failed', message.title, { channel: this.name, alerts: ids, code: error.code });
      if (worked) ledger.alerts.add({ ...channelFailedAlert(this.name, error), at: this.#in(0) });
    });
    this.context.onChange();
  }

  #in(ms: number): string {
    return new Date(this.context.clock.now() + ms).toISOString();
  }
}

function tooLate(channel: AlertChannelName): MaloteError {
  return new MaloteError('ALERT_TIMEOUT', { seconds: DEADLINE_MS / 1000, channel });
}

/** One message on one channel. @throws MaloteError ALERT_TIMEOUT, CANCELLED, and what the channel throws */
export function sendInTime(channel: AlertChannel, message: AlertLine, signal?: AbortSignal): Promise<void> {
  return withDeadline((lease) => channel.send(message, lease), {
    signal,
    deadlineMs: DEADLINE_MS,
    tooLate: () => tooLate(channel.name),
  });
}

/** Any failure of a channel with words for people. What nobody foresaw is told by its name alone: its text may hold a secret. */
export function asAlertError(error: unknown): MaloteError {
  if (isMaloteError(error)) return error;
  return new MaloteError('ALERT_CHANNEL_BROKEN', { reason: error instanceof Error ? error.name : typeof error });
}
