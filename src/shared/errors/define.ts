import type { FailureBehaviour } from './behaviour';

/** What one error code means to people: both texts are in Brazilian Portuguese and end in a full stop. */
export interface ErrorText {
  /** What happened, in one sentence. `{name}` is replaced by the detail of that name. */
  readonly sentence: string;
  /** What the operator should do next, in one sentence. */
  readonly action: string;
}

/** All that is known of an error code: what it says, and what is done about it. */
export interface ErrorRow extends ErrorText {
  readonly behaviour: FailureBehaviour;
}

/** Declares the error codes of one room; the index puts all rooms together. */
export function defineErrors<const T extends Record<string, ErrorRow>>(errors: T): T {
  return errors;
}
