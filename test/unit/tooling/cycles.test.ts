import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '..', '..', '..', 'src');

it('no file of src imports itself by a detour', async () => {
  const graph = await importGraph();
  expect(graph.size).toBeGreaterThan(10);
  expect(findCycle(graph)).toEqual([]);
});

it('a cycle would be found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
  ]);
  expect(findCycle(graph)).toEqual(['b', 'd', 'b']);
});

/** File → the files it imports, both relative to src; imports of types alone vanish at run time and do not count. */
async function importGraph(): Promise<Map<string, string[]>> {
  const files = (await readdir(src, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.d.ts'),
  );
  const known = new Set(files);
  const graph = new Map<string, string[]>();
  for (const file of files) {
    const { outputText } = ts.transpileModule(await readFile(join(src, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
    });
    const imported = ts.preProcessFile(outputText).importedFiles.map(({ fileName }) => fileName);
    const targets = imported.filter((name) => name.startsWith('.')).map((name) => join(dirname(file), name));
    graph.set(
      file,
      targets.flatMap((target) =>
        [`${target}.ts`, join(target, 'index.ts')].filter((candidate) => known.has(candidate)).slice(0, 1),
      ),
    );
  }
  return graph;
}

/** The first cycle met, first file repeated at the end; empty when there is none. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
