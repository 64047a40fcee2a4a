import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { isLedgerLoss, isMaloteError, type LedgerLoss } from '../../shared/errors';
import type { ConsoleState, EngineStatus, Notice } from '../../shared/ipc/state';

/** How the page stands to the engine. `reconnecting`: what is shown may be old; `failed`: it answers, but not with its state. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'failed' | 'gone';

export interface ConsoleStore {
  /** The last state that is known; null before the first. */
  readonly console: ConsoleState | null;
  readonly engine: EngineStatus;
  /** Why the last snapshot could not be had; null when it could. */
  readonly failure: unknown;
  /** What main itself had to say, oldest first. */
  readonly mainNotices: readonly Notice[];
  /** Epochs of the engine that this page has seen: more than one means that it was restarted. */
  readonly epochs: readonly string[];
}

export type ConsoleStoreHook = UseBoundStore<StoreApi<ConsoleStore>>;

/** What the page knows of the engine. Written by `connectConsole` alone. */
export function createConsoleStore(): ConsoleStoreHook {
  return create<ConsoleStore>(() => ({
    console: null,
    engine: { state: 'starting' },
    failure: null,
    mainNotices: [],
    epochs: [],
  }));
}

export function connectionOf({ console, engine, failure }: ConsoleStore): Connection {
  if (engine.state === 'gone') return 'gone';
  if (engine.state === 'ready' && failure === null && console !== null) return 'live';
  if (console !== null) return 'reconnecting';
  return failure === null ? 'connecting' : 'failed';
}

/** Whether the engine found its ledger damaged, or gone, and nothing has taken its place since. */
export function ledgerLoss({ console, failure }: ConsoleStore): LedgerLoss | null {
  if (isMaloteError(failure) && isLedgerLoss(failure.code)) return failure.code;
  return console?.notices.map(({ code }) => code).find(isLedgerLoss) ?? null;
}
