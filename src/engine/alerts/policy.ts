import { ALERT_CHANNEL_NAMES, channelRow, type AlertChannelName } from '../../shared/alert-channels';
import { behaviourOf } from '../../shared/errors';
import type { AlertKind, Severity } from '../../shared/ipc/alerts';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { RunSummary, SiegAway } from '../../shared/views';
import { quietUntil } from '../domain';
import type { RememberedAlert } from '../ledger';
import type { ShareChange } from '../shares';
import {
  fullSpool,
  latest,
  openOutages,
  outageOf,
  refusedKey,
  silentSieg,
  type AlertMemory,
  type OpenOutage,
} from './memory';
import type { AlertSettings } from './settings';
import {
  backAlert,
  backupAlert,
  credentialsAlert,
  downAlert,
  closingAlert,
  isOfLocation,
  missedAlert,
  poorRunAlert,
  runAlert,
  runFailedAlert,
  scheduleFailedAlert,
  silenceAlert,
  siegBackAlert,
  siegDownAlert,
  spoolFullAlert,
  stillDownAlert,
  unwatchedAlert,
  withDelivered,
} from './texts';
import type { ConfiguredRoot, NewAlert, AlertEvent } from './types';

/** Everything a decision depends on. It has no clock and asks nobody: instants are milliseconds since 1970. */
export interface PolicyInput {
  readonly settings: AlertSettings['alerts'];
  /** The channels that are switched on, whichever process may send on them. */
  readonly channels: readonly AlertChannelName[];
  /** Null before the settings are known. */
  readonly roots: readonly ConfiguredRoot[] | null;
  /**
   * Since when this process works on these roots: of an outage that was told later it knows nothing, since another process may have
   * newer settings.
   */
  readonly rootsSince: number;
  readonly memory: AlertMemory;
  readonly mutedUntil: number | null;
  readonly now: number;
  readonly timing: AlertTiming;
}

/** Waits in milliseconds. */
export interface AlertTiming {
  /** Roots that fall, or come back, within this time of each other share one message. */
  readonly batchMs: number;
  /** How long a recovery waits to be able to say how many files were delivered. */
  readonly drainMs: number;
  /** A refused credential is told again after this time, even if nothing has worked in between. */
  readonly credentialsMs: number;
  /** The same failure of a copy is told again after this time: longer than all attempts of one due time take. */
  readonly backupMs: number;
  readonly minuteMs: number;
}

/** @param speed of the clock: a demonstration has shorter waits. */
export function timingAt(speed: number): AlertTiming {
  return {
    batchMs: 20_000 / speed,
    drainMs: 120_000 / speed,
    credentialsMs: 3_600_000 / speed,
    backupMs: 7_200_000 / speed,
    minuteMs: 60_000 / speed,
  };
}

/** What leaves of an alert on one channel: at `notBefore` at the earliest, or not at all while it is held. */
export interface Sending {
  readonly channel: AlertChannelName;
  readonly state: 'waiting' | 'held';
  readonly notBefore: number;
}

export interface RaisedAlert {
  readonly alert: NewAlert;
  readonly sends: readonly Sending[];
}

/** A change to an alert that was raised before. */
export interface Revision {
  readonly id: number;
  readonly text?: string;
  /** What was not tried yet leaves at this instant, if it was to leave later. */
  readonly hastenTo?: number;
  /** What was kept back on these channels leaves now. */
  readonly release?: readonly AlertChannelName[];
}

/** Every raised alert enters the list in the window, whatever becomes of its messages. */
export interface Decision {
  readonly raise: readonly RaisedAlert[];
  readonly revise: readonly Revision[];
}

const NOTHING: Decision = { raise: [], revise: [] };

const EVERYWHERE: readonly AlertChannelName[] = ALERT_CHANNEL_NAMES;
const REMINDER_CHANNELS = ALERT_CHANNEL_NAMES.filter((name) => channelRow(name).reminds);
const AT_THE_DESK: readonly AlertChannelName[] = ['desktop'];

/** What a person may not want to be sent; what is in none of them is always sent, since nothing goes on without a person. */
const ABOUT: Readonly<Partial<Record<AlertKind, 'aboutShares' | 'aboutRuns'>>> = {
  'share-down': 'aboutShares',
  'share-still-down': 'aboutShares',
  'share-back': 'aboutShares',
  'run-finished': 'aboutRuns',
  'run-stopped': 'aboutRuns',
  'sieg-down': 'aboutRuns',
  'sieg-back': 'aboutRuns',
  'schedule-missed': 'aboutRuns',
  'schedule-failed': 'aboutRuns',
  'closing-reminder': 'aboutRuns',
  'no-documents': 'aboutRuns',
  'run-poor': 'aboutRuns',
};

