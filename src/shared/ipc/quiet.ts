import type { ConsoleState } from './state';

/** Of shares and alerts, before anything is known of them. */
export const QUIET: Pick<ConsoleState, 'shares' | 'outbox' | 'spool' | 'recheck' | 'alerts'> = {
  shares: [],
  outbox: { destinations: [], draining: null, waitingFor: [] },
  spool: { pages: 0, bytes: 0, limitBytes: 0, oldestAt: null, full: false },
  recheck: null,
  alerts: { unread: 0, lines: [], mutedUntil: null },
};
