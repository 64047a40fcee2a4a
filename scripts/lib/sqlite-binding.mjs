import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureDebianPackages } from './debian.mjs';
import { Explained, say } from './explain.mjs';
import { localCache, removeStaleFiles, root } from './paths.mjs';
import { run } from './process.mjs';

/** better-sqlite3 13 ships binaries for this Node-API and later (Node ≥ 22.14, Electron ≥ 35). */
const PREBUILT_NODE_API = 10;

/** What the package's own build passes, but for its Node-API: the experimental one of Node 20 has what version 10 made stable. */
const DEFINES = [
  'NAPI_EXPERIMENTAL',
  'NODE_API_EXPERIMENTAL_NO_WARNING',
  'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
  'NAPI_DISABLE_CPP_EXCEPTIONS',
  'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  'NODE_GYP_MODULE_NAME=better_sqlite3',
  'BUILDING_NODE_EXTENSION',
  '_LARGEFILE_SOURCE',
  '_FILE_OFFSET_BITS=64',
];
const SCRATCH = 'build-';
const COMMON = ['-O2', '-fPIC', '-pthread', '-DNDEBUG', '-fno-omit-frame-pointer'];

/**
 * Makes better-sqlite3 loadable on a Node-API older than its prebuilt binaries want: builds it once from the package's own source
 * into the file that src/engine/ledger/sqlite.ts loads. The one binary serves Node 20 and Electron 33 alike
 * (docs/decisions/0003-sqlite-binding.md).
 * @param {{ nodeApi?: number }} [runtime] Node-API of the runtime that will load it; this Node's unless told
 * @throws {Explained}
 */