/** The same decision with nothing sent of what is not wanted: it enters the list alone. */
function wantedOf({ raise, revise }: Decision, { settings }: PolicyInput): Decision {
  const wanted = raise.map(({ alert, sends }) => {
    const about = ABOUT[alert.kind];
    return { alert, sends: about === undefined || settings[about] ? sends : [] };
  });
  return { raise: wanted, revise };
}

/** What is to be told of an event. */
export function decide(alertEvent: AlertEvent, input: PolicyInput): Decision {
  return wantedOf(decideAll(alertEvent, input), input);
}

function decideAll(alertEvent: AlertEvent, input: PolicyInput): Decision {
  switch (alertEvent.type) {
    case 'share':
      return onShare(alertEvent.change, input);
    case 'drained':
      return onDrained(alertEvent.root, alertEvent.delivered, input);
    case 'run-ended':
      return together(
        onRunEnded(runAlert(alertEvent.summary, alertEvent.takenOver), alertEvent.summary.error, input),
        onPoorRun(alertEvent.summary, input),
      );
    case 'run-failed':
      return onRunEnded(runFailedAlert(alertEvent.month, alertEvent.error), alertEvent.error, input);
    case 'sieg':
      return alertEvent.away === null ? onSiegBack(input) : onSiegAway(alertEvent.away, input);
    case 'credentials-refused':
      return onCredentialsRefused(alertEvent.words, input);
    case 'spool-full':
      return onSpoolFull(alertEvent.pages, input);
    case 'schedule-missed':
      return toldOn(AT_THE_DESK, missedAlert(alertEvent), input);
    case 'schedule-failed':
      return toldOn(EVERYWHERE, scheduleFailedAlert(alertEvent), input);
    case 'no-documents':
      return toldOn(EVERYWHERE, silenceAlert(alertEvent), input);
    case 'closing':
      return toldOn(EVERYWHERE, closingAlert(alertEvent), input);
    case 'backup':
      return onBackupFailed(backupAlert(alertEvent.what, alertEvent.error), input);
  }
}

/** What is to be told because time has passed: reminders, what was kept back and still lasts, and outages that nobody will see the end of. */
export function decideByTime(input: PolicyInput): Decision {
  const revise: Revision[] = [];
  for (const alert of lasting(input)) {
    const release = heldChannels(alert, input).filter((channel) => heldUntil(channel, 'critical', input) === null);
    if (release.length > 0) revise.push({ id: alert.id, release });
  }
  const raise = unwatchedOutages(input).map((outage) => ended(unwatchedAlert(outage, false), outage, input));
  for (const outage of seenOutages(input)) {
    const due = reminderDue(outage, input);
    if (due !== null && due <= input.now) raise.push(reminder(outage, input));
  }
  return wantedOf({ raise, revise }, input);
}

/** When `decideByTime` has something to say next, if nothing happens until then; null: not at all. */
export function nextByTime(input: PolicyInput): number | null {
  return earliest([
    ...seenOutages(input).map((outage) => reminderDue(outage, input)),
    ...lasting(input).flatMap((alert) =>
      heldChannels(alert, input).map((channel) => heldUntil(channel, 'critical', input) ?? input.now),
    ),
  ]);
}

/** Outages that this process has seen, too: what another one left open may be over. */
function seenOutages({ memory, roots }: PolicyInput): OpenOutage[] {
  return openOutages(memory).filter((outage) => roots?.some(({ root, looked }) => root === outage.root && looked));
}

/** Outages of roots that the settings no longer name. */
function unwatchedOutages(input: PolicyInput): OpenOutage[] {
  const { memory, roots } = input;
  if (roots === null) return [];
  return openOutages(memory).filter(
    (outage) => isOfEarlierRoots(outage, input) && roots.every(({ root }) => root !== outage.root),
  );
}

function isOfEarlierRoots({ at }: OpenOutage, { rootsSince }: PolicyInput): boolean {
  return Date.parse(at) < rootsSince;
}

