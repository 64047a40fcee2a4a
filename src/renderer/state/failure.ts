import { MaloteError, type ErrorCode } from '../../shared/errors';
import { adviceActions, ERROR_ADVICE } from './advice';
import type { Services } from './services';
import { addToast } from './ui-store';

export interface FailureText {
  readonly title: string;
  readonly text: string;
  /** What its advice is known by; see `ERROR_ADVICE`. */
  readonly code: ErrorCode;
}

/** What a failure says to a person, and what to do about it. */
export function failureText(error: unknown): FailureText {
  const reason = error instanceof Error ? error.message : String(error);
  const known = error instanceof MaloteError ? error : new MaloteError('INTERNAL', { reason });
  return { title: known.message, text: known.action, code: known.code };
}

/** Makes a message of a failure, with a button for what it advises. @param again begins anew what failed */
export function tellFailure(services: Services, error: unknown, again?: () => Promise<unknown>): void {
  const { code, title, text } = failureText(error);
  const actions = adviceActions(services, ERROR_ADVICE[code] ?? [], again).map(({ label, run }) => ({
    label,
    run: () => {
      run().catch((next: unknown) => tellFailure(services, next, run));
    },
  }));
  addToast(services.ui, { tone: 'bad', title, text, actions });
}
