import type { ConsoleState } from './state';

/** What is shown of shares, deliveries, alerts and evidence. */
export type WatchFigures = Pick<
  ConsoleState,
  | 'shares'
  | 'outbox'
  | 'spool'
  | 'scrub'
  | 'alerts'
  | 'audit'
  | 'recovery'
  | 'wholeRecovery'
  | 'legacy'
  | 'jobs'
  | 'schedule'
>;

/** The same before anything is known of them. */
export const EMPTY_STATE: WatchFigures = {
  shares: [],
  outbox: { destinations: [], draining: null, waitingFor: [] },
  spool: { pages: 0, bytes: 0, limitBytes: 0, oldestAt: null, full: false },
  scrub: null,
  alerts: { unread: 0, lines: [], mutedUntil: null },
  audit: { orphans: null, running: null, last: null, error: null },
  recovery: null,
  wholeRecovery: null,
  legacy: { progress: null, last: null },
  jobs: [],
  schedule: [],
};
