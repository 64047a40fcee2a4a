import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { arrows, floors, withDrawing } from '../../../scripts/architecture.mjs';
import { FLOORS, ROOMS } from '../../../scripts/eslint/boundaries.mjs';

const root = resolve(import.meta.dirname, '..', '..', '..');
const engine = join(root, 'src', 'engine');

it('the drawing in docs/architecture.md is what the list and the imports say: npm run architecture', () => {
  const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');
  expect(page).toBe(withDrawing(page));
});

it('every arrow of the drawing points downwards', () => {
  const order = floors();
  const floorOf = (area: string): number => order.findIndex(({ areas }) => areas.includes(area));
  const found = [...arrows()].flatMap(([from, targets]) => [...targets].map((to) => ({ from, to })));
  expect(found.length).toBeGreaterThan(100);
  const isAmongHosts = (area: string): boolean => floorOf(area) === 0;
  // who of the hosts knows whom is a table of its own
  expect(
    found.filter(({ from, to }) => floorOf(to) <= floorOf(from) && !(isAmongHosts(from) && isAmongHosts(to))),
  ).toEqual([]);
});

it('every room has a floor, every floor its rooms, and nothing lies loose beside the door', () => {
  const entries = readdirSync(engine, { withFileTypes: true });
  const services = FLOORS.flat();
  expect(entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).toEqual(['index.ts']);
  expect(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)).toEqual(
    [...new Set(services.map((room) => room.split('/')[0]))].sort(),
  );
  expect(readdirSync(join(engine, 'jobs')).map((name) => `jobs/${name}`)).toEqual(
    services.filter((room) => room.startsWith('jobs/')).sort(),
  );
  expect(new Set(services).size).toBe(services.length);
  expect(Object.keys(ROOMS)).toEqual(services);
  for (const room of services) expect(readdirSync(join(engine, room))).toContain('index.ts');
});

it.each([...FLOORS.flat(), '.'])('the door of %s begins with what it is for, in about ten lines', (room) => {
  const door = readFileSync(join(engine, room, 'index.ts'), 'utf8');
  const contract = /^\/\*\*\n((?: \* .+\n)+) \*\/\n/.exec(door)?.[1] ?? '';
  expect(contract.split('\n').length).toBeGreaterThan(2);
  expect(contract.split('\n').length).toBeLessThan(12);
});

const SIGNS = {
  files: /from '(node:)?fs(\/promises)?'/,
  timers: /\b(setTimeout|setInterval|setImmediate)\b|from '(node:)?timers/,
  clock: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/,
} as const;

it('a room is listed for nothing that it does not use', () => {
  const idle = Object.entries(ROOMS).flatMap(([room, { packages = [], ...uses }]) => {
    const files = readdirSync(join(engine, room), { recursive: true, encoding: 'utf8' });
    const code = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(engine, room, file), 'utf8'))
      .join('\n');
    return [
      ...Object.keys(uses).filter((use) => !SIGNS[use as keyof typeof SIGNS].test(code)),
      ...packages.filter((name) => !code.includes(`from '${name}`) && !code.includes(`import('${name}')`)),
    ].map((use) => `${room}: ${use}`);
  });
  expect(idle).toEqual([]);
});
