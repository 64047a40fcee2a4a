import { MaloteError } from '../../../shared/errors';
import { ancestors, type MarkupElement, type Source } from './markup';
import { fiscalMessages } from '../../../shared/messages/pt-BR/fiscal';

/** The file that was decoded into the outermost source. */
export interface Original {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The bytes that a note keeps when it is the only one: the file as it came, what stands before and after the root included. */
  readonly whole: Uint8Array;
  /** As `decode` named it. */
  readonly encoding: string;
}

type Span = readonly [start: number, end: number];

/** All that one file's notes may come to when each is cut out with what stands around the list. */
const MOST_CUT = 64 * 1024 * 1024;
const DECLARATION = /^[\ufeff\s]*<\?xml\s[^>]*\?>\s*/;

/** Bytes that a stretch of text takes; null for an encoding in which that cannot be told. */
function widthOf(text: string, encoding: string): number | null {
  if (encoding === 'utf-8') return Buffer.byteLength(text, 'utf8');
  if (encoding === 'windows-1252') return text.length;
  return encoding.startsWith('utf-16') ? text.length * 2 : null;
}

function without(text: string, spans: readonly Span[]): string[] {
  const kept: string[] = [];
  let position = 0;
  for (const [start, end] of spans) {
    kept.push(text.slice(position, start));
    position = end;
  }
  return [...kept, text.slice(position)];
}

/** The original's own bytes but for the spans; null where character and byte cannot be set against each other. */
function cutBytes({ text, bytes, encoding }: Original, spans: readonly Span[]): Uint8Array | null {
  const width = widthOf(text, encoding);
  if (width === null || width > bytes.length) return null;
  // a byte-order mark is no part of the text
  const pieces = [bytes.subarray(0, bytes.length - width)];
  let at = bytes.length - width;
  const kept = without(text, spans);
  for (const [index, piece] of kept.entries()) {
    const length = widthOf(piece, encoding) ?? 0;
    pieces.push(bytes.subarray(at, at + length));
    const span = spans[index];
    at += length + (span === undefined ? 0 : (widthOf(text.slice(...span), encoding) ?? 0));
  }
  return Buffer.concat(pieces);
}

/** The unit, or the element of the outer source whose text carries it. */
function spanIn(source: Source, unit: MarkupElement): MarkupElement | null {
  if (unit.source === source) return unit;
  for (const ancestor of ancestors(unit)) if (ancestor.source === source) return ancestor;
  return null;
}

function othersIn(source: Source, unit: MarkupElement, units: readonly MarkupElement[]): Span[] {
  const own = spanIn(source, unit);
  const others = new Set(units.map((each) => spanIn(source, each)).filter((each) => each !== null && each !== own));
  return [...others].map((each): Span => [each?.start ?? 0, each?.end ?? 0]).sort(([a], [b]) => a - b);
}

/**
 * The file of one note of a list: the file as it came with the other notes cut out. Declaration, namespaces, encoding and the header
 * that names issuer and city stay, so that reading it again gives the same note. Of a note that was carried as text, the document that
 * was carried, unescaped, as UTF-8.
 * @throws MaloteError FISCAL_TOO_COMPLEX when so much stands around so many notes that the files would exceed all measure
 */
export function cutter(original: Original, units: readonly MarkupElement[]): (unit: MarkupElement) => Uint8Array {
  const inside = units.reduce((sum, unit) => sum + (unit.end - unit.start), 0);
  if (Math.max(0, original.text.length - inside) * units.length > MOST_CUT) {
    throw new MaloteError('FISCAL_TOO_COMPLEX', { limit: MOST_CUT, what: fiscalMessages.measures.aroundNotes });
  }
  return (unit) => {
    const { source } = unit;
    const spans = othersIn(source, unit, units);
    const bytes = source.carrier === null ? cutBytes(original, spans) : null;
    return bytes ?? Buffer.from(without(source.text, spans).join('').replace(DECLARATION, ''), 'utf8');
  };
}
