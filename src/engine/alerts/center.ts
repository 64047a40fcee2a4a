import {
  ALERT_CHANNEL_NAMES,
  CHANNEL_SECRETS,
  isSettable,
  secretAddress,
  SETTABLE_CHANNELS,
  type AlertChannelName,
  type SettableChannel,
} from '../../shared/alert-channels';
import type { AlertsView } from '../../shared/ipc/alerts';
import { alertMessages } from '../../shared/messages/pt-BR/alerts';
import { testedWords } from '../../shared/messages/pt-BR/alert-channels';
import type { Clock } from '../base';
import type { Ledger } from '../ledger';
import type { SettingsTest } from '../settings';
import { AlarmSignal } from './alarm-signal';
import { openChannel, secretMissing, type ChannelMeans } from './channels';
import { asAlertError, ChannelQueue, sendInTime, type QueueContext } from './channel-queue';
import {
  decide,
  decideByTime,
  nextByTime,
  timingAt,
  type AlertTiming,
  type Decision,
  type PolicyInput,
  type Sending,
} from './policy';
import {
  NO_ALERT_SETTINGS,
  switchedOn,
  type AlertSecrets,
  type AlertSettings,
  type ChannelsSettings,
} from './settings';
import { channelFailedAlert, testAlert } from './texts';
import type { AlertChannel, Alerts, ConfiguredRoot, AlertEvent } from './types';

export interface AlertCenterOptions extends ChannelMeans {
  readonly ledger: Pick<Ledger, 'alerts' | 'journal' | 'transaction'>;
  readonly clock: Clock;
  /** The settings as they are now; null before they could be read. Asked for at each decision and each message. */
  readonly settings: () => AlertSettings | null;
  /** The roots of the settings; null before they are known. */
  readonly roots: () => readonly ConfiguredRoot[] | null;
  /** Since when this process works on them. */
  readonly rootsSince: () => number;
  /** Messages of a channel whose secret is not held here are left to the process that holds it. */
  readonly secrets: AlertSecrets;
  /** What nobody foresaw in the background. */
  readonly onError?: (error: unknown) => void;
}

/** A way to see whether alerts arrive. */
export interface AlertTests {
  /**
   * Sends one alert that is in no list, also on a channel that is off. What fails is a result. Settings and secrets: default, as they
   * are now.
   */
  test(channel: AlertChannelName, settings?: ChannelsSettings, secrets?: AlertSecrets): Promise<SettingsTest>;
}

const NEWEST = 200;
const DAY_MS = 86_400_000;
/** How long the end of the program waits for messages that have not left. */
const GRACE_MS = 5_000;

/**
 * The alerts of a workspace. Whatever is decided is in the ledger, with everything that is to leave of it, before anything leaves; so
 * several processes, and the same one after a crash, tell an outage once. What was sent in the instant of a crash is sent again.
 */
export class AlertCenter implements Alerts, AlertTests {
  readonly #timing: AlertTiming;
  readonly #alarm: AlarmSignal;
  readonly #queues: readonly ChannelQueue[];
  readonly #listeners = new Set<() => void>();
  /** Channels that are on and lack their secret, as far as it was told. */
  readonly #lacking = new Set<AlertChannelName>();
  readonly #watching: Promise<void>;
  #closed = false;

