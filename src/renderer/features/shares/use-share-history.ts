import { useEffect, useState } from 'react';
import type { ShareHistory, ShareLine } from '../../../shared/ipc/shares';
import { connectionOf } from '../../state/console-store';
import { useConnection, useServices } from '../../state/services';
import type { ShareHours } from '../../state/ui-store';
import type { Stretch } from './history';

export type LoadedHistory =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly retry: () => void }
  | { readonly state: 'loaded'; readonly history: ShareHistory; readonly window: Stretch };

const HOUR_MS = 3_600_000;

interface Kept {
  readonly hours: ShareHours;
  readonly history: ShareHistory;
  readonly window: Stretch;
}

/**
 * The last hours of one root: read when its card opens, and again after every look and every change of its state. What was read last
 * stays in sight until the next answer, and when that does not come.
 */
export function useShareHistory({ root, checkedAt, state }: ShareLine, hours: ShareHours): LoadedHistory {
  const { client, now } = useServices();
  const live = useConnection(connectionOf) === 'live';
  const [kept, setKept] = useState<Kept | null>(null);
  const [failedHours, setFailedHours] = useState<ShareHours | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!live) return;
    let current = true;
    client.engine.shareHistory({ root, hours }).then(
      (history) => {
        if (!current) return;
        const to = now().getTime();
        setKept({ hours, history, window: { from: to - hours * HOUR_MS, to } });
        setFailedHours(null);
      },
      () => {
        if (current) setFailedHours(hours);
      },
    );
    return () => {
      current = false;
    };
  }, [client, now, live, root, hours, checkedAt, state, attempt]);
  if (kept?.hours === hours) return { state: 'loaded', history: kept.history, window: kept.window };
  if (failedHours !== hours) return { state: 'loading' };
  return {
    state: 'failed',
    retry: () => {
      setFailedHours(null);
      setAttempt(attempt + 1);
    },
  };
}
