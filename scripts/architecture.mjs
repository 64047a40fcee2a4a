#!/usr/bin/env node
// Draws the floors of src into docs/architecture.md: from the list that lint holds, and from what is really imported.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AREAS, areaOf, FLOORS, ROOMS } from './eslint/boundaries.mjs';
import { importGraph } from './lib/imports.mjs';
import { root } from './lib/paths.mjs';

const PAGE = path.join(root, 'docs', 'architecture.md');
const BEGIN = '<!-- drawn by `npm run architecture`: from here … -->';
const END = '<!-- … to here -->';

/**
 * What each area imports of others, types included.
 * @returns {Map<string, Set<string>>}
 */
export function arrows() {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const [file, targets] of importGraph(path.join(root, 'src'))) {
    const from = areaOf(file.replace(/\.tsx?$/, ''));
    const known = found.get(from) ?? new Set();
    found.set(from, known);
    for (const target of targets) {
      const to = areaOf(target.replace(/\.tsx?$/, ''));
      if (to !== from) known.add(to);
    }
  }
  return found;
}

/** The areas from the top of the house to its bottom: hosts, the engine's door, its floors, the contract. */
export function floors() {
  const hosts = Object.keys(AREAS).filter((area) => area !== 'shared' && !/^engine(\/|$)/.test(area));
  return [
    { name: 'hosts', areas: hosts },
    { name: 'door', areas: ['engine'] },
    ...FLOORS.map((services, index) => ({
      name: String(index + 1),
      areas: services.map((room) => `engine/${room}`),
    })).reverse(),
    { name: '0', areas: ['shared'] },
  ];
}

/** @param {string} area */
function usesOf(area) {
  const { files, timers, clock, packages = [] } = ROOMS[area.replace(/^engine\//, '')] ?? {};
  const uses = [files && 'files', timers && 'timers', clock && 'clock', ...packages];
  return uses.filter((use) => typeof use === 'string').join(', ');
}

/** @param {string} page */
function markersOf(page) {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/architecture.md has no place for the drawing: ${BEGIN}`);
  return [begin + BEGIN.length, end];
}

/**
 * The page with the drawing as it should be.
 * @param {string} page
 */
export function withDrawing(page) {
  const imports = arrows();
  const short = (/** @type {string} */ area) => area.replace(/^engine\//, '');
  const lines = floors().flatMap(({ name, areas }) => [
    ...areas.map((area, index) => {
      const targets = [...(imports.get(area) ?? [])].filter((target) => target !== 'shared').map(short);
      const uses = usesOf(area);
      const line = `${(index === 0 ? name : '').padEnd(6)}${short(area).padEnd(20)}${targets.length === 0 ? '' : '► '}${targets.sort().join(', ')}${uses === '' ? '' : `   [${uses}]`}`;
      return line.trimEnd();
    }),
    '',
  ]);
  const services = FLOORS.flat();
  const count = services.reduce((sum, room) => sum + below(imports.get(`engine/${room}`)), 0);
  const [begin, end] = markersOf(page);
  const figures = `${String(services.length)} rooms, ${String(FLOORS.length)} floors, ${String(count)} arrows between rooms.`;
  return `${page.slice(0, begin)}\n\n\`\`\`text\n${lines.join('\n').trimEnd()}\n\`\`\`\n\n${figures}\n\n${page.slice(end)}`;
}

/** @param {ReadonlySet<string>} [targets] */
function below(targets = new Set()) {
  return [...targets].filter((target) => target !== 'shared').length;
}

if (realpathSync(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  writeFileSync(PAGE, withDrawing(readFileSync(PAGE, 'utf8')));
}
