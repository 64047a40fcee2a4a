import { MaloteError } from '../../../shared/errors';
import { fiscalMessages } from '../../../shared/messages/pt-BR/fiscal';

/** A text of markup and where it stands: the file itself, or the text of an element that carries another document (CDATA, escaped). */
export interface Source {
  readonly text: string;
  /** The element whose text this is; null for the file. */
  readonly carrier: MarkupElement | null;
}

/** An element with the span of the source that is its own, so that a note can be cut out of its list. */
export interface MarkupElement {
  /** Local name, as written. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: MarkupElement[];
  /** Own text, references decoded. */
  text: string;
  readonly source: Source;
  readonly start: number;
  end: number;
  readonly parent: MarkupElement | null;
}

/** Ceilings of `LIMITS.depth` and of elements hold for what is carried inside texts too. */
export interface MarkupLimits {
  readonly depth: number;
  readonly elements: number;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{0,31}));/g;
const NAME = /[^\s/>=<"']+/y;
const ATTRIBUTE = /\s*([^\s/>=<"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

function character(code: number, written: string): string {
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : written;
}

/** A text with its references decoded once; a name that XML does not know stays as it is. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (written, decimal?: string, hexadecimal?: string, name?: string) => {
    if (decimal !== undefined) return character(Number(decimal), written);
    if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal, 16), written);
    return NAMED[name ?? ''] ?? written;
  });
}

function malformed(reason: string): MaloteError {
  return new MaloteError('FISCAL_MALFORMED', { reason });
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** One pass over a text; linear, never goes back. */
class MarkupReader {
  readonly #roots: MarkupElement[] = [];
  #open: MarkupElement | null = null;
  #depth = 0;
  #elements = 0;
  readonly #names: string[] = [];

  constructor(
    private readonly source: Source,
    private readonly limits: MarkupLimits,
  ) {}

  read(): MarkupElement[] {
    const { text } = this.source;
    let position = 0;
    for (;;) {
      const less = text.indexOf('<', position);
      this.#text(text.slice(position, less < 0 ? text.length : less));
      if (less < 0) break;
      position = this.#markup(less);
    }
    if (this.#open !== null) throw malformed(fiscalMessages.malformed.neverClosed(this.#open.name));
    return this.#roots;
  }

  #text(written: string): void {
    if (this.#open !== null && written !== '') this.#open.text += decodeReferences(written);
  }

  #markup(less: number): number {
    const { text } = this.source;
    if (text.startsWith('<!--', less)) return this.#past(less + 4, '-->');
    if (text.startsWith('<![CDATA[', less)) return this.#cdata(less + 9);
    if (text.startsWith('<?', less)) return this.#past(less + 2, '?>');
    if (text.startsWith('<!', less)) throw new MaloteError('FISCAL_FORBIDDEN_MARKUP');
    return text.startsWith('</', less) ? this.#endTag(less) : this.#startTag(less);
  }

  #past(from: number, terminator: string): number {
    const at = this.source.text.indexOf(terminator, from);
    if (at < 0) throw malformed(fiscalMessages.malformed.missing(terminator));
    return at + terminator.length;
  }

  #cdata(from: number): number {
    const end = this.#past(from, ']]>');
    if (this.#open !== null) this.#open.text += this.source.text.slice(from, end - 3);
    return end;
  }

  #name(from: number): string {
    NAME.lastIndex = from;
    const name = NAME.exec(this.source.text)?.[0];
    if (name === undefined) throw malformed(fiscalMessages.malformed.lessAlone);
    return name;
  }

  #startTag(less: number): number {
    const name = this.#name(less + 1);
    const attributes = new Map<string, string>();
    let position = less + 1 + name.length;
    for (;;) {
      ATTRIBUTE.lastIndex = position;
      const match = ATTRIBUTE.exec(this.source.text);
      if (match === null) break;
      attributes.set(match[1] ?? '', decodeReferences(match[2] ?? match[3] ?? ''));
      position = ATTRIBUTE.lastIndex;
    }
    const close = this.source.text.indexOf('>', position);
    const rest = close < 0 ? null : this.source.text.slice(position, close).trim();
    if (rest !== '' && rest !== '/') throw malformed(fiscalMessages.malformed.unreadableTag(name));
    this.#push(name, attributes, less);
    if (rest === '/') this.#pop(close + 1);
    return close + 1;
  }

  #push(name: string, attributes: ReadonlyMap<string, string>, start: number): void {
    if (++this.#elements > this.limits.elements || ++this.#depth > this.limits.depth) {
      throw new MaloteError('FISCAL_TOO_COMPLEX', { limit: this.limits.depth, what: fiscalMessages.measures.depth });
    }
    const element: MarkupElement = {
      name: localName(name),
      attributes,
      children: [],
      text: '',
      source: this.source,
      start,
      end: start,
      parent: this.#open ?? this.source.carrier,
    };
    if (this.#open === null) this.#roots.push(element);
    else this.#open.children.push(element);
    this.#open = element;
    this.#names.push(name);
  }

  #endTag(less: number): number {
    const name = this.#name(less + 2);
    const end = this.#past(less, '>');
    if (this.#names.at(-1) !== name) throw malformed(fiscalMessages.malformed.neverOpened(name));
    this.#pop(end);
    return end;
  }

  #pop(end: number): void {
    const closed = this.#open;
    if (closed === null) return;
    closed.end = end;
    this.#names.pop();
    this.#depth -= 1;
    // a root's parent is what carries its source, which is not open here
    this.#open = this.#depth === 0 ? null : closed.parent;
  }
}

/**
 * The root elements of a text, each with its span; several may follow one another. Names are compared whole, prefixes included.
 * @throws MaloteError FISCAL_MALFORMED, FISCAL_FORBIDDEN_MARKUP, FISCAL_TOO_COMPLEX
 */
export function readMarkup(source: Source, limits: MarkupLimits): MarkupElement[] {
  return new MarkupReader(source, limits).read();
}

function same(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

/** Child elements of that local name, in any capitals: suppliers write `InfNfse`, `infNfse` and `InfNFSe`. */
export function childrenOf(element: MarkupElement | null, name: string): MarkupElement[] {
  return element === null ? [] : element.children.filter((child) => same(child.name, name));
}

/** The first element at the end of a path "A/B/C" of local names. */
export function at(element: MarkupElement | null, path: string): MarkupElement | null {
  let current = element;
  for (const name of path.split('/')) current = childrenOf(current, name)[0] ?? null;
  return current;
}

/** The text at the first of these paths that holds one, trimmed; null when none does, or says nil. */
export function textAt(element: MarkupElement | null, ...paths: readonly string[]): string | null {
  for (const path of paths) {
    const text = at(element, path)?.text.trim() ?? '';
    if (text !== '') return text;
  }
  return null;
}

/** Whether every path leads to an element. */
export function holds(element: MarkupElement, ...paths: readonly string[]): boolean {
  return paths.every((path) => at(element, path) !== null);
}

export function isNamed(element: MarkupElement | null, name: string): boolean {
  return element !== null && same(element.name, name);
}

/** Every element below, in document order, the element itself first. */
export function* everyElement(element: MarkupElement): Generator<MarkupElement> {
  yield element;
  for (const child of element.children) yield* everyElement(child);
}

/** Elements above, nearest first, across carried documents. */
export function* ancestors(element: MarkupElement): Generator<MarkupElement> {
  for (let current = element.parent; current !== null; current = current.parent) yield current;
}
