import { MaloteError } from '../../shared/errors';
import { BODIES, bodyLayout, holdsEvents, layoutOf, type Layout } from './layouts';
import type { FiscalLimits } from './limits';
import { REPAIRS, type RepairCode } from './repairs';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

/** An element that holds one document; offsets are indexes into the scanned text, `end` is one past its ">". */
export interface UnitSpan {
  readonly name: string;
  readonly layout: Layout;
  readonly start: number;
  readonly end: number;
  /** Its start tag's number in its root, counted from 0. */
  readonly element: number;
  /** How often the body of its layout stands in it. */
  readonly bodies: number;
}

/** One root element with what stands before it (declaration, comments, byte-order mark). */
export interface RootSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Index of the "<" of the root's start tag. */
  readonly tag: number;
  /** Whether its end tag was reached. */
  readonly complete: boolean;
  readonly units: readonly UnitSpan[];
  readonly bodies: ReadonlyMap<string, number>;
}

export interface Scan {
  readonly roots: readonly RootSpan[];
  readonly repairs: readonly RepairCode[];
}

/** A start tag without its end tag yet. */
interface OpenElement {
  readonly name: string;
  readonly start: number;
  readonly element: number;
}

interface OpenUnit extends OpenElement {
  readonly layout: Layout;
  readonly depth: number;
  bodies: number;
}

interface OpenRoot {
  readonly name: string;
  readonly start: number;
  readonly tag: number;
  /** `elements` of the scan when it began. */
  readonly before: number;
  readonly units: UnitSpan[];
  readonly bodies: Map<string, number>;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const COLON = 0x3a;
/** Envelopes of a document and its protocol: nfcomProc, procNFCom. */
const PROCESSED = /^proc[A-Z0-9]|Proc$/;
const BOM = /\ufeff|\u00ef\u00bb\u00bf/;
const BOMS = /\ufeff|\u00ef\u00bb\u00bf/g;

/**
 * One pass over the markup of a file: finds its root elements and the units in them, and stops at what no fiscal document has.
 * It reads ASCII only, so it works on decoded text and on bytes taken as latin1 alike, and it never goes back: linear time.
 * Well-formedness (matching names, legal characters) is left to the validator.
 */
class Scanner {
  private readonly roots: RootSpan[] = [];
  private readonly repairs = new Set<RepairCode>();
  private elements = 0;
  private readonly path: OpenElement[] = [];
  private root: OpenRoot | null = null;
  private unit: OpenUnit | null = null;
  /** An event inside a document: some senders put the cancellation into the envelope of the note. */
  private inner: OpenUnit | null = null;
  /** Where the next root begins: after the previous one and whatever separates them. */
  private next = 0;

  constructor(
    private readonly text: string,
    private readonly limits: FiscalLimits,
  ) {}

  scan(): Scan {
    this.countReferences();
    let position = 0;
    for (;;) {
      const less = this.text.indexOf('<', position);
      if (this.path.length === 0) this.outside(position, less < 0 ? this.text.length : less);
      if (less < 0) break;
      position = this.markup(less);
    }
    if (this.root) this.closeRoot(this.text.length, false);
    if (this.roots.length > 1) this.repairs.add(REPAIRS.severalDocuments);
    return { roots: this.roots, repairs: [...this.repairs] };
  }

  private markup(less: number): number {
    const code = this.text.charCodeAt(less + 1);
    if (code === SLASH) return this.endTag(less);
    if (code === 0x21) return this.declaration(less);
    if (code === 0x3f) return this.instruction(less);
    return this.startTag(less);
  }

  /** Text between roots: spaces, byte-order marks, NUL and stray text are tolerated and reported. */
  private outside(from: number, to: number): void {
    if (from === to) return;
    const between = this.text.slice(from, to);
    if (BOM.test(between)) this.repairs.add(REPAIRS.bom);
    if (between.includes('\0')) this.repairs.add(REPAIRS.trailingNul);
    const rest = between.replace(BOMS, '').replaceAll('\0', '');
    if (rest.trim() !== '') this.repairs.add(REPAIRS.textOutside);
    else if (rest !== '' && from === 0) this.repairs.add(REPAIRS.leadingSpace);
    if (from === this.next) this.next = from + (between.length - this.withoutLeadingJunk(between).length);
  }