export async function ensureSqliteBinding({ nodeApi = Number(process.versions.napi) } = {}) {
  if (nodeApi >= PREBUILT_NODE_API) return;
  const source = join(root, 'node_modules', 'better-sqlite3');
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(await readFile(join(source, 'package.json'), 'utf8'))
  );
  const target = join(localCache, `better-sqlite3-${version}-napi9-${process.platform}-${process.arch}.node`);
  if (existsSync(target)) return;
  if (process.platform !== 'linux') {
    throw new Explained(
      `O better-sqlite3 não traz binário pronto para o Node ${process.versions.node} (Node-API ${nodeApi}).`,
      'Instale o Node 22.14 ou mais novo de https://nodejs.org e rode o mesmo comando de novo.',
    );
  }
  await ensureCompiler();
  const headers = nodeHeaders();
  await mkdir(localCache, { recursive: true });
  await removeStaleFiles(localCache, SCRATCH);
  const scratch = await mkdtemp(join(localCache, SCRATCH));
  try {
    const started = Date.now();
    say(`Compilando o better-sqlite3 para Node-API ${nodeApi} (uma vez só, cerca de 40 s)…`);
    const built = await compile(source, headers, scratch);
    await tryBinding(source, built);
    await rename(built, target);
    say(
      `better-sqlite3 ${version} compilado para Node-API ${nodeApi} em ${Math.round((Date.now() - started) / 1000)} s.`,
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @throws {Explained} */
async function ensureCompiler() {
  const found = await Promise.all(['gcc', 'g++'].map((name) => run(name, ['--version'])));
  if (found.every((outcome) => outcome.code === 0)) return;
  await ensureDebianPackages(['g++'], 'compilar o better-sqlite3');
  if ((await run('g++', ['--version'])).code === 0) return;
  throw new Explained(
    'Falta um compilador C++ (gcc e g++) para adaptar o better-sqlite3 a este Node.',
    'Instale o g++ com o gerenciador de pacotes do sistema, ou use o Node 22.14 em diante, que não precisa dele.',
  );
}

/** @throws {Explained} */
function nodeHeaders() {
  const fromEnvironment = process.env['npm_config_nodedir'];
  const candidates = [
    ...(fromEnvironment === undefined ? [] : [join(fromEnvironment, 'include', 'node')]),
    join(dirname(process.execPath), '..', 'include', 'node'),
    '/usr/include/node',
    '/usr/local/include/node',
  ];
  const found = candidates.find((folder) => existsSync(join(folder, 'node_api.h')));
  if (found !== undefined) return found;
  throw new Explained(
    'Faltam os cabeçalhos do Node (node_api.h) para adaptar o better-sqlite3 a este Node.',
    'No Debian: apt-get install libnode-dev. Ou use o Node 22.14 em diante, que não precisa deles.',
  );
}

/**
 * SQLite (C) and the binding (C++) at the same time, then linked.
 * @param {string} source the package's folder
 * @param {string} headers
 * @param {string} scratch
 * @returns {Promise<string>} the binary
 * @throws {Explained}
 */
async function compile(source, headers, scratch) {
  const sqlite = join(source, 'deps', 'sqlite3');
  const gypi = await readFile(join(source, 'deps', 'defines.gypi'), 'utf8');
  const options = [...gypi.matchAll(/'([A-Z0-9_]+(?:=[^']*)?)'/g)].map((match) => `-D${match[1]}`);
  const nodeAddonApi = dirname(createRequire(join(source, 'package.json')).resolve('node-addon-api'));
  const objects = [join(scratch, 'sqlite3.o'), join(scratch, 'better_sqlite3.o')];
  const built = join(scratch, 'better_sqlite3.node');
  const c = [
    '-c',
    '-std=c99',
    '-w',
    ...COMMON,
    ...options,
    '-I',
    sqlite,
    join(sqlite, 'sqlite3.c'),
    '-o',
    `${objects[0]}`,
  ];
  const cpp = [
    ...[
      '-c',
      '-std=c++20',
      '-fvisibility=hidden',
      '-fvisibility-inlines-hidden',
      '-fno-rtti',
      '-fno-exceptions',
      ...COMMON,
    ],
    ...options,
    ...DEFINES.map((name) => `-D${name}`),
    ...[
      '-I',
      headers,
      '-I',
      nodeAddonApi,
      '-I',
      sqlite,
      join(source, 'src', 'better_sqlite3.cpp'),
      '-o',
      `${objects[1]}`,
    ],
  ];
  const link = [
    '-shared',
    '-pthread',
    '-Wl,-Bsymbolic',
    '-Wl,--exclude-libs,ALL',
    '-s',
    '-o',
    built,
    ...objects,
    '-ldl',
    '-lm',
  ];
  for (const outcome of await Promise.all([run('gcc', c), run('g++', cpp)])) checkCompiled(outcome);
  checkCompiled(await run('g++', link));
  return built;
}

/**
 * @param {import('./process.mjs').Outcome} outcome
 * @throws {Explained}
 */
function checkCompiled(outcome) {
  if (outcome.code === 0) return;
  const noMemory = /Killed|virtual memory exhausted/.test(outcome.output) || outcome.code === 128;
  throw new Explained(
    noMemory
      ? 'Faltou memória para compilar o better-sqlite3.'
      : 'A compilação do better-sqlite3 falhou; o motivo está nas linhas acima.',
    'Use o Node 22.14 em diante, que não precisa compilar, e rode de novo.',
    { details: outcome.output.slice(-2_000) },
  );
}

/**
 * A wrong binary ends the process without a word, so it is tried in one of its own before anything relies on it.
 * @param {string} source
 * @param {string} binding
 * @throws {Explained}
 */
async function tryBinding(source, binding) {
  const program = `
    const Database = require(process.argv[1]);
    const db = new Database(':memory:', { nativeBinding: process.argv[2] });
    db.function('twice', (x) => 2 * x);
    process.exit(db.prepare('select twice(21)').pluck().get() === 42 ? 0 : 3);`;
  const outcome = await run(process.execPath, ['-e', program, source, binding], { timeoutMs: 60_000 });
  if (outcome.code === 0) return;
  throw new Explained(
    'O better-sqlite3 compilado aqui não funciona com este Node.',
    'Use o Node 22.14 em diante, que traz o binário pronto, e rode de novo.',
    { details: outcome.output.slice(-2_000) },
  );
}
