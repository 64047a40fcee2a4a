/** What one error code means to people: both texts are in Brazilian Portuguese and end in a full stop. */
export interface ErrorText {
  /** What happened, in one sentence. `{name}` is replaced by the detail of that name. */
  readonly sentence: string;
  /** What the operator should do next, in one sentence. */
  readonly action: string;
}

/** Declares the error codes of one room; the index puts all rooms together. */
export function defineErrors<const T extends Record<string, ErrorText>>(errors: T): T {
  return errors;
}