/** Critical alerts that are still true. */
function lasting(input: PolicyInput): RememberedAlert[] {
  if (input.roots === null) return [];
  const others = [fullSpool(input.memory), refusedKey(input.memory), silentSieg(input.memory)];
  return [...seenOutages(input), ...others.filter((alert) => alert !== null)];
}

function onShare(change: ShareChange, input: PolicyInput): Decision {
  const outage = outageOf(change.root, input.memory);
  if (outage !== null && !isOfLocation(outage, change.location)) return moved(change, outage, input);
  if (change.to === 'down') return outage === null ? fallen(change, input) : NOTHING;
  if ((change.to === 'ok' || change.to === 'degraded') && outage !== null) return back(change, outage, input);
  return NOTHING;
}

/** The settings name another folder now: the outage of the old one is over, and the new one may be in an outage of its own. */
function moved(change: ShareChange, outage: OpenOutage, input: PolicyInput): Decision {
  if (!isOfEarlierRoots(outage, input)) return NOTHING;
  const { raise, revise } = change.to === 'down' ? fallen(change, input) : NOTHING;
  return { raise: [ended(unwatchedAlert(outage, true), outage, input), ...raise], revise };
}

/** A recovery that still waits for its number goes first: who reads must not learn of the next outage before the last one's end. */
function fallen(change: ShareChange, input: PolicyInput): Decision {
  const { now, timing, memory } = input;
  const alert = downAlert(change);
  return {
    raise: [{ alert, sends: sendsOf(alert.severity, EVERYWHERE, input, now + timing.batchMs) }],
    revise: memory
      .filter(({ kind, sends }) => kind === 'share-back' && sends.some(({ state }) => state === 'waiting'))
      .map(({ id }) => ({ id, hastenTo: now })),
  };
}

function back(change: ShareChange, outage: OpenOutage, input: PolicyInput): Decision {
  const { now, timing } = input;
  const waits = change.root !== 'workbook';
  const alert = backAlert(change, change.downForMs ?? Math.max(0, now - Date.parse(outage.at)), waits);
  return { raise: [ended(alert, outage, input, waits ? timing.drainMs : timing.batchMs)], revise: [] };
}

/** Who was told of the outage is told of its end, also at night; who was not is not. */
function ended(
  alert: NewAlert,
  outage: OpenOutage,
  input: PolicyInput,
  waitMs: number = input.timing.batchMs,
): RaisedAlert {
  const notBefore = input.now + waitMs;
  const sends = outage.sends
    .filter(({ channel }) => input.channels.includes(channel))
    .map(({ channel, state }) => {
      const held = state === 'held' || heldUntil(channel, 'critical', input) !== null;
      return { channel, state: held ? ('held' as const) : ('waiting' as const), notBefore };
    });
  return { alert, sends };
}

function onDrained(root: ShareRoot, delivered: number, input: PolicyInput): Decision {
  const { memory, now, timing } = input;
  const recovery = latest('share-back', root, memory);
  if (recovery === null || outageOf(root, memory) !== null) return NOTHING;
  const text = withDelivered(recovery.text, root, delivered);
  return { raise: [], revise: [{ id: recovery.id, text, hastenTo: now + timing.batchMs }] };
}

function onRunEnded(alert: NewAlert, error: RunSummary['error'], input: PolicyInput): Decision {
  const refused = error !== null && behaviourOf(error.code).tell === 'key' ? error.message : null;
  // of a refused key one message is enough, and it says what to do
  const channels = alert.severity === 'critical' ? EVERYWHERE : AT_THE_DESK;
  const raised: RaisedAlert = {
    alert,
    sends: refused === null ? sendsOf(alert.severity, channels, input, input.now) : [],
  };
  const also = refused === null ? [] : onCredentialsRefused(refused, input).raise;
  return { raise: [raised, ...also], revise: [] };
}

function onPoorRun(summary: RunSummary, input: PolicyInput): Decision {
  const alert = poorRunAlert(summary);
  return alert === null ? NOTHING : everywhere(alert, input);
}

/** It is tried again by itself, and by who asked for it: the same failure is told once in all that time. */
function onBackupFailed(alert: NewAlert, input: PolicyInput): Decision {
  const { memory, now, timing } = input;
  const last = latest(alert.kind, null, memory);
  const isTold = last !== null && last.text === alert.text && now - Date.parse(last.at) < timing.backupMs;
  return isTold ? NOTHING : everywhere(alert, input);
}

