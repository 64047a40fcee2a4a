import { breathe } from '../base';

const PAGE = 1_000;

/** The page after the row `last` (null: the first page), at most `limit` rows; empty at the end. */
export type ReadPage<Row> = (last: Row | null, limit: number) => readonly Row[];

/** All rows, read a page at a time; whatever else waits gets its turn between two pages. @throws the signal's reason */
export async function* eachRow<Row>(read: ReadPage<Row>, signal?: AbortSignal): AsyncGenerator<Row, void, undefined> {
  let last: Row | null = null;
  for (;;) {
    signal?.throwIfAborted();
    const page: readonly Row[] = read(last, PAGE);
    yield* page;
    last = page.at(-1) ?? null;
    if (page.length < PAGE) return;
    await breathe();
  }
}
