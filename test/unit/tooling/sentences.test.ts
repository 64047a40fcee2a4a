import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const folders = ['src/shared/messages', 'src/shared/errors'];

/** Labels of a few words may well stand on two screens by chance; a sentence does not. */
const FEWEST_WORDS = 5;

/** Whether a text says something by itself: it ends as a sentence does, or is as long as one. */
function isSentence(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  return words.length >= FEWEST_WORDS || (words.length > 2 && /[.?!]$/.test(text));
}

/** What of a syntax tree is looked at. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}

const isNode = (thing: unknown): thing is Node => typeof thing === 'object' && thing !== null && 'type' in thing;

const treeOf = (source: string): unknown =>
  (tseslint.parser.parseForESLint(source) as { ast: { body: unknown } }).ast.body;

/** What stands in literals and templates; a value that is put in reads `{}`. Names of modules are no texts. */
function textsOf(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsOf);
  if (!isNode(part) || part.type === 'ImportDeclaration') return [];
  if (part.type === 'Literal') return typeof part.value === 'string' ? [part.value] : [];
  const below = Object.values(part).flatMap(textsOf);
  return part.quasis === undefined ? below : [part.quasis.map(({ value }) => value.cooked).join('{}'), ...below];
}

/** Sentences that stand more than once, with the files where they do. */
function twice(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const places = new Map<string, string[]>();
  for (const [file, source] of Object.entries(files))
    for (const text of textsOf(treeOf(source))
      .map((one) => one.trim())
      .filter(isSentence))
      places.set(text, [...(places.get(text) ?? []), file]);
  return Object.fromEntries([...places].filter(([, of]) => of.length > 1));
}

const messages = Object.fromEntries(
  folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
);

describe('what people read', () => {
  it('stands once, whoever shows it', () => {
    expect(Object.keys(messages).length).toBeGreaterThan(50);
    expect(twice(messages)).toEqual({});
  });

  it('is known by its text, whatever is put into it and however it is written', () => {
    const files = {
      'a.ts': "export const a = { gone: 'A pasta sumiu.', label: 'A pasta' };",
      'b.ts':
        'export const b = { gone: `A pasta sumiu.`, label: `A pasta`, of: (n: number) => `há ${n} na fila de entrega` };',
      'c.ts': 'export const c = (all: string): string => `há ${all} na fila de entrega`;',
    };
    expect(twice(files)).toEqual({ 'A pasta sumiu.': ['a.ts', 'b.ts'], 'há {} na fila de entrega': ['b.ts', 'c.ts'] });
  });
});
