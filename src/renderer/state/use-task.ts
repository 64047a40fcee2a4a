import { useCallback, useRef, useState } from 'react';
import { tellFailure } from './failure';
import { useServices } from './services';

export interface Task {
  readonly busy: boolean;
  /** Does one thing at a time; a failure becomes a message with its way out. */
  readonly run: (work: () => Promise<unknown>) => void;
}

/** Something that a button starts and that may take a while or fail. */
export function useTask(): Task {
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = useCallback(
    function begin(work: () => Promise<unknown>): void {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      work()
        .catch((error: unknown) =>
          tellFailure(services, error, () => {
            begin(work);
            return Promise.resolve();
          }),
        )
        .finally(() => {
          running.current = false;
          setBusy(false);
        });
    },
    [services],
  );
  return { busy, run };
}
