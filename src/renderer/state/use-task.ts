import { useCallback, useRef, useState } from 'react';
import { MaloteError } from '../../shared/errors';
import { useServices } from './services';
import { addToast } from './ui-store';

export interface Task {
  readonly busy: boolean;
  /** Does one thing at a time; a failure becomes a message with its way out. */
  readonly run: (work: () => Promise<unknown>) => void;
}

/** Something that a button starts and that may take a while or fail. */
export function useTask(): Task {
  const { ui } = useServices();
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = useCallback(
    (work: () => Promise<unknown>) => {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      work()
        .catch((error: unknown) => addToast(ui, { tone: 'bad', ...failureText(error) }))
        .finally(() => {
          running.current = false;
          setBusy(false);
        });
    },
    [ui],
  );
  return { busy, run };
}

/** What a failure says to a person, and what to do about it. */
export function failureText(error: unknown): { readonly title: string; readonly text: string } {
  const reason = error instanceof Error ? error.message : String(error);
  const known = error instanceof MaloteError ? error : new MaloteError('INTERNAL', { reason });
  return { title: known.message, text: known.action };
}
