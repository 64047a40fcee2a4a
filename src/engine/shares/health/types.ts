import type { MaloteError } from '../../../shared/errors';
import type { ShareCause, ShareLine, ShareRoot, ShareState } from '../../../shared/ipc/shares';

/** A configured root that is watched. */
export interface WatchedRoot {
  readonly root: ShareRoot;
  /** The folder, for people. A root at another location has another history. */
  readonly location: string;
  /**
   * How it is looked at. The workbook's folder is only read: it need not accept files. Rejects with the MaloteError that says why; the
   * monitor gives up by itself on a look that never ends.
   */
  readonly look: (signal: AbortSignal) => Promise<Look>;
}

/** What one look found. `freeBytes` null: the system does not say. */
export interface Look {
  readonly latencyMs: number;
  readonly freeBytes: number | null;
}

/** A root has changed its state. Every one of these is on record in the ledger (share_events) before it is told. */
export interface ShareChange {
  readonly root: ShareRoot;
  readonly location: string;
  readonly from: ShareState;
  readonly to: ShareState;
  readonly cause: ShareCause | null;
  /** ISO 8601. */
  readonly at: string;
  /** For `ok` and `degraded` after an outage: how long it was down, in milliseconds. */
  readonly downForMs: number | null;
}

/** How the last run of the program left a root. */
export interface LastState {
  /** Never `recovering`: a recovery that was not seen to its end is still the outage, since the outage began. */
  readonly state: Exclude<ShareState, 'recovering'>;
  /** ISO 8601. */
  readonly since: string;
  readonly cause: ShareCause | null;
}

/** Where the monitor puts what it sees. */
export interface HealthStore {
  sample(root: ShareRoot, at: string, found: Look | { readonly code: string }): void;
  /** Null for a root never seen at this location. */
  lastState(root: ShareRoot, location: string): LastState | null;
  changed(change: ShareChange): void;
}

/** Health of the roots, as the rest of the engine asks for it. */
export interface ShareHealth {
  lines(): readonly ShareLine[];
  /** False while the root is down. What has not been looked at yet is taken to work. */
  usable(root: ShareRoot): boolean;
  /** Resolves at once while the root is usable, else when it has come back. Rejects with the signal's reason. */
  untilUsable(root: ShareRoot, signal: AbortSignal): Promise<void>;
  /** Somebody at work met a failure that concerns the whole root: it is looked at once more, now. */
  suspect(root: ShareRoot, error: MaloteError): void;
  /** Looks now; resolves when the look has ended. Without a root: at all of them. */
  check(root?: ShareRoot): Promise<void>;
  /** The machine was asleep: what is known is old. */
  awoke(): void;
}
