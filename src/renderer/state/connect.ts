import type { ConsoleClient } from '../../shared/ipc/client';
import { followConsole } from '../../shared/ipc/follow';
import { NOTICE_TAIL, type ConsoleState } from '../../shared/ipc/state';
import type { ConsoleStoreHook } from './console-store';

/** How long to wait before a snapshot that failed is asked for again. */
export const RETRY_MS = 1_500;

/**
 * Feeds the store from the engine: a snapshot, then deltas; a snapshot that fails while the engine is said to be ready is asked for
 * again until it comes.
 * @returns what ends it
 */
export function connectConsole(client: ConsoleClient, store: ConsoleStoreHook): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined;
  const stopStatus = client.on('engineStatus', (engine) => store.setState({ engine }));
  const stopNotices = client.on('notice', (notice) =>
    store.setState(({ mainNotices }) => ({ mainNotices: [...mainNotices, notice].slice(-NOTICE_TAIL) })),
  );
  const following = followConsole(
    client,
    (console) => {
      clearTimeout(retry);
      store.setState(({ epochs }) => ({ console, failure: null, epochs: withEpoch(epochs, console) }));
    },
    {
      onFailure: (failure) => {
        store.setState({ failure });
        clearTimeout(retry);
        retry = setTimeout(() => {
          if (store.getState().engine.state === 'ready') following.refresh();
        }, RETRY_MS);
      },
    },
  );
  return () => {
    clearTimeout(retry);
    following.stop();
    stopNotices();
    stopStatus();
  };
}

function withEpoch(epochs: readonly string[], { epoch }: ConsoleState): readonly string[] {
  return epochs.includes(epoch) ? epochs : [...epochs, epoch];
}
