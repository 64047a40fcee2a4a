import type { ReactNode } from 'react';

export interface Column<Row, Key extends string> {
  readonly key: Key;
  readonly title: string;
  /** What the title leaves out, for who hovers over it. */
  readonly hint?: string;
  /** A track of a CSS grid: "96px", "minmax(200px, 1fr)". */
  readonly width: string;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end';
  readonly render: (row: Row) => ReactNode;
  /** Whether it says nothing of a row; where it says nothing of any, it is not shown. */
  readonly isEmpty?: (row: Row) => boolean;
}

export interface Sort<Key extends string> {
  readonly column: Key;
  readonly descending: boolean;
}

/** What a press on the title of a column makes of a sort: numbers begin with the largest, `names` with the first. */
export function nextSort<Key extends string>(before: Sort<Key>, column: Key, names: Key): Sort<Key> {
  return { column, descending: column === before.column ? !before.descending : column !== names };
}
