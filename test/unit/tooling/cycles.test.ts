import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { circlesOf, importGraph } from '../../../scripts/lib/imports.mjs';

it('no file of src imports itself by a detour, types and .tsx included', () => {
  const graph = importGraph(resolve(import.meta.dirname, '..', '..', '..', 'src'));
  expect(graph.size).toBeGreaterThan(800);
  expect(graph.get('renderer/app/App.tsx')).toContain('renderer/app/Rail.tsx');
  expect(graph.get('engine/shares/root-context.ts')).toContain('engine/base/index.ts');
  expect(circlesOf(graph)).toEqual([]);
});

it('a circle would be found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
    ['e', ['e']],
  ]);
  expect(circlesOf(graph)).toEqual([['b', 'd'], ['e']]);
});
