import { MaloteError } from '../../shared/errors';
import { BODIES, LAYOUTS, type Layout } from './layouts';
import type { FiscalLimits } from './limits';
import { REPAIRS, type RepairCode } from './repairs';

/** An element that holds one document; offsets are indexes into the scanned text, `end` is one past its ">". */
export interface UnitSpan {
  readonly name: string;
  readonly layout: Layout;
  readonly start: number;
  readonly end: number;
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

interface OpenUnit {
  readonly name: string;
  readonly layout: Layout;
  readonly start: number;
  readonly depth: number;
  bodies: number;
}

interface OpenRoot {
  readonly name: string;
  readonly start: number;
  readonly tag: number;
  readonly units: UnitSpan[];
  readonly bodies: Map<string, number>;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const COLON = 0x3a;
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
  private depth = 0;
  private elements = 0;
  private root: OpenRoot | null = null;
  private unit: OpenUnit | null = null;
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
      if (this.depth === 0) this.outside(position, less < 0 ? this.text.length : less);
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
    if (this.text.startsWith('<![CDATA[', less) && this.depth > 0) return this.skip(less + 9, ']]>');
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
      this.open(name, less);
      return this.text.length;
    }
    this.open(name, less);
    if (this.text.charCodeAt(close - 1) === SLASH) this.close(close + 1);
    return close + 1;
  }

  /** Index of the ">" of a start tag, past quoted values; -1 when the text ends first. */
  private tagEnd(from: number): number {
    let attributes = 0;
    for (let i = from; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (i - from > this.limits.tagLength) throw tooComplex(this.limits.tagLength, 'caracteres numa tag');
      if (code === GREATER) return i;
      if (code === LESS) throw malformed('um sinal de menor dentro de uma tag');
      if (code === EQUALS && ++attributes > this.limits.attributes) {
        throw tooComplex(this.limits.attributes, 'atributos num elemento');
      }
      if (code === 0x22 || code === 0x27) i = this.quoteEnd(i, code === 0x22 ? '"' : "'");
    }
    return -1;
  }

  private quoteEnd(at: number, quote: string): number {
    const end = this.text.indexOf(quote, at + 1);
    if (end < 0) return this.text.length;
    if (this.text.slice(at, end).includes('<')) throw malformed('um sinal de menor dentro de um atributo');
    return end;
  }

  private endTag(less: number): number {
    const close = this.text.indexOf('>', less);
    if (close < 0) return this.text.length;
    if (this.depth === 0) throw malformed('uma tag de fechamento sem abertura');
    this.close(close + 1);
    return close + 1;
  }

  private open(name: string, less: number): void {
    if (this.root === null) this.openRoot(name, less);
    if (++this.elements > this.limits.elements) throw tooComplex(this.limits.elements, 'elementos num arquivo');
    if (++this.depth > this.limits.depth) throw tooComplex(this.limits.depth, 'níveis de elementos');
    const layout = this.unit === null ? LAYOUTS.get(name) : undefined;
    if (layout) this.unit = { name, layout, start: less, depth: this.depth, bodies: 0 };
    if (BODIES.has(name)) this.countBody(name);
  }

  private openRoot(name: string, less: number): void {
    if (this.roots.length >= this.limits.documents) throw tooComplex(this.limits.documents, 'documentos num arquivo');
    this.root = { name, start: this.next, tag: less, units: [], bodies: new Map() };
  }

  private countBody(name: string): void {
    if (this.unit?.layout.inf === name) this.unit.bodies++;
    const bodies = this.root?.bodies;
    bodies?.set(name, (bodies.get(name) ?? 0) + 1);
  }

  private close(end: number): void {
    if (this.unit?.depth === this.depth) this.closeUnit(this.unit, end);
    if (--this.depth === 0) this.closeRoot(end, true);
  }

  /** A namesake without its body (the NFe of São Paulo and Bauru) is no unit. */
  private closeUnit({ name, layout, start, bodies }: OpenUnit, end: number): void {
    this.unit = null;
    if (layout.inf !== null && bodies === 0) return;
    const units = this.root?.units ?? [];
    if (units.length >= this.limits.documents) throw tooComplex(this.limits.documents, 'documentos num arquivo');
    units.push({ name, layout, start, end, bodies });
  }

  private closeRoot(end: number, complete: boolean): void {
    if (this.root) this.roots.push({ ...this.root, end, complete });
    this.root = null;
    this.unit = null;
    this.depth = 0;
    this.next = end;
  }

  private countReferences(): void {
    let count = 0;
    for (let at = this.text.indexOf('&#'); at >= 0; at = this.text.indexOf('&#', at + 2)) {
      if (++count > this.limits.references) throw tooComplex(this.limits.references, 'referências de caracteres');
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
