import { isMaloteError } from '../../../shared/errors';

/**
 * The boundary around reading what a stranger wrote (an answer, a document, a table). Each reader refuses what it knows by name; whatever
 * else is thrown at it, a stack that overflowed included, is a refusal of what was read and of nothing else: the rest of the work goes
 * on. The error stands as the cause, so that a mistake of ours can be found in the log.
 * @param refusal what is thrown, or given, in its place
 */
export function untrusted<Result>(read: () => Result, refusal: (cause: unknown) => Result): Result {
  try {
    return read();
  } catch (error) {
    if (isMaloteError(error)) throw error;
    return refusal(error);
  }
}

/** As `untrusted`; who has given up is told that, by whatever its signal says. */
export async function untrustedInTime<Result>(
  read: () => Promise<Result>,
  signal: AbortSignal | undefined,
  refusal: (cause: unknown) => Result,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (isMaloteError(error) || signal?.aborted === true) throw error;
    return refusal(error);
  }
}

const DEEPEST = 64;

/** Whether lists and records stand in one another deeper than any answer has them: recursion over such a value would overflow. */
export function isTooDeep(value: unknown): boolean {
  const waiting: (readonly [value: unknown, depth: number])[] = [[value, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [held, depth] = next;
    if (typeof held !== 'object' || held === null) continue;
    if (depth >= DEEPEST) return true;
    for (const inner of Object.values(held)) if (typeof inner === 'object') waiting.push([inner, depth + 1]);
  }
  return false;
}
