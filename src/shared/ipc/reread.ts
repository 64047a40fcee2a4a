/** A batch in which kept files of unread layouts were read again, and what became of them. */
export interface RereadView {
  readonly id: number;
  readonly state: 'open' | 'done' | 'undone';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly undoneAt: string | null;
  /** Rows that became the notes that their bytes are. */
  readonly read: number;
  /** Further copies of a note that is held. */
  readonly merged: number;
  /** Files of several notes, which are taken in one by one. */
  readonly split: number;
  /** Still of a layout that is not read. */
  readonly unread: number;
  /** Of which no whole file lies in the archive any more. */
  readonly gone: number;
  /** Of what was changed, how many are again as they were. */
  readonly undone: number;
}
