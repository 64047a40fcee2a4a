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
    start: (month, only) => run(() => engine.startJob({ kind: 'run', month, ...(only === null ? {} : { only }) })),
    pause: () => run(() => engine.pauseJob({ kind: 'run' })),
    resume: () => run(() => engine.resumeJob({ kind: 'run' })),
    stop: (how) => run(() => engine.stopJob({ kind: 'run', how: how === 'now' ? 'now' : 'after-step' })),
    showMonth: (month) => run(() => engine.showMonth({ month })),
  };
}
