import { createHash } from 'node:crypto';
import { note, noteEvent, noteKey } from '../../support/notes';
import { IMPORT } from './places';

/** What can be put on the office's desk, `first`, `first + 1` …: notes, notes without their protocol, cancellations of notes. */
export interface Papers {
  readonly what: 'notes' | 'drafts' | 'cancellations';
  readonly first: number;
  readonly count: number;
}

export interface Paper {
  readonly destination: 'import' | 'cancelled';
  /** Below its root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
  readonly size: number;
}

/** Blanks that bring a note to the size of a real one. */
const BLANK = ' '.repeat(4_500);

function paper(destination: Paper['destination'], path: string, text: string): Paper {
  const bytes = Buffer.from(text);
  return { destination, path, text, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export function papersOf({ what, first, count }: Papers): Paper[] {
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const key = noteKey({ number });
    if (what === 'cancellations') return paper('cancelled', `${key}_CANC.xml`, noteEvent({ number }));
    const text = note({ number, blank: BLANK, ...(what === 'drafts' ? { status: null } : {}) });
    return paper('import', `${IMPORT}/${key}.xml`, text);
  });
}
