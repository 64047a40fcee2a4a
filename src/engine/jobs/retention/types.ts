/** A file that stays although its time is over. */
export interface Left {
  readonly place: string;
  /** A part of a sentence. */
  readonly reason: string;
}

/** What the work has come to, of one thing. */
export interface Kept {
  /** Files or rows that have gone. */
  readonly gone: number;
  readonly left: readonly Left[];
}

export const NOTHING_GONE: Kept = { gone: 0, left: [] };

export function together(...all: readonly Kept[]): Kept {
  return { gone: all.reduce((sum, { gone }) => sum + gone, 0), left: all.flatMap(({ left }) => left) };
}
