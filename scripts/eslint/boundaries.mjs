import { isBuiltin } from 'node:module';
import { posix, relative, sep } from 'node:path';

/**
 * The floors of the engine, lowest first: a room imports only rooms on lower floors, through their index.ts, types included; rooms on
 * one floor do not know each other. docs/architecture.md is drawn from this list and from the imports (`npm run architecture`);
 * docs/decisions/0034-floors.md says where it differs from what it is to become.
 * @type {readonly (readonly string[])[]}
 */
export const FLOORS = [
  ['base', 'domain'],
  ['files'],
  ['fiscal', 'shares', 'spreadsheets'],
  ['network', 'settings'],
  ['companies', 'sieg'],
  ['ledger'],
  ['alerts', 'archive', 'diagnosis', 'jobs/runner'],
  ['delivery', 'jobs/backup', 'jobs/retention', 'reports', 'schedule'],
  ['intake', 'jobs/audit'],
  ['capture', 'jobs/legacy-import'],
  ['verdict'],
  ['jobs/run'],
  ['console', 'jobs/recovery'],
  ['gaps', 'records'],
  ['app'],
];

/**
 * What a room uses of the world; a room that is not listed is refused, whatever it imports. `timers` and `clock` are `base`'s alone, which
 * gives the others what they need of them. Wanted in the end: `files` in `shares`, `ledger`, `settings` and `reports` alone. An entry that nobody needs any
 * more fails test/unit/tooling/floors.test.ts, so that the table only shrinks.
 *
 * - `files`: Node's `fs`
 * - `timers`: `setTimeout`, `setInterval`, `setImmediate`, `Atomics.wait`, Node's `timers`
 * - `clock`: `Date.now`, `new Date()`, `performance.now`
 * - `packages`: npm packages
 *
 * @type {Record<string, { files?: true, timers?: true, clock?: true, packages?: string[] }>}
 */
export const ROOMS = {
  base: { timers: true, clock: true },
  domain: {},
  files: { files: true },
  fiscal: { packages: ['saxes'] },
  shares: { files: true, packages: ['zod'] },
  spreadsheets: { packages: ['csv-parse', 'saxes', 'yauzl'] },
  network: { packages: ['proxy-from-env'] },
  settings: { files: true, packages: ['zod'] },
  companies: { packages: ['axios'] },
  sieg: { packages: ['axios'] },
  ledger: { files: true, packages: ['better-sqlite3'] },
  alerts: { files: true, packages: ['axios', 'nodemailer'] },
  archive: {},
  diagnosis: { files: true, packages: ['axios', 'fflate'] },
  'jobs/runner': {},
  delivery: {},
  'jobs/backup': { files: true, packages: ['zod'] },
  'jobs/retention': { files: true },
  reports: { files: true, packages: ['exceljs', 'p-queue'] },
  schedule: { packages: ['croner'] },
  intake: { files: true, packages: ['fflate', 'p-queue', 'zod'] },
  'jobs/audit': { packages: ['p-queue'] },
  capture: { packages: ['p-queue', 'zod'] },
  'jobs/legacy-import': {},
  verdict: {},
  'jobs/run': {},
  console: {},
  'jobs/recovery': { files: true },
  gaps: { files: true },
  records: {},
  app: { files: true },
};

/**
 * Who may import what outside the engine's rooms. An area is a folder below src. An area may always import from itself; what is not
 * listed here may not be imported.
 *
 * - `src`: areas that may be imported, whole
 * - `files`: single files that may be imported, without extension
 * - `doors`: areas of which only index.ts may be imported
 * - `packages`: npm packages; `any` but for the guarded ones below
 * - `builtins`: whether Node's own modules may be imported
 *
 * @type {Record<string, { src?: string[], files?: string[], doors?: string[], packages: 'any' | string[], builtins: boolean }>}
 */
export const AREAS = {
  shared: { packages: ['zod'], builtins: false },
  renderer: { src: ['shared'], packages: 'any', builtins: false },
  preload: { src: ['shared'], packages: ['electron'], builtins: false },
  main: { src: ['shared'], doors: ['engine', 'engine/files', 'engine-link'], packages: 'any', builtins: true },
  // The engine's process: plain Node code beside the main process, which starts it by the name of its bundle.
  'engine-process': {
    src: ['shared'],
    doors: ['engine', 'engine-link', 'simulator', 'demonstration'],
    packages: 'any',
    builtins: true,
  },
  cli: {
    src: ['shared'],
    doors: ['engine', 'engine-link', 'engine-process', 'simulator', 'demonstration'],
    packages: 'any',
    builtins: true,
  },
  // How processes of one workspace speak to each other; it knows no engine.
  'engine-link': { src: ['shared'], doors: ['engine/base', 'engine/files'], packages: ['zod'], builtins: true },
  demonstration: { src: ['shared'], doors: ['engine', 'engine/files', 'simulator'], packages: 'any', builtins: true },
  simulator: { src: ['shared'], doors: ['engine/domain'], packages: 'any', builtins: true },
  // src/engine/index.ts, the engine's door, which stands above the highest floor.
  engine: { src: ['shared'], doors: roomsBelow(FLOORS.length), packages: [], builtins: false },
  ...Object.fromEntries(
    FLOORS.flatMap((services, floor) => services.map((room) => [`engine/${room}`, areaOfRoom(room, floor)])),
  ),
};

