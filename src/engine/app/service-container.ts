import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { MaloteError } from '../../shared/errors';
import { checkRealPlaces, loadSettings, SETTINGS_FILE, SettingsPeek, type Settings } from '../settings';
import { openServices, type Services, type ServicesContext } from './services';

export interface ServiceContainerOptions extends Omit<ServicesContext, 'settings' | 'settingsNow'> {
  /** What is wrong with the settings file itself. */
  readonly onWarning: (warning: MaloteError) => void;
  readonly onOpened: (services: Services) => void;
  /** Ends what somebody outside does with the services, before they are closed. */
  readonly beforeClosing: () => Promise<void>;
}

/**
 * Opens the services on the settings as they are, and opens them anew when the settings have changed. While somebody is at work in them
 * (`within`) they stay as they are.
 */
export class ServiceContainer {
  #latest: Settings | null = null;
  #open: { readonly key: string; readonly services: Services } | null = null;
  readonly #works = new Set<Promise<unknown>>();
  #turn: Promise<unknown> = Promise.resolve();

  readonly #peek: SettingsPeek;

  constructor(private readonly options: ServiceContainerOptions) {
    this.#peek = new SettingsPeek(options.workspace);
  }

  /** The services as they stand; null before they were first needed. */
  get current(): Services | null {
    return this.#open?.services ?? null;
  }

  /** The services that somebody works in at this moment; null when nobody does. */
  get atWork(): Services | null {
    return this.#works.size === 0 ? null : this.current;
  }

  /** As they were last read; null before. */
  get latest(): Settings | null {
    return this.#latest;
  }

  /** Whether the services stand on other settings than those of now, and nobody is at work in them. Settings that do not hold change nothing. */
  async areOutdated(): Promise<boolean> {
    const settings = await this.#peek.read();
    return (
      settings !== null && this.#open !== null && this.#works.size === 0 && this.#open.key !== JSON.stringify(settings)
    );
  }

  /** As the file says them now; null when they cannot be had, of which nobody is told. */
  peek(): Promise<Settings | null> {
    return this.#peek.read();
  }

  /** @throws MaloteError SETTINGS_* */
  async settings(): Promise<Settings> {
    const { settings, warnings } = await loadSettings(this.options.workspace);
    for (const warning of warnings) this.options.onWarning(warning);
    this.#latest = settings;
    return settings;
  }

  /** The services on the settings of now. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT */
  async services(): Promise<Services> {
    const turn = this.#turn.then(() => this.#openOnSettings());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Works with the services, which are not exchanged meanwhile. */
  async within<Value>(work: (services: Services) => Promise<Value>): Promise<Value> {
    const services = await this.services();
    const begun = work(services);
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

  async #openOnSettings(): Promise<Services> {
    const settings = await this.settings();
    const key = JSON.stringify(settings);
    if (this.#open !== null && (this.#open.key === key || this.#works.size > 0)) return this.#open.services;
    await checkRealPlaces(settings, join(this.options.workspace, SETTINGS_FILE));
    await this.#close();
    const settingsNow = async (): Promise<Settings> => (await this.#peek.read()) ?? this.#latest ?? settings;
    const services = openServices({ ...this.options, settings, settingsNow });
    this.#open = { key, services };
    this.options.onOpened(services);
    return services;
  }

  async #close(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    await this.options.beforeClosing();
    this.#open = null;
    await open.services.close();
  }
}

/** A signal that many operations at once may listen to. */
export function wideSignal(signal: AbortSignal = new AbortController().signal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}
