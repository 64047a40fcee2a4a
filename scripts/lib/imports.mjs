import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import ts from 'typescript';

/**
 * What each file of a folder imports of the same folder, of types alone and of `.tsx` too: found by TypeScript's scanner, nothing is
 * translated.
 * @param {string} folder
 * @returns {Map<string, string[]>} file → files, both relative to the folder, with `/`
 */
export function importGraph(folder) {
  const files = readdirSync(folder, { recursive: true })
    .map((file) => String(file).split(sep).join('/'))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, file), 'utf8'), true, false);
      const targets = importedFiles.flatMap(({ fileName }) =>
        fileName.startsWith('.') ? [posix.join(posix.dirname(file), fileName)] : [],
      );
      const found = targets.flatMap((target) =>
        [target, `${target}.ts`, `${target}.tsx`, posix.join(target, 'index.ts')]
          .filter((candidate) => known.has(candidate))
          .slice(0, 1),
      );
      return [file, [...new Set(found)]];
    }),
  );
}

/**
 * Files that import themselves by a detour, each circle with all its files in alphabetical order (Tarjan).
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @returns {string[][]}
 */
export function circlesOf(graph) {
  /** @type {Map<string, { index: number, low: number, open: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const circles = [];
  /** @param {string} file */
  const visit = (file) => {
    const mark = { index: seen.size, low: seen.size, open: true };
    seen.set(file, mark);
    stack.push(file);
    const next = graph.get(file) ?? [];
    for (const target of next) {
      const known = seen.get(target);
      if (known === undefined) mark.low = Math.min(mark.low, visit(target).low);
      else if (known.open) mark.low = Math.min(mark.low, known.index);
    }
    if (mark.low === mark.index) {
      const circle = stack.splice(stack.indexOf(file));
      for (const member of circle) /** @type {{ open: boolean }} */ (seen.get(member)).open = false;
      if (circle.length > 1 || next.includes(file)) circles.push(circle.sort());
    }
    return mark;
  };
  for (const file of graph.keys()) if (!seen.has(file)) visit(file);
  return circles.sort(([a = ''], [b = '']) => a.localeCompare(b));
}