/**
 * The areas of the services on floors below this one.
 * @param {number} floor
 */
function roomsBelow(floor) {
  return FLOORS.slice(0, floor).flatMap((services) => services.map((room) => `engine/${room}`));
}

/**
 * @param {string} room
 * @param {number} floor
 */
function areaOfRoom(room, floor) {
  // pure rules, which know neither people's words (but what events are called) nor the machine; of the tables that the contract knows
  // too, their own
  const isDomain = room === 'domain';
  return {
    src: isDomain ? [] : ['shared'],
    files: isDomain ? ['shared/document-models', 'shared/messages/pt-BR/events'] : [],
    doors: roomsBelow(floor),
    packages: ROOMS[room]?.packages ?? [],
    builtins: !isDomain,
  };
}

/** Packages that only some areas may import, wherever they would be allowed. */
export const GUARDED_PACKAGES = {
  'better-sqlite3': ['engine/ledger'],
  electron: ['main', 'preload'],
  // workbooks are written with exceljs and never read with it (docs/decisions/0023-reading-tables.md)
  exceljs: ['engine/reports', 'simulator'],
  yauzl: ['engine/spreadsheets'],
  'csv-parse': ['engine/spreadsheets'],
};

/**
 * Doors of Electron that lead outside or past the contract: each is opened in one folder only, whatever a file may else import.
 * @type {Record<string, string>}
 */
export const GUARDED_ELECTRON = {
  ipcMain: 'main/ipc',
  ipcRenderer: 'preload',
  contextBridge: 'preload',
  shell: 'main/security',
  safeStorage: 'main/secrets',
  dialog: 'main/dialogs',
  utilityProcess: 'main/engine',
  MessageChannelMain: 'main/engine',
  Tray: 'main/tray',
  Notification: 'main/notifications',
};

/** Makes the writers, for who puts the services together. */
const HAND_OUT = 'engine/ledger/writers/hand-out';

/** Files of the ledger that write what one room alone is answerable for (invariant 3): no door leads to them but this one. */
export const GUARDED_WRITERS = [
  { files: 'engine/ledger/writers/documents', writer: 'engine/intake' },
  { files: 'engine/ledger/writers/deliveries', writer: 'engine/delivery' },
  { files: HAND_OUT, writer: 'engine/app' },
];

/**
 * Why a file of src may not import something, or nothing when it may. Works on paths alone, so a wrong import is refused before the
 * file it names exists.
 * @param {string} file path below src, with `/`
 * @param {string} specifier as it stands in the import
 * @returns {string | undefined}
 */
export function whyForbidden(file, specifier) {
  const from = withoutExtension(file);
  const area = areaOf(from);
  const rules = AREAS[area];
  if (rules === undefined) return `src/${file} lies in no area of scripts/eslint/boundaries.mjs`;
  if (!specifier.startsWith('.')) return whyPackageForbidden(area, rules, specifier);
  const target = withoutExtension(posix.join(posix.dirname(from), specifier));
  if (target.startsWith('..')) return 'src imports nothing outside src';
  return whyFileForbidden(from, area, rules, target);
}

/**
 * @param {string} from
 * @param {string} area
 * @param {(typeof AREAS)[string]} rules
 * @param {string} target
 */
function whyFileForbidden(from, area, rules, target) {
  const guarded = GUARDED_WRITERS.find(({ files }) => target.startsWith(files));
  if (guarded !== undefined) {
    if (area === guarded.writer || from.startsWith(guarded.files) || from === HAND_OUT) return undefined;
    return `${target} may be imported by ${guarded.writer} alone`;
  }
  const targetArea = areaOf(target);
  if (targetArea === area || rules.src?.includes(targetArea) || rules.files?.includes(target)) return undefined;
  const hasDoor = rules.doors?.includes(targetArea) === true;
  if (!hasDoor) return `${area} may not import ${targetArea}`;
  return isDoor(target, targetArea) ? undefined : `${area} may import ${targetArea} only through its index.ts`;
}

/**
 * @param {string} area
 * @param {(typeof AREAS)[string]} rules
 * @param {string} specifier
 */