  /** A root's slice begins at its byte-order mark, or else at its first markup. */
  private withoutLeadingJunk(between: string): string {
    return /(?:\ufeff|\u00ef\u00bb\u00bf)$/.exec(between)?.[0] ?? '';
  }

  private declaration(less: number): number {
    if (this.text.startsWith('<!--', less)) return this.skip(less + 4, '-->');
    if (this.text.startsWith('<![CDATA[', less) && this.path.length > 0) return this.skip(less + 9, ']]>');
    throw new MaloteError('FISCAL_FORBIDDEN_MARKUP');
  }

  /** An XML declaration inside an element means that the document before it was cut and another follows. */
  private instruction(less: number): number {
    if (this.root && /^<\?xml\s/.test(this.text.slice(less, less + 6))) this.closeRoot(less, false);
    return this.skip(less + 2, '?>');
  }

  private skip(from: number, terminator: string): number {
    const at = this.text.indexOf(terminator, from);
    return at < 0 ? this.text.length : at + terminator.length;
  }

  private localName(from: number): string {
    let start = from;
    let end = from;
    for (; end < this.text.length; end++) {
      const code = this.text.charCodeAt(end);
      if (code <= 0x20 || code === SLASH || code === GREATER) break;
      if (code === COLON) start = end + 1;
    }
    return this.text.slice(start, end);
  }

  private startTag(less: number): number {
    const name = this.localName(less + 1);
    const close = this.tagEnd(less + 1);
    if (close < 0) {
      this.open(name, less, this.text.length);
      return this.text.length;
    }
    this.open(name, less, close);
    if (this.text.charCodeAt(close - 1) === SLASH) this.close(close + 1);
    return close + 1;
  }

  /** Index of the ">" of a start tag, past quoted values; -1 when the text ends first. */
  private tagEnd(from: number): number {
    let attributes = 0;
    for (let i = from; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (i - from > this.limits.tagLength) throw tooComplex(this.limits.tagLength, fiscalMessages.measures.tagLength);
      if (code === GREATER) return i;
      if (code === LESS) throw malformed(fiscalMessages.malformed.lessInTag);
      if (code === EQUALS && ++attributes > this.limits.attributes) {
        throw tooComplex(this.limits.attributes, fiscalMessages.measures.attributes);
      }
      if (code === 0x22 || code === 0x27) i = this.quoteEnd(i, code === 0x22 ? '"' : "'");
    }
    return -1;
  }

  private quoteEnd(at: number, quote: string): number {
    const end = this.text.indexOf(quote, at + 1);
    if (end < 0) return this.text.length;
    if (this.text.slice(at, end).includes('<')) throw malformed(fiscalMessages.malformed.lessInAttribute);
    return end;
  }

  private endTag(less: number): number {
    const close = this.text.indexOf('>', less);
    if (close < 0) return this.text.length;
    if (this.path.length === 0) throw malformed(fiscalMessages.malformed.closingTagAlone);
    this.close(close + 1);
    return close + 1;
  }

  private open(name: string, less: number, close: number): void {
    const root = this.root ?? this.openRoot(name, less);
    if (++this.elements > this.limits.elements)
      throw tooComplex(this.limits.elements, fiscalMessages.measures.elements);
    this.path.push({ name, start: less, element: this.elements - root.before - 1 });
    if (this.path.length > this.limits.depth) throw tooComplex(this.limits.depth, fiscalMessages.measures.depth);
    if (this.unit === null) this.openUnit(name, less, close);
    else if (this.inner === null) this.openInner(name, this.unit);
    if (BODIES.has(name)) root.bodies.set(name, (root.bodies.get(name) ?? 0) + 1);
    if (this.unit !== null && this.isBody(this.unit.layout, name, less, close)) this.unit.bodies++;
    if (this.inner?.layout.inf === name) this.inner.bodies++;
  }

