import { useCallback, useEffect, useState } from 'react';
import { useLive } from './use-live';
import { failureText, type FailureText } from './failure';

export type Answer<Value> =
  | { readonly state: 'loading'; readonly value: null }
  | { readonly state: 'failed'; readonly value: null; readonly why: Why; readonly retry: () => void }
  | { readonly state: 'loaded'; readonly value: Value };

export type Why = FailureText;

/** What was answered to one question. */
interface Kept<Value> {
  readonly ask: () => Promise<Value>;
  readonly answer: { readonly value: Value } | { readonly why: Why };
}

/**
 * The answer to a question of the engine, asked when it changes and when the engine is back.
 * @param ask the same function as long as the question is the same (useCallback)
 */
export function useAnswer<Value>(ask: () => Promise<Value>): Answer<Value> {
  const live = useLive();
  const [kept, setKept] = useState<Kept<Value> | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!live) return undefined;
    let current = true;
    ask().then(
      (value) => {
        if (current) setKept({ ask, answer: { value } });
      },
      (error: unknown) => {
        if (current) setKept({ ask, answer: { why: failureText(error) } });
      },
    );
    return () => {
      current = false;
    };
  }, [ask, live, attempt]);
  const retry = useCallback(() => {
    setKept(null);
    setAttempt((before) => before + 1);
  }, []);
  if (kept?.ask !== ask) return { state: 'loading', value: null };
  if ('why' in kept.answer) return { state: 'failed', value: null, why: kept.answer.why, retry };
  return { state: 'loaded', value: kept.answer.value };
}