function whyPackageForbidden(area, rules, specifier) {
  if (isBuiltin(specifier)) {
    if (!rules.builtins) return `${area} may not import Node's ${specifier}`;
    const use = Object.entries(WORLD).find(([, modules]) => modules.test(specifier))?.[0];
    return use === undefined ? undefined : whyUseForbidden(area, use, specifier);
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const guarded = Object.entries(GUARDED_PACKAGES).find(([guardedName]) => guardedName === name);
  if (guarded !== undefined)
    return guarded[1].includes(area) ? undefined : `${name} may be imported by ${guarded[1].join(', ')} alone`;
  return rules.packages === 'any' || rules.packages.includes(name) ? undefined : `${area} may not import ${name}`;
}

/**
 * Why a file of src may not have a name of Electron, or nothing when it may.
 * @param {string} file path below src, with `/`
 * @param {string | undefined} name undefined: the whole module under one name
 * @returns {string | undefined}
 */
export function whyElectronForbidden(file, name) {
  if (name === undefined) return 'import the names of electron that are needed, one by one';
  const folder = Object.hasOwn(GUARDED_ELECTRON, name) ? GUARDED_ELECTRON[name] : undefined;
  if (folder === undefined || file.startsWith(`${folder}/`)) return undefined;
  return `electron's ${name} may be imported in src/${folder} alone`;
}

/** Node's modules that a room of the engine needs to be listed for. */
const WORLD = { files: /^(node:)?fs(\/promises)?$/, timers: /^(node:)?timers(\/promises)?$/ };
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'Atomics.wait'];

/**
 * Why an area may not use something of the world, or nothing when it may.
 * @param {string} area
 * @param {string} use `files`, `timers` or `clock`
 * @param {string} what as it stands in the code
 */
function whyUseForbidden(area, use, what) {
  if (area !== 'engine' && !area.startsWith('engine/')) return undefined;
  const isListed = ROOMS[area.slice('engine/'.length)]?.[/** @type {'files'} */ (use)] === true;
  return isListed ? undefined : `${area} may not use ${what}`;
}

/**
 * Why a file of src may not wait or look at the clock by itself, or nothing when it may.
 * @param {string} file path below src, with `/`
 * @param {'timers' | 'clock'} use
 * @param {string} what
 */
export function whyTimeForbidden(file, use, what) {
  return whyUseForbidden(areaOf(withoutExtension(file)), use, what);
}

/** @param {string} path */
function withoutExtension(path) {
  return path.replace(/\.(d\.)?[cm]?[jt]sx?$/, '');
}

/**
 * The area of a path below src, without extension: the first folder, in the engine the room, and what else has rules of its own.
 * @param {string} path
 */
export function areaOf(path) {
  const [first = '', room = 'index', ...rest] = path.split('/');
  const within = `${first}/${room}`;
  const deeper = `${within}/${rest[0] ?? ''}`;
  if (deeper in AREAS) return deeper;
  return (first === 'engine' && room !== 'index') || within in AREAS ? within : first;
}

/**
 * @param {string} target
 * @param {string} area
 */
function isDoor(target, area) {
  return target === area || target === `${area}/index`;
}

/** @param {{ type: string, name?: string }} node */
function isDate(node) {
  return node.type === 'Identifier' && node.name === 'Date';
}

/**
 * ESLint rule over `import`, `export … from`, `import()`, `import type`, `typeof import()` and `require()`, timers and clocks.
 * @type {import('eslint').Rule.RuleModule}
 */
export const rule = {
  meta: { type: 'problem', schema: [], messages: { forbidden: 'Import boundary: {{reason}}.' } },
  create(context) {
    const file = relative(`${context.cwd}${sep}src`, context.filename).split(sep).join('/');
    if (file.startsWith('..')) return {};
    const report = (/** @type {import('eslint').Rule.Node} */ node, /** @type {string | undefined} */ reason) => {
      if (reason !== undefined) context.report({ node, messageId: 'forbidden', data: { reason } });
    };
    /** @param {any} source */
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      report(source, whyForbidden(file, source.value));
    };
    /** @param {any} node */
    const checkNames = ({ source, importKind, specifiers }) => {
      if (!/^electron(\/|$)/.test(String(source.value)) || importKind === 'type') return;
      for (const specifier of specifiers) report(specifier, whyElectronForbidden(file, specifier.imported?.name));
    };
    return {
      ImportDeclaration: (node) => {
        check(node.source);
        checkNames(node);
      },
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (/** @type {any} */ node) => check(node.source ?? node.argument?.literal),
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') check(node.arguments[0]);
        if (isDate(node.callee)) report(node, whyTimeForbidden(file, 'clock', 'Date()'));
      },
      NewExpression: (node) => {
        if (isDate(node.callee) && node.arguments.length === 0)
          report(node, whyTimeForbidden(file, 'clock', 'new Date()'));
      },
      MemberExpression: (node) => {
        const name = context.sourceCode.getText(node).replace(/^globalThis\./, '');
        if (name === 'Date.now' || name === 'performance.now') report(node, whyTimeForbidden(file, 'clock', name));
        if (TIMERS.includes(name)) report(node, whyTimeForbidden(file, 'timers', name));
      },
      'Program:exit': () => {
        // names that no import and no declaration of this file explains
        for (const { identifier } of context.sourceCode.scopeManager.globalScope?.through ?? []) {
          const isType = /** @type {any} */ (identifier).parent?.type === 'TSTypeQuery';
          const { name } = identifier;
          if (!isType && TIMERS.includes(name))
            report(/** @type {any} */ (identifier), whyTimeForbidden(file, 'timers', name));
        }
      },
    };
  },
};
