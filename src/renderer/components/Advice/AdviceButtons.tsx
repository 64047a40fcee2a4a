import type { ReactNode } from 'react';
import { adviceActions, adviceOf, type Advice, type Advised } from '../../state/advice';
import { useConsole, useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import { Button } from '../Button';

export interface AdviceButtonsProps {
  readonly advices: readonly Advice[];
  /** Begins anew what failed; absent: it has a button of its own, or cannot be begun again. */
  readonly onRetry?: () => Promise<unknown>;
}

/** A button for everything that a sentence beside it advises and this window can do. */
export function AdviceButtons({ advices, onRetry }: AdviceButtonsProps): ReactNode {
  const services = useServices();
  const { busy, run } = useTask();
  return adviceActions(services, advices, onRetry).map(({ advice, label, run: follow }) => (
    <Button key={advice} small busy={busy} onClick={() => run(follow)}>
      {label}
    </Button>
  ));
}

/** The same of what an error's sentence advises. */
export function FailureAdvice({ of }: { readonly of: Advised }): ReactNode {
  const shares = useConsole((state) => state.shares);
  return <AdviceButtons advices={adviceOf(of, shares ?? [])} />;
}
