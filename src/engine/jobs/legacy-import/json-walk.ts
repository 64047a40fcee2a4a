/** Deeper than anything that a program writes on purpose. */
const DEEPEST = 200;

/** The values are nested deeper than anything that the old system wrote. */
export class TooDeep extends Error {}

export interface JsonVisitor<Context> {
  /** What is known of everything below this property or list item; null to leave it out. Items of a list bear the list's name. */
  enter(name: string, value: unknown, context: Context): Context | null;
  /** A value that holds no others. */
  leaf(value: string | number | boolean | null, name: string, context: Context): void;
}

interface Level<Context> {
  readonly entries: Iterator<readonly [string, unknown]>;
  readonly context: Context;
}

function* entriesOf(value: object, name: string): Generator<readonly [string, unknown]> {
  if (Array.isArray(value)) for (const item of value as unknown[]) yield [name, item];
  else for (const key of Object.keys(value)) yield [key, (value as Record<string, unknown>)[key]];
}

/** Visits every value of parsed JSON in its order, without recursion. @throws TooDeep */
export function walkJson<Context>(root: unknown, context: Context, visitor: JsonVisitor<Context>): void {
  if (typeof root !== 'object' || root === null) return;
  const levels: Level<Context>[] = [{ entries: entriesOf(root, ''), context }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const next = level.entries.next();
    if (next.done === true) {
      levels.pop();
      continue;
    }
    const [name, value] = next.value;
    const below = visitor.enter(name, value, level.context);
    if (below === null) continue;
    if (typeof value !== 'object' || value === null)
      visitor.leaf(value as string | number | boolean | null, name, below);
    else if (levels.length >= DEEPEST) throw new TooDeep();
    else levels.push({ entries: entriesOf(value, name), context: below });
  }
}
