import type { ErrorEnvelope } from './errors';
import type { ShareRoot, ShareState } from './ipc/shares';

/**
 * Of the engine that watches: `silent` is there and gives no sign, `dead` ended without a word, `absent`: none was begun, or it ended in
 * order.
 */
export type EngineState = 'alive' | 'silent' | 'dead' | 'absent';

/** How a root was when it last changed. */
export interface LastShareState {
  readonly root: ShareRoot;
  readonly state: ShareState;
  readonly since: string;
  readonly code: string | null;
}

/** Whether a workspace is at work, for a program that asks every minute. Instants are ISO 8601. */
export interface HealthView {
  readonly workspace: string;
  readonly at: string;
  readonly healthy: boolean;
  readonly engine: { readonly state: EngineState; readonly pid: number | null; readonly lastSignAt: string | null };
  /** Roots that were ever looked at. */
  readonly shares: readonly LastShareState[];
  readonly lastRun: {
    readonly month: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly outcome: string | null;
  } | null;
  readonly waiting: {
    readonly deliveries: number;
    readonly failed: number;
    readonly conflicts: number;
    readonly spooledPages: number;
    readonly oldestAt: string | null;
  };
  readonly newestDocumentAt: string | null;
  /** What somebody should see to, with what to do. */
  readonly troubles: readonly ErrorEnvelope[];
}
