import { useServices } from '../../state/services';
import { useTask, type Task } from '../../state/use-task';

export interface RunActions {
  readonly busy: boolean;
  readonly start: (month: string, only: readonly string[] | null) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: (how: 'after-page' | 'now') => void;
  readonly showMonth: (month: string) => void;
}

/** What the operator can ask of the engine from the Painel; a refusal becomes a message. */
export function useRunActions(): RunActions {
  const { engine } = useServices().client;
  const { busy, run }: Task = useTask();
  return {
    busy,
    start: (month, only) => run(() => engine.startRun(only === null ? { month } : { month, only })),
    pause: () => run(() => engine.pauseRun()),
    resume: () => run(() => engine.resumeRun()),
    stop: (how) => run(() => engine.stopRun({ how })),
    showMonth: (month) => run(() => engine.showMonth({ month })),
  };
}