  private openRoot(name: string, less: number): OpenRoot {
    if (this.roots.length >= this.limits.documents)
      throw tooComplex(this.limits.documents, fiscalMessages.measures.documents);
    this.root = { name, start: this.next, tag: less, before: this.elements, units: [], bodies: new Map() };
    return this.root;
  }

  /** An element that is known by its name, or the envelope of a body that is known by its key. */
  private openUnit(name: string, less: number, close: number): void {
    const named = layoutOf(name);
    const layout = named ?? bodyLayout(name, this.text.slice(less, close));
    if (layout === undefined) return;
    const depth = named === undefined && layout.family === 'keyed' ? this.envelopeDepth() : this.path.length;
    const element = this.path[depth - 1];
    if (element !== undefined) this.unit = { ...element, layout, depth, bodies: 0 };
  }

  private openInner(name: string, outer: OpenUnit): void {
    if (!holdsEvents(outer.layout.family)) return;
    const layout = layoutOf(name);
    const element = this.path.at(-1);
    if (layout?.family === 'event' && element !== undefined) {
      this.inner = { ...element, layout, depth: this.path.length, bodies: 0 };
    }
  }

  /** Of the keyed body just opened: the envelope with its protocol, or the element that is signed. */
  private envelopeDepth(): number {
    const depth = this.path.length;
    const free = (element: OpenElement | undefined): element is OpenElement =>
      element !== undefined && element.start >= (this.root?.units.at(-1)?.end ?? 0);
    const [outer, signed] = [this.path[depth - 3], this.path[depth - 2]];
    if (free(outer) && PROCESSED.test(outer.name)) return depth - 2;
    return free(signed) ? depth - 1 : depth;
  }

  private isBody(layout: Layout, name: string, less: number, close: number): boolean {
    if (layout.inf === name) return true;
    return layout.family === 'keyed' && bodyLayout(name, this.text.slice(less, close))?.family === 'keyed';
  }

  private close(end: number): void {
    if (this.inner?.depth === this.path.length) {
      this.closeUnit(this.inner, end);
      this.inner = null;
    }
    if (this.unit?.depth === this.path.length) {
      this.closeUnit(this.unit, end);
      this.unit = null;
    }
    this.path.pop();
    if (this.path.length === 0) this.closeRoot(end, true);
  }

  /** A namesake without its body (the NFe of São Paulo and Bauru) is no unit. */
  private closeUnit({ name, layout, start, element, bodies }: OpenUnit, end: number): void {
    if (layout.inf !== null && bodies === 0) return;
    const units = this.root?.units ?? [];
    if (units.length >= this.limits.documents)
      throw tooComplex(this.limits.documents, fiscalMessages.measures.documents);
    units.push({ name, layout, start, end, element, bodies });
  }

  private closeRoot(end: number, complete: boolean): void {
    if (this.root) {
      const units = this.root.units.sort((one, other) => one.element - other.element);
      this.roots.push({ ...this.root, units, end, complete });
    }
    this.root = null;
    this.unit = null;
    this.inner = null;
    this.path.length = 0;
    this.next = end;
  }

  private countReferences(): void {
    let count = 0;
    for (let at = this.text.indexOf('&#'); at >= 0; at = this.text.indexOf('&#', at + 2)) {
      if (++count > this.limits.references)
        throw tooComplex(this.limits.references, fiscalMessages.measures.references);
    }
  }
}

function tooComplex(limit: number, what: string): MaloteError {
  return new MaloteError('FISCAL_TOO_COMPLEX', { limit, what });
}

function malformed(reason: string): MaloteError {
  return new MaloteError('FISCAL_MALFORMED', { reason });
}

/**
 * Scans the markup of a whole file; see `Scanner`.
 * @throws MaloteError FISCAL_FORBIDDEN_MARKUP, FISCAL_TOO_COMPLEX or FISCAL_MALFORMED: nothing of such a file is to be trusted.
 */
export function scan(text: string, limits: FiscalLimits): Scan {
  return new Scanner(text, limits).scan();
}