function onCredentialsRefused(words: string, input: PolicyInput): Decision {
  const { memory, now, timing } = input;
  const last = refusedKey(memory);
  const told = last !== null && now - Date.parse(last.at) < timing.credentialsMs;
  return told ? NOTHING : everywhere(credentialsAlert(words), input);
}

/** What is over after a look or two nobody needs to be told outside; the window shows it from the first. */
const LOOKS_IN_VAIN = 3;

function onSiegAway(away: SiegAway, input: PolicyInput): Decision {
  if (away.attempts < LOOKS_IN_VAIN || silentSieg(input.memory) !== null) return NOTHING;
  return everywhere(siegDownAlert(away), input);
}

/** Who was told that it was silent is told that it is back. */
function onSiegBack(input: PolicyInput): Decision {
  const told = silentSieg(input.memory);
  if (told === null) return NOTHING;
  const channels = told.sends.map(({ channel }) => channel);
  const alert = siegBackAlert(told.at, input.now);
  return { raise: [{ alert, sends: sendsOf('critical', channels, input, input.now) }], revise: [] };
}

function onSpoolFull(pages: number, input: PolicyInput): Decision {
  return fullSpool(input.memory) === null ? everywhere(spoolFullAlert(pages), input) : NOTHING;
}

function together(one: Decision, other: Decision): Decision {
  return { raise: [...one.raise, ...other.raise], revise: [...one.revise, ...other.revise] };
}

function everywhere(alert: NewAlert, input: PolicyInput): Decision {
  return toldOn(EVERYWHERE, alert, input);
}

function toldOn(channels: readonly AlertChannelName[], alert: NewAlert, input: PolicyInput): Decision {
  return { raise: [{ alert, sends: sendsOf(alert.severity, channels, input, input.now) }], revise: [] };
}

function reminder(outage: OpenOutage, input: PolicyInput): RaisedAlert {
  // a channel that has not told the outage yet needs no reminder of it
  const told = REMINDER_CHANNELS.filter((name) =>
    outage.sends.some(({ channel, state }) => channel === name && (state === 'sent' || state === 'failed')),
  );
  const alert = stillDownAlert(outage, input.now);
  return { alert, sends: sendsOf(alert.severity, told, input, input.now) };
}

/** Null: never. Quiet hours and mute put it off: a reminder that reaches nobody only makes the list longer. */
function reminderDue(outage: OpenOutage, input: PolicyInput): number | null {
  const every = input.settings.reminderMinutes * input.timing.minuteMs;
  if (every === 0 || !input.settings.aboutShares) return null;
  const last = latest('share-still-down', outage.root, input.memory);
  const told = Date.parse(last !== null && last.id > outage.id ? last.at : outage.at);
  const due = told + every;
  return due > input.now ? due : (heldUntil('desktop', 'warning', input) ?? due);
}

function sendsOf(
  severity: Severity,
  wanted: readonly AlertChannelName[],
  input: PolicyInput,
  notBefore: number,
): Sending[] {
  return wanted
    .filter((channel) => input.channels.includes(channel))
    .map((channel) => {
      const state = heldUntil(channel, severity, input) === null ? 'waiting' : 'held';
      return { channel, state, notBefore };
    });
}

/**
 * Until when a message would be kept back; null when it may leave. Mute keeps everything. In quiet hours nothing leaves on a channel that
 * rests, and on the others only what is critical.
 */
function heldUntil(channel: AlertChannelName, severity: Severity, input: PolicyInput): number | null {
  const { mutedUntil, now, settings } = input;
  const mute = mutedUntil !== null && mutedUntil > now ? mutedUntil : null;
  const quiet = channelRow(channel).rests || severity !== 'critical' ? quietUntil(settings, now) : null;
  return mute === null || quiet === null ? (mute ?? quiet) : Math.max(mute, quiet);
}

/** Channels that are on and have kept the alert back. What became too old there (its error says so) leaves only if it was seen to last. */
function heldChannels({ kind, sends }: RememberedAlert, { channels }: PolicyInput): AlertChannelName[] {
  return sends
    .filter(({ state, error }) => state === 'held' && (error === null || kind === 'share-down'))
    .map(({ channel }) => channel)
    .filter((channel) => channels.includes(channel));
}

function earliest(instants: readonly (number | null)[]): number | null {
  const some = instants.filter((instant) => instant !== null);
  return some.length === 0 ? null : Math.min(...some);
}
