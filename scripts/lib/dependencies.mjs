import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf } from './digest.mjs';
import { Explained, say } from './explain.mjs';
import { localCache, root } from './paths.mjs';
import { run } from './process.mjs';

const stamp = join(localCache, 'package-lock.sha256');

/**
 * Makes node_modules what package-lock.json says; does nothing when it already is.
 * @throws {Explained}
 */
export async function ensureDependencies() {
  const wanted = await digestOf(root, ['package-lock.json']);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  if (!(await isInstalled())) await install();
  await mkdir(localCache, { recursive: true });
  await writeFile(stamp, wanted);
}

/** Somebody may have run `npm ci` by hand: npm's own note in node_modules tells. */
async function isInstalled() {
  const [lock, installed] = await Promise.all([
    readLock(join(root, 'package-lock.json')),
    readLock(join(root, 'node_modules', '.package-lock.json')),
  ]);
  return lock !== undefined && installed !== undefined && coversLock(lock, installed);
}

/**
 * @typedef {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> }} Lock
 */

/**
 * Whether everything a lock demands stands in what npm notes as installed. Optional packages (other platforms' binaries) may be
 * absent, but not in another version.
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 */
export function coversLock(lock, installed) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
    return found.version === wanted.version;
  });
}

/**
 * @param {string} file
 * @returns {Promise<Lock | undefined>}
 */
async function readLock(file) {
  try {
    return /** @type {Lock} */ (JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** @throws {Explained} */
async function install() {
  say('Instalando as dependências (npm ci)…');
  const outcome = await npm(
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--engine-strict=false', '--loglevel=error'],
    { show: true },
  );
  if (outcome.code === 0) return;
  if (outcome.missing) {
    throw new Explained(
      'O npm não foi encontrado.',
      'Instale o Node de https://nodejs.org, que o traz, e rode o mesmo comando de novo.',
    );
  }
  if (/EBUSY|EPERM/.test(outcome.output)) {
    throw new Explained(
      'O npm não conseguiu trocar arquivos de node_modules que estão em uso.',
      'Feche o Malote e o editor, apague a pasta node_modules e rode de novo.',
    );
  }
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(outcome.output)) {
    throw new Explained(
      'O registro do npm não respondeu.',
      'Verifique a internet (ou o proxy: npm config get proxy) e rode de novo.',
    );
  }
  if (/ENOSPC/.test(outcome.output)) {
    throw new Explained('O disco ficou cheio durante a instalação.', 'Libere cerca de 1 GB e rode de novo.');
  }
  throw new Explained(
    'O npm ci falhou; o motivo está nas linhas acima.',
    'Corrija-o, ou apague a pasta node_modules e rode de novo.',
  );
}

/**
 * Runs npm with this Node, without a shell: the one that started this script, else the one beside this Node, else the one on the path.
 * @param {string[]} args
 * @param {{ cwd?: string, show?: boolean, timeoutMs?: number }} [options]
 */
export function npm(args, options = {}) {
  const bin = dirname(process.execPath);
  const cli = [
    process.env['npm_execpath'] ?? '',
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((candidate) => /npm-cli\.c?js$/.test(candidate) && existsSync(candidate));
  return cli === undefined ? run('npm', args, options) : run(process.execPath, [cli, ...args], options);
}
