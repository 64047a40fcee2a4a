import type { ChannelSettings, SettableChannel } from '../../shared/alert-channels';
import type { ErrorEnvelope, MaloteError } from '../../shared/errors';
import type { AlertChannelName, AlertKind, AlertLine, AlertsView, Screen, Severity } from '../../shared/ipc/alerts';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { VerdictState } from '../../shared/ipc/verdict';
import type { ScheduledWork } from '../../shared/schedule';
import type { RunSummary, SiegAway } from '../../shared/views';
import type { FindProxy } from '../network';
import type { ShareChange } from '../shares';
import type { AlertSecrets } from './settings';

/** Something that a person may have to know of. */
export type AlertEvent =
  | { readonly type: 'share'; readonly change: ShareChange }
  /** After a root came back, what had waited for it has been delivered (0: nothing had). */
  | { readonly type: 'drained'; readonly root: ShareRoot; readonly delivered: number }
  /** `takenOver`: it ended because another process has taken its place, not because somebody asked for it. */
  | { readonly type: 'run-ended'; readonly summary: RunSummary; readonly takenOver?: boolean }
  /** A run that could not begin, or broke without a summary. */
  | { readonly type: 'run-failed'; readonly month: string; readonly error: MaloteError }
  /** SIEG does not answer, or (null) does again. */
  | { readonly type: 'sieg'; readonly away: SiegAway | null }
  | { readonly type: 'credentials-refused'; readonly words: string }
  | { readonly type: 'spool-full'; readonly pages: number }
  /** Nobody was there at a due time, nor at so many before it: it is caught up now. */
  | { readonly type: 'schedule-missed'; readonly work: ScheduledWork; readonly dueAt: string; readonly earlier: number }
  /** What was scheduled has come to no good end, and is not tried again by itself. No error: its processes died. */
  | {
      readonly type: 'schedule-failed';
      readonly work: ScheduledWork;
      readonly attempts: number;
      readonly error: ErrorEnvelope | null;
    }
  /** On a business day no document has come in; null: none ever has. */
  | { readonly type: 'no-documents'; readonly last: string | null }
  /** A month is to be closed, and stands so; null: SIEG was never asked about it. */
  | { readonly type: 'closing'; readonly month: string; readonly state: VerdictState | null }
  /** A copy of the workspace could not be made; or (`proof`) one could not be put together for trial. */
  | { readonly type: 'backup'; readonly what: 'copy' | 'proof'; readonly error: MaloteError };

/** A root of the settings, as this process knows it. */
export interface ConfiguredRoot {
  readonly root: ShareRoot;
  /** Whether this process has looked at it: what was true when another one ended need not be true any more. */
  readonly looked: boolean;
}

/** An alert before it has a number. */
export interface NewAlert {
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly root: ShareRoot | null;
  readonly title: string;
  readonly text: string;
  readonly screen: Screen;
}

/** One way to reach a person. A failure is a MaloteError ALERT_* with what to do; it never stops anything else. */
export interface AlertChannel {
  readonly name: AlertChannelName;
  /** Whether there is anybody to show it to now; what waits meanwhile is kept. Default: there always is. */
  isThere?(): boolean;
  send(alert: AlertLine, signal: AbortSignal): Promise<void>;
}

/** What a channel is spoken with. */
export interface SenderOptions<Name extends SettableChannel> {
  readonly settings: ChannelSettings<Name>;
  readonly secrets: AlertSecrets;
  /** Certificates (PEM) that are trusted instead of those that this computer knows. */
  readonly trusted?: string;
  readonly findProxy?: FindProxy;
}

/** How a channel of the settings is spoken: one file of it, beside its row in `shared/alert-channels.ts`. */
export interface ChannelSender<Name extends SettableChannel> {
  readonly open: (options: SenderOptions<Name>) => AlertChannel;
  /** That nothing can leave for want of its secret. */
  readonly secretMissing: () => MaloteError;
}

/** The alerts of a workspace: decided by policy, kept in the ledger, sent on the channels, listed for the window. */
export interface Alerts {
  notify(alertEvent: AlertEvent): void;
  view(): AlertsView;
  /** Without ids: all of them. */
  markRead(ids?: readonly number[]): void;
  mute(until: string | null): void;
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}
