import { isBuiltin } from 'node:module';
import { posix, relative, sep } from 'node:path';

/**
 * Who may import what, as docs/architecture.md draws it. An area is a folder below src, and in the engine each room is one. An area
 * may always import from itself; what is not listed here may not be imported.
 *
 * - `src`: areas that may be imported, whole
 * - `doors`: areas of which only index.ts may be imported
 * - `packages`: npm packages; `any` but for the guarded ones below
 * - `builtins`: whether Node's own modules may be imported
 *
 * @type {Record<string, { src?: string[], doors?: string[], packages: 'any' | string[], builtins: boolean }>}
 */
export const AREAS = {
  shared: { packages: ['zod'], builtins: false },
  renderer: { src: ['shared'], packages: 'any', builtins: false },
  preload: { src: ['shared'], packages: ['electron'], builtins: false },
  main: {
    src: ['shared'],
    doors: ['engine', 'engine/files'],
    packages: 'any',
    builtins: true,
  },
  // The engine's process: plain Node code beside the main process, which starts it by the name of its bundle.
  'main/engine-host': {
    src: ['shared'],
    doors: ['engine', 'simulator', 'demonstration'],
    packages: 'any',
    builtins: true,
  },
  cli: { src: ['shared'], doors: ['engine', 'simulator', 'demonstration'], packages: 'any', builtins: true },
  demonstration: {
    src: ['shared'],
    doors: ['engine', 'engine/files', 'simulator'],
    packages: 'any',
    builtins: true,
  },
  simulator: { src: ['shared', 'engine/domain'], packages: 'any', builtins: true },
  // src/engine/index.ts, the engine's door, puts the rooms together.
  engine: { src: ['shared', 'engine/domain'], doors: ['engine/*'], packages: 'any', builtins: true },
  'engine/domain': { packages: [], builtins: false },
  // Every other folder of the engine is a room.
  'engine/*': { src: ['shared', 'engine/domain'], doors: ['engine/*'], packages: 'any', builtins: true },
};

/** Packages that only some areas may import, wherever `any` would allow them. */
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

/** Files of the ledger that write what one room alone is answerable for (invariant 3): no door leads to them but this one. */
export const GUARDED_WRITERS = [
  { files: 'engine/ledger/writers/documents', writer: 'engine/intake' },
  { files: 'engine/ledger/writers/deliveries', writer: 'engine/delivery' },
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
  const rules = AREAS[ruleNameOf(area)];
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
    if (area === guarded.writer || from.startsWith(guarded.files)) return undefined;
    return `${target} may be imported by ${guarded.writer} alone`;
  }
  const targetArea = areaOf(target);
  if (targetArea === area || rules.src?.includes(targetArea)) return undefined;
  const hasDoor = rules.doors?.some((door) => door === targetArea || door === ruleNameOf(targetArea)) === true;
  if (!hasDoor) return `${area} may not import ${targetArea}`;
  return isDoor(target, targetArea) ? undefined : `${area} may import ${targetArea} only through its index.ts`;
}

/**
 * @param {string} area
 * @param {(typeof AREAS)[string]} rules
 * @param {string} specifier
 */
function whyPackageForbidden(area, rules, specifier) {
  if (isBuiltin(specifier)) return rules.builtins ? undefined : `${area} may not import Node's ${specifier}`;
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

/** @param {string} path */
function withoutExtension(path) {
  return path.replace(/\.(d\.)?[cm]?[jt]sx?$/, '');
}

/**
 * The area of a path below src, without extension: the first folder, in the engine the room, and what else has rules of its own.
 * @param {string} path
 */
function areaOf(path) {
  const [first = '', room = 'index'] = path.split('/');
  const within = `${first}/${room}`;
  return (first === 'engine' && room !== 'index') || within in AREAS ? within : first;
}

/** @param {string} area */
function ruleNameOf(area) {
  return !(area in AREAS) && area.startsWith('engine/') ? 'engine/*' : area;
}

/**
 * @param {string} target
 * @param {string} area
 */
function isDoor(target, area) {
  return target === area || target === `${area}/index`;
}

/**
 * ESLint rule over `import`, `export … from`, `import()`, `import type`, `typeof import()` and `require()`.
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
      },
    };
  },
};
