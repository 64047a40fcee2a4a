import type { RunView } from '../../shared/ipc/state';

/** Never shown as done before the end. */
const MOST_BEFORE_THE_END = 0.99;

/** Share of a run that is done, 0 to 1, by its requests, then by its deliveries; null while nobody can tell. */
export function shareDone({ phase, documents, requests }: RunView): number | null {
  if (phase === 'done') return 1;
  const [done, total] =
    phase === 'delivering'
      ? [documents.delivered, documents.delivered + documents.pending]
      : [requests.done, requests.planned ?? 0];
  return total === 0 ? null : Math.min(done / total, MOST_BEFORE_THE_END);
}
