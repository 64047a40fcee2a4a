import type { Clock } from '../base';
import { abortable } from './abortable';

export interface TokenSource {
  /** The current token, fetched when there is none; callers that come together share one fetch. */
  get(signal: AbortSignal): Promise<string>;
  /** Forgets `token` unless a newer one has already taken its place. */
  drop(token: string): void;
}

export interface TokenSourceOptions {
  readonly clock: Clock;
  readonly fetch: (signal: AbortSignal) => Promise<string>;
}

/** SIEG's token is good for 24 h; an hour is left for clocks that disagree. */
const LIFETIME_MS = 23 * 3_600_000;

interface Fetching {
  readonly token: Promise<string>;
  readonly controller: AbortController;
  waiting: number;
}

/** Keeps the token in memory only: it opens the account as the key does. */
export function createTokenSource({ clock, fetch }: TokenSourceOptions): TokenSource {
  let cached: { readonly token: string; readonly until: number } | null = null;
  let fetching: Fetching | null = null;

  function start(): Fetching {
    const controller = new AbortController();
    const token = fetch(controller.signal)
      .then((fresh) => {
        cached = { token: fresh, until: clock.now() + LIFETIME_MS };
        return fresh;
      })
      .finally(() => {
        if (fetching?.controller === controller) fetching = null;
      });
    return { token, controller, waiting: 0 };
  }

  /** The shared fetch goes on while anybody waits for it, and is given up with the last of them. */
  async function share(current: Fetching, signal: AbortSignal): Promise<string> {
    current.waiting += 1;
    try {
      return await abortable(current.token, signal);
    } finally {
      current.waiting -= 1;
      if (current.waiting === 0 && signal.aborted) {
        if (fetching === current) fetching = null;
        current.controller.abort(signal.reason);
      }
    }
  }

  return {
    async get(signal) {
      if (cached !== null && clock.now() < cached.until) return cached.token;
      fetching ??= start();
      return share(fetching, signal);
    },
    drop(token) {
      if (cached?.token === token) cached = null;
    },
  };
}
