import { MaloteError } from '../../shared/errors';
import { adviceActions, adviceOf, type Advised } from './advice';
import type { Services } from './services';
import { addToast } from './ui-store';

export interface FailureText extends Advised {
  readonly title: string;
  readonly text: string;
}

/** What a failure says to a person, and what to do about it. */
export function failureText(error: unknown): FailureText {
  const reason = error instanceof Error ? error.message : String(error);
  const known = error instanceof MaloteError ? error : new MaloteError('INTERNAL', { reason });
  return { title: known.message, text: known.action, code: known.code, details: known.details };
}

/** Makes a message of a failure, with a button for what it advises. @param again begins anew what failed */
export function tellFailure(services: Services, error: unknown, again?: () => Promise<unknown>): void {
  const { title, text, ...about } = failureText(error);
  const shares = services.console.getState().console?.shares ?? [];
  const actions = adviceActions(services, adviceOf(about, shares), again).map(({ label, run }) => ({
    label,
    run: () => {
      run().catch((next: unknown) => tellFailure(services, next, run));
    },
  }));
  addToast(services.ui, { tone: 'bad', title, text, actions });
}
