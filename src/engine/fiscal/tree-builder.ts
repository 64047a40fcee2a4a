import { MaloteError } from '../../shared/errors';
import { keyInId } from './keys';
import { Scope } from './namespaces';
import type { XmlNode } from './tree';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

/** An element whose subtree is wanted by itself: the `element`th start tag of the root, counted from 0. */
export interface Wanted {
  /** Local name. */
  readonly name: string;
  readonly element: number;
}

export interface Parsed {
  /** Local name of the root element. */
  readonly name: string;
  /** The root's node, or its text when it has neither attributes nor children. */
  readonly root: XmlNode | string;
  /** The subtrees asked for, in their order; the refusal of one that cannot be used. */
  readonly wanted: readonly (XmlNode | MaloteError)[];
  /** Texts of the `docZip` elements that stand in none of them: base64 of gzip of an XML. */
  readonly packed: readonly string[];
}

type Attributes = Readonly<Record<string, string>>;

/** Groups of a keyed document of which nothing is used here and that are most of it: their content is checked and left out. */
const UNREAD_GROUPS: ReadonlySet<string> = new Set([
  ...['det', 'enderEmit', 'enderDest', 'infAdic', 'cobr', 'pag', 'compl', 'infCTeNorm', 'infDoc'],
]);
/** The certificate of a signature, wherever it stands. */
const CERTIFICATE = 'KeyInfo';
const PACKED = 'docZip';
/** Names that would reach into the program instead of naming a member of a node. */
const UNSAFE: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether it is the `inf…` element whose Id is an access key: what is below it is laid out by the national schemas. */
function isKeyedBody(local: string, attributes: Attributes): boolean {
  return local.startsWith('inf') && keyInId(local, attributes['Id'] ?? '') !== null;
}

interface Frame {
  /** Under which name the parent holds it: its local name, `{namespace}name` for an element of another layout. */
  readonly key: string;
  readonly scope: Scope;
  /** In a keyed body. */
  readonly keyed: boolean;
  /** In or at an element that is wanted. */
  readonly inWanted: boolean;
  /** Its place among the wanted ones, or -1. */
  readonly wanted: number;
  node: Record<string, unknown> | null;
  text: string;
  unsafe: boolean;
}

/** Builds the nodes of `tree.ts` from what a parser meets, in its order. */
export class TreeBuilder implements Parsed {
  readonly packed: string[] = [];
  readonly wanted: (XmlNode | MaloteError)[] = [];
  root: XmlNode | string = '';
  name = '';
  #elements = 0;
  #marked = 0;
  /** Open elements of the group that is being left out. */
  #leftOut = 0;
  readonly #open: Frame[] = [];

  constructor(
    private readonly asked: readonly Wanted[],
    private readonly depth: number,
  ) {}

  /** @throws MaloteError FISCAL_TOO_COMPLEX, FISCAL_UNSAFE_NAME, FISCAL_UNDECODABLE */
  start(qualified: string, attributes: Attributes): void {
    if (this.#leftOut + this.#open.length >= this.depth) {
      throw new MaloteError('FISCAL_TOO_COMPLEX', { limit: this.depth, what: fiscalMessages.measures.depth });
    }
    const colon = qualified.indexOf(':');
    const local = colon < 0 ? qualified : qualified.slice(colon + 1);
    const wanted = this.#mark(local);
    if (this.#leftOut > 0) {
      this.#leftOut++;
      return;
    }
    const frame = this.#frame(
      local,
      (this.#open.at(-1)?.scope ?? Scope.outermost).of(qualified, colon, attributes),
      wanted,
      attributes,
    );
    if (this.#open.length === 0) this.name = local;
    this.#open.push(frame);
    if (local === CERTIFICATE || (frame.keyed && UNREAD_GROUPS.has(local))) this.#leftOut = 1;
  }

  text(text: string): void {
    const frame = this.#open.at(-1);
    if (frame !== undefined && this.#leftOut === 0) frame.text += text;
  }

  end(): void {
    if (this.#leftOut > 1) {
      this.#leftOut--;
      return;
    }
    this.#leftOut = 0;
    const frame = this.#open.pop();
    if (frame !== undefined) this.#close(frame, this.#open.at(-1));
  }

  #frame(local: string, scope: Scope, wanted: number, attributes: Attributes): Frame {
    const parent = this.#open.at(-1);
    const foreign = parent !== undefined && scope.isForeignTo(parent.scope, parent.keyed);
    const unsafe = UNSAFE.has(local);
    const inWanted = wanted >= 0 || parent?.inWanted === true;
    if (unsafe && !inWanted) throw new MaloteError('FISCAL_UNSAFE_NAME');
    return {
      key: foreign ? `{${scope.uri}}${local}` : local,
      scope,
      keyed: parent?.keyed === true || isKeyedBody(local, attributes),
      inWanted,
      wanted,
      node: attributesOf(attributes),
      text: '',
      unsafe,
    };
  }

  #close(frame: Frame, parent: Frame | undefined): void {
    const value = valueOf(frame);
    if (frame.wanted >= 0) this.wanted[frame.wanted] = usable(frame, value);
    else if (frame.unsafe && parent !== undefined) parent.unsafe = true;
    if (frame.key === PACKED && !frame.inWanted) this.packed.push(frame.text);
    if (parent === undefined) this.root = value;
    else if (!UNSAFE.has(frame.key)) add((parent.node ??= {}), frame.key, value);
  }

  /** The bytes were searched for markup before they were decoded: both readings must meet the same elements. */
  #mark(local: string): number {
    const asked = this.asked[this.#marked];
    if (asked?.element !== this.#elements++) return -1;
    if (asked.name !== local) throw new MaloteError('FISCAL_UNDECODABLE', { encoding: 'XML' });
    if (this.#leftOut > 0) this.wanted[this.#marked] = new MaloteError('FISCAL_AMBIGUOUS', { envelope: local });
    return this.#marked++;
  }
}

/** Attributes under `@_` and their local name; declarations of prefixes are left out. */
function attributesOf(attributes: Attributes): Record<string, unknown> | null {
  let node: Record<string, unknown> | null = null;
  for (const name in attributes) {
    if (name.startsWith('xmlns:')) continue;
    const local = name.slice(name.indexOf(':') + 1);
    (node ??= {})[`@_${local}`] = attributes[name];
  }
  return node;
}

function valueOf({ node, text }: Frame): XmlNode | string {
  const trimmed = text === '' ? '' : text.trim();
  if (node === null) return trimmed;
  if (trimmed !== '') node['#text'] = trimmed;
  return node;
}

function usable(frame: Frame, value: XmlNode | string): XmlNode | MaloteError {
  if (frame.unsafe) return new MaloteError('FISCAL_UNSAFE_NAME');
  if (typeof value !== 'string') return value;
  return new MaloteError('FISCAL_MALFORMED', { reason: fiscalMessages.malformed.emptyRoot });
}

function add(node: Record<string, unknown>, key: string, value: XmlNode | string): void {
  if (!Object.hasOwn(node, key)) {
    node[key] = value;
    return;
  }
  const before = node[key];
  if (Array.isArray(before)) before.push(value);
  else node[key] = [before, value];
}
