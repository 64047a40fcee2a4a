import type { AlertChannelName, AlertLine } from '../../../src/shared/ipc/alerts';
import { shareRootSchema, type ShareRoot, type ShareState } from '../../../src/shared/ipc/shares';
import { nextMessage } from '../../../src/engine/alerts/batching';
import {
  decide,
  decideByTime,
  nextByTime,
  timingAt,
  type Decision,
  type PolicyInput,
  type Sending,
} from '../../../src/engine/alerts/policy';
import type { AlertSettings } from '../../../src/engine/alerts/settings';
import { asOneMessage } from '../../../src/engine/alerts/texts';
import type { ConfiguredRoot, NewAlert, AlertEvent } from '../../../src/engine/alerts/types';
import type { RememberedAlert } from '../../../src/engine/ledger';
import type { ShareChange } from '../../../src/engine/shares';

interface Entry extends NewAlert {
  readonly id: number;
  readonly at: string;
  text: string;
  sends: (Omit<Sending, 'state'> & { state: 'waiting' | 'held' | 'sent'; error: null })[];
}

export interface Message {
  readonly channel: AlertChannelName;
  readonly at: number;
  readonly ids: readonly number[];
  readonly alert: AlertLine;
}

export const NO_QUIET: AlertSettings['alerts'] = {
  reminderMinutes: 0,
  aboutShares: true,
  aboutRuns: true,
  quietFrom: '',
  quietTo: '',
};

/** What the center and the ledger do with the policy's decisions, without either: a list, and messages that leave when they are due. */
export class Book {
  readonly entries: Entry[] = [];
  readonly messages: Message[] = [];
  mutedUntil: number | null = null;
  roots: readonly ConfiguredRoot[] | null = shareRootSchema.options.map((root) => ({ root, looked: true }));

  /** These roots are newer than every outage, unless a test says otherwise. */
  rootsSince = Number.POSITIVE_INFINITY;

  constructor(
    public now: number,
    readonly settings: AlertSettings['alerts'] = NO_QUIET,
    readonly channels: readonly AlertChannelName[] = ['desktop', 'email', 'webhook'],
  ) {}

  tell(alertEvent: AlertEvent): void {
    this.#apply(decide(alertEvent, this.#input()));
  }

  mute(until: number | null): void {
    this.mutedUntil = until;
    if (until === null || until <= this.now) return;
    for (const send of this.entries.flatMap(({ sends }) => sends)) if (send.state === 'waiting') send.state = 'held';
  }

  /** Time passes: what becomes due leaves, what becomes due to be said is said. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      this.#apply(decideByTime(this.#input()));
      this.#sendDue();
      const next = Math.min(nextByTime(this.#input()) ?? Infinity, ...this.channels.map((name) => this.#dueAt(name)));
      if (next > end) break;
      this.now = Math.max(this.now, next);
    }
    this.now = end;
  }

  ofKind(kind: AlertLine['kind'], root: ShareRoot | null = null): Entry[] {
    return this.entries.filter((entry) => entry.kind === kind && (root === null || entry.root === root));
  }

  /** How often an alert has left on a channel. */
  timesSent(id: number, channel: AlertChannelName): number {
    return this.messages.filter((message) => message.channel === channel && message.ids.includes(id)).length;
  }

  #input(): PolicyInput {
    const { now, settings, channels, mutedUntil, roots, rootsSince } = this;
    return { now, settings, channels, mutedUntil, roots, rootsSince, memory: this.#memory(), timing: timingAt(1) };
  }

  #memory(): RememberedAlert[] {
    const last = new Map(this.entries.map((entry) => [`${entry.kind} ${String(entry.root)}`, entry]));
    return [...last.values()].sort((a, b) => a.id - b.id);
  }

  #apply({ raise, revise }: Decision): void {
    for (const { alert, sends } of raise) {
      const at = new Date(this.now).toISOString();
      this.entries.push({
        ...alert,
        id: this.entries.length + 1,
        at,
        sends: sends.map((send) => ({ ...send, error: null })),
      });
    }
    for (const { id, text, hastenTo, release } of revise) {
      const entry = this.entries[id - 1];
      if (entry === undefined) throw new Error('no such alert');
      entry.text = text ?? entry.text;
      entry.sends = entry.sends.map((send) => {
        if (send.state === 'held' && release?.includes(send.channel) === true)
          return { ...send, state: 'waiting', notBefore: this.now };
        return hastenTo !== undefined && send.state === 'waiting'
          ? { ...send, notBefore: Math.min(send.notBefore, hastenTo) }
          : send;
      });
    }
  }

  #next(channel: AlertChannelName): ReturnType<typeof nextMessage> {
    const waiting = this.entries.flatMap(({ id, at, kind, root, sends }) =>
      sends
        .filter((send) => send.channel === channel && send.state === 'waiting')
        .map(({ notBefore }) => ({ id, at, kind, root, notBefore: new Date(notBefore).toISOString() })),
    );
    return nextMessage(waiting, timingAt(1).batchMs);
  }

  #dueAt(channel: AlertChannelName): number {
    return this.#next(channel)?.at ?? Infinity;
  }

  #sendDue(): void {
    for (const channel of this.channels) {
      for (let next = this.#next(channel); next !== null && next.at <= this.now; next = this.#next(channel)) {
        const lines = next.ids.map((id) => this.#sent(id, channel));
        const [first, ...others] = lines;
        if (first === undefined) throw new Error('an empty message');
        this.messages.push({ channel, at: this.now, ids: next.ids, alert: asOneMessage([first, ...others]) });
      }
    }
  }

  #sent(id: number, channel: AlertChannelName): AlertLine {
    const entry = this.entries[id - 1];
    if (entry === undefined) throw new Error('no such alert');
    for (const send of entry.sends) if (send.channel === channel) send.state = 'sent';
    return { ...entry, read: false, sends: [] };
  }
}

const LOCATIONS: Readonly<Record<ShareRoot, string>> = {
  archive: 'Y:\\XML',
  import: '\\\\servidor\\importacao',
  cancelled: '\\\\servidor\\cancelados',
  workbook: '\\\\servidor\\planilhas',
};

export function changeOf(
  root: ShareRoot,
  from: ShareState,
  to: ShareState,
  now: number,
  downForMs: number | null = null,
): ShareChange {
  const location = LOCATIONS[root];
  const cause = {
    code: 'SHARE_UNREACHABLE',
    words: 'o servidor não respondeu',
    action: 'Verifique a rede e o servidor.',
  };
  const at = new Date(now).toISOString();
  return { root, location, from, to, cause: to === 'down' ? cause : null, at, downForMs };
}

export function shareEvent(...change: Parameters<typeof changeOf>): AlertEvent {
  return { type: 'share', change: changeOf(...change) };
}
