import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { MaloteError } from '../../shared/errors';
import { checkRealPlaces, loadSettings, peekSettings, SETTINGS_FILE, type Settings } from '../settings';
import { openRooms, type Rooms, type RoomsContext } from './rooms';

export interface PremisesOptions extends Omit<RoomsContext, 'settings' | 'settingsNow'> {
  /** What is wrong with the settings file itself. */
  readonly onWarning: (warning: MaloteError) => void;
  readonly onOpened: (rooms: Rooms) => void;
  /** Ends what somebody outside does in the rooms, before they are closed. */
  readonly beforeClosing: () => Promise<void>;
}

/**
 * Opens the rooms on the settings as they are, and opens them anew when the settings have changed. While somebody is at work in them
 * (`within`) they stay as they are.
 */
export class Premises {
  #latest: Settings | null = null;
  #open: { readonly key: string; readonly rooms: Rooms } | null = null;
  readonly #works = new Set<Promise<unknown>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PremisesOptions) {}

  /** The rooms as they stand; null before they were first needed. */
  get current(): Rooms | null {
    return this.#open?.rooms ?? null;
  }

  /** The rooms that somebody works in at this moment; null when nobody does. */
  get atWork(): Rooms | null {
    return this.#works.size === 0 ? null : this.current;
  }

  /** As they were last read; null before. */
  get latest(): Settings | null {
    return this.#latest;
  }

  /** Whether the rooms stand on other settings than those of now, and nobody is at work in them. Settings that do not hold change nothing. */
  async areOutdated(): Promise<boolean> {
    const settings = await peekSettings(this.options.workspace);
    return (
      settings !== null && this.#open !== null && this.#works.size === 0 && this.#open.key !== JSON.stringify(settings)
    );
  }

  /** @throws MaloteError SETTINGS_* */
  async settings(): Promise<Settings> {
    const { settings, warnings } = await loadSettings(this.options.workspace);
    for (const warning of warnings) this.options.onWarning(warning);
    this.#latest = settings;
    return settings;
  }

  /** The rooms on the settings of now. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT */
  async rooms(): Promise<Rooms> {
    const turn = this.#turn.then(() => this.#openOnSettings());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Works in the rooms, which are not exchanged meanwhile. */
  async within<Value>(work: (rooms: Rooms) => Promise<Value>): Promise<Value> {
    const rooms = await this.rooms();
    const begun = work(rooms);
    this.#works.add(begun);
    this.options.onChange();
    try {
      return await begun;
    } finally {
      this.#works.delete(begun);
      this.options.onChange();
    }
  }

  /** Waits for whoever is at work; their callers have told them to stop. */
  async close(): Promise<void> {
    await this.#turn;
    await Promise.allSettled(this.#works);
    await this.#close();
  }

  async #openOnSettings(): Promise<Rooms> {
    const settings = await this.settings();
    const key = JSON.stringify(settings);
    if (this.#open !== null && (this.#open.key === key || this.#works.size > 0)) return this.#open.rooms;
    await checkRealPlaces(settings, join(this.options.workspace, SETTINGS_FILE));
    await this.#close();
    const settingsNow = async (): Promise<Settings> =>
      (await peekSettings(this.options.workspace)) ?? this.#latest ?? settings;
    const rooms = openRooms({ ...this.options, settings, settingsNow });
    this.#open = { key, rooms };
    this.options.onOpened(rooms);
    return rooms;
  }

  async #close(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    await this.options.beforeClosing();
    this.#open = null;
    await open.rooms.close();
  }
}

/** A signal that many operations at once may listen to. */
export function wideSignal(signal: AbortSignal = new AbortController().signal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}