  constructor(private readonly options: AlertCenterOptions) {
    const { ledger, clock, desktop } = options;
    this.#timing = timingAt(clock.speed);
    this.#alarm = new AlarmSignal(clock);
    ledger.alerts.hold({ before: this.#iso(clock.now() - DAY_MS), reason: alertMessages.tooOld });
    const context: QueueContext = {
      ledger,
      clock,
      batchMs: this.#timing.batchMs,
      onChange: () => {
        this.#tellListeners();
      },
      onError: (error) => options.onError?.(error),
    };
    this.#queues = [
      ...SETTABLE_CHANNELS.map((name) => new ChannelQueue(name, () => this.#channel(name), context)),
      ...(desktop === undefined
        ? []
        : [
            new ChannelQueue('desktop', () => Promise.resolve(desktop.isThere?.() === false ? null : desktop), context),
          ]),
    ];
    this.#watching = this.#watchTime();
  }

  notify(alertEvent: AlertEvent): void {
    if (this.#closed) return;
    this.#decide((input) => decide(alertEvent, input));
    this.#alarm.ring();
  }

  view(): AlertsView {
    const { alerts } = this.options.ledger;
    const until = this.#mutedUntil();
    return {
      unread: alerts.unread(),
      lines: alerts.newest(NEWEST),
      mutedUntil: until === null || until <= this.options.clock.now() ? null : this.#iso(until),
    };
  }

  markRead(ids?: readonly number[]): void {
    if (this.options.ledger.alerts.markRead(ids ?? null) > 0) this.#tellListeners();
  }

  /** Holds what has not left yet, too. What is critical and still lasts when the mute ends is told then. */
  mute(until: string | null): void {
    const { ledger } = this.options;
    ledger.transaction(() => {
      ledger.alerts.setMutedUntil(until);
      const held = until === null || Date.parse(until) <= this.options.clock.now() ? 0 : ledger.alerts.hold({});
      ledger.journal.write('alerts.muted', until ?? 'off', { held });
    });
    this.#alarm.ring();
    this.#tellListeners();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async test(
    name: AlertChannelName,
    settings: ChannelsSettings = this.#settings(),
    secrets = this.options.secrets,
  ): Promise<SettingsTest> {
    return tryChannel(name, settings, secrets, this.options);
  }

  /** What has not left yet and can be sent from here leaves first, for at most five seconds; the rest waits in the ledger. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#alarm.ring();
    await this.#watching;
    await Promise.all(this.#queues.map((queue) => queue.finish(GRACE_MS)));
  }

  async #watchTime(): Promise<void> {
    while (!this.#closed) {
      let next: number | null = null;
      try {
        if (this.options.settings() !== null) {
          this.#decide(decideByTime);
          next = nextByTime(this.#input());
        }
      } catch (error) {
        this.options.onError?.(error);
      }
      await this.#alarm.sleepUntil(next);
    }
  }

  #decide(by: (input: PolicyInput) => Decision): void {
    const changed = this.options.ledger.transaction(() => {
      const decision = by(this.#input());
      this.#record(decision);
      return decision.raise.length + decision.revise.length > 0;
    });
    if (!changed) return;
    for (const queue of this.#queues) queue.wake();
    this.#tellListeners();
  }

  #input(): PolicyInput {
    const { ledger, clock, roots, rootsSince } = this.options;
    const settings = this.#settings();
    const on = switchedOn(settings);
    return {
      settings: settings.alerts,
      roots: roots(),
      rootsSince: rootsSince(),
      // this process may have no window, but another one on the same workspace
      channels: ALERT_CHANNEL_NAMES.filter((name) => !isSettable(name) || on.includes(name)),
      memory: ledger.alerts.lastOfEach(),
      mutedUntil: this.#mutedUntil(),
      now: clock.now(),
      timing: this.#timing,
    };
  }

  #record({ raise, revise }: Decision): void {
    const { ledger, clock } = this.options;
    const now = this.#iso(clock.now());
    for (const { alert, sends } of raise) {
      ledger.alerts.add(
        { ...alert, at: now },
        sends.map((send) => ({ ...send, notBefore: this.#iso(send.notBefore) })),
      );
      ledger.journal.write('alert.raised', alert.title, { kind: alert.kind, root: alert.root, sends: statesOf(sends) });
    }
    for (const { id, text, hastenTo, release } of revise) {
      if (text !== undefined) ledger.alerts.setText(id, text);
      if (hastenTo !== undefined) ledger.alerts.hasten(this.#iso(hastenTo), { id });
      for (const channel of release ?? []) ledger.alerts.release(id, channel, now);
    }
  }

  #settings(): AlertSettings {
    return this.options.settings() ?? NO_ALERT_SETTINGS;
  }

  /** Null while the settings have it switched off, or its secret is not held here. */
  async #channel(name: SettableChannel): Promise<AlertChannel | null> {
    const settings = this.#settings();
    if (!settings[name].enabled) return null;
    if (await this.#lacksSecret(name, settings)) {
      this.#tellLack(name);
      return null;
    }
    this.#lacking.delete(name);
    return openChannel(name, settings, this.options.secrets, this.options);
  }

  /** False also when nobody can say: the attempt shows what is wrong. */
  async #lacksSecret(name: SettableChannel, settings: ChannelsSettings): Promise<boolean> {
    const secret = CHANNEL_SECRETS.find(({ channel }) => channel === name);
    const own: Readonly<Record<string, unknown>> = settings[name];
    if (secret === undefined || (secret.neededBy !== null && own[secret.neededBy] === '')) return false;
    try {
      const address = secretAddress(secret, (field) => own[field]);
      const held = await this.options.secrets(secret.name, address);
      return (held ?? '').trim() === '';
    } catch {
      return false;
    }
  }

  /** The window is where a person gives the secret, so it says, once, that messages wait for it. */
  #tellLack(name: SettableChannel): void {
    const { ledger, clock, desktop } = this.options;
    if (desktop === undefined || this.#lacking.has(name)) return;
    this.#lacking.add(name);
    ledger.alerts.add({ ...channelFailedAlert(name, secretMissing(name)), at: this.#iso(clock.now()) });
    this.#tellListeners();
  }

  #mutedUntil(): number | null {
    const until = this.options.ledger.alerts.mutedUntil();
    return until === null ? null : Date.parse(until);
  }

  #iso(instant: number): string {
    return new Date(instant).toISOString();
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Sends one alert that is in no list; no engine need be open. What fails is a result. */
export async function tryChannel(
  name: AlertChannelName,
  settings: ChannelsSettings,
  secrets: AlertSecrets,
  { clock, ...means }: ChannelMeans & { readonly clock: Clock },
): Promise<SettingsTest> {
  try {
    const at = new Date(clock.now()).toISOString();
    await sendInTime(openChannel(name, settings, secrets, means), testAlert(at));
    return { ok: true, words: testedWords(name, settings) };
  } catch (error) {
    const { message, action } = asAlertError(error);
    return { ok: false, words: message, action };
  }
}

function statesOf(sends: readonly Sending[]): Record<string, string> {
  return Object.fromEntries(sends.map(({ channel, state }) => [channel, state]));
}
