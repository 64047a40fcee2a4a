import { useCallback, useEffect, useRef, useState } from 'react';
import type { Why } from './use-answer';
import { useLive } from './use-live';
import { failureText } from './failure';

export interface Page<Line, Cursor> {
  readonly lines: readonly Line[];
  /** To go on with; null at the end. */
  readonly next: Cursor | null;
  readonly total?: number;
}

export interface Pages<Line, First = unknown> {
  readonly lines: readonly Line[];
  /** Null while it is not known. */
  readonly total: number | null;
  readonly state: 'loading' | 'failed' | 'loaded';
  readonly why: Why | null;
  /** There is more, and it is not shown: the list ends at `MOST_LINES`. */
  readonly isCut: boolean;
  /** Not all has been read yet. */
  readonly hasMore: boolean;
  /** Fetches the next page, when there is one and none is on its way. */
  readonly more: () => void;
  readonly retry: () => void;
  /** The first page as it was answered, for what it says besides; null before it came. */
  readonly first: First | null;
}

/** A list is read to its end by nobody beyond this, and a page that holds more becomes slow. */
export const MOST_LINES = 20_000;
export const PAGE_LINES = 200;

const NONE: readonly never[] = [];

interface Kept<Line, Cursor, Answer> {
  readonly ask: unknown;
  readonly first: Answer | null;
  readonly lines: readonly Line[];
  readonly next: Cursor | null;
  readonly total: number | null;
  readonly why: Why | null;
}

/**
 * A long list, page after page. What was read stays until the question changes.
 * @param ask fetches the page that follows `cursor` (null: the first); the same function as long as the question is the same
 */
export function usePages<Line, Cursor, Answer extends Page<Line, Cursor> = Page<Line, Cursor>>(
  ask: (cursor: Cursor | null) => Promise<Answer>,
): Pages<Line, Answer> {
  const live = useLive();
  const [kept, setKept] = useState<Kept<Line, Cursor, Answer> | null>(null);
  const asking = useRef<unknown>(null);
  const fetchAfter = useCallback(
    (before: Kept<Line, Cursor, Answer> | null) => {
      const question = {};
      asking.current = question;
      const settle = (next: Kept<Line, Cursor, Answer>): void => {
        if (asking.current !== question) return;
        asking.current = null;
        setKept(next);
      };
      pageWithLines<Line, Cursor, Answer>(ask, before?.next ?? null, () => asking.current === question).then(
        (page) => {
          const lines = before === null ? page.lines : [...before.lines, ...page.lines];
          settle({
            ask,
            lines,
            next: page.next,
            why: null,
            first: before?.first ?? page,
            total: page.total ?? before?.total ?? null,
          });
        },
        (error: unknown) =>
          settle({
            ...(before ?? { lines: [], next: null, total: null, first: null }),
            ask,
            why: failureText(error),
          }),
      );
    },
    [ask],
  );
  useEffect(() => {
    if (!live) return undefined;
    fetchAfter(null);
    return () => {
      asking.current = null;
    };
  }, [fetchAfter, live]);
  const present = kept?.ask === ask ? kept : null;
  const more = useCallback(() => {
    if (present === null || present.next === null || present.why !== null) return;
    if (asking.current !== null || present.lines.length >= MOST_LINES) return;
    fetchAfter(present);
  }, [fetchAfter, present]);
  const retry = useCallback(() => {
    setKept(null);
    fetchAfter(null);
  }, [fetchAfter]);
  return {
    lines: present?.lines ?? NONE,
    first: present?.first ?? null,
    total: present?.total ?? null,
    state: present === null ? 'loading' : present.why !== null ? 'failed' : 'loaded',
    why: present?.why ?? null,
    hasMore: present !== null && present.next !== null,
    isCut: present !== null && present.next !== null && present.lines.length >= MOST_LINES,
    more,
    retry,
  };
}

/** An empty page says nothing while there are others: they are read until one has lines, or is the last. */
async function pageWithLines<Line, Cursor, Answer extends Page<Line, Cursor>>(
  ask: (cursor: Cursor | null) => Promise<Answer>,
  after: Cursor | null,
  isWanted: () => boolean,
): Promise<Answer> {
  let page = await ask(after);
  while (page.lines.length === 0 && page.next !== null && isWanted()) page = await ask(page.next);
  return page;
}
