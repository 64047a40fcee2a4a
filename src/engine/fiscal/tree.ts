/**
 * An element as the parser gives it: children by local name, attributes under "@_name", its own text under "#text". A child of another
 * layout than its parent's stands under "{namespace}name", where no look-up by local name meets it.
 */
export type XmlNode = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(node: XmlNode | null, name: string): unknown {
  return node !== null && Object.hasOwn(node, name) ? node[name] : undefined;
}

/** All child elements of that name that have children or attributes, in document order. */
export function children(node: XmlNode | null, name: string): XmlNode[] {
  const value = own(node, name);
  if (Array.isArray(value)) return value.filter(isNode);
  return isNode(value) ? [value] : [];
}

/** The first element at the end of a path of local names. */
export function child(node: XmlNode | null, ...path: string[]): XmlNode | null {
  let current = node;
  for (const name of path) current = children(current, name)[0] ?? null;
  return current;
}

/** How many child elements of that name there are, leaves included. */
export function count(node: XmlNode | null, name: string): number {
  const value = own(node, name);
  if (value === undefined) return 0;
  return Array.isArray(value) ? value.length : 1;
}

/** The text of the first child of that name, trimmed; null when it is absent or empty. */
export function text(node: XmlNode | null, name: string): string | null {
  const value = own(node, name);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const raw = isNode(first) ? first['#text'] : first;
  return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : null;
}

export function attribute(node: XmlNode | null, name: string): string | null {
  const value = own(node, `@_${name}`);
  return typeof value === 'string' ? value.trim() : null;
}

/** Local names of the child elements of its own layout. */
export function childNames(node: XmlNode): string[] {
  return Object.keys(node).filter((name) => !name.startsWith('@_') && !name.startsWith('{') && name !== '#text');
}

/** Local names of the child elements of another layout. */
export function foreignNames(node: XmlNode): string[] {
  return Object.keys(node).flatMap((name) => (name.startsWith('{') ? [name.slice(name.lastIndexOf('}') + 1)] : []));
}
