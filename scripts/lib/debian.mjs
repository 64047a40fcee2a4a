import { Explained, say } from './explain.mjs';
import { run } from './process.mjs';

/** What an Electron without a desktop needs on Debian and Ubuntu: its libraries, and a screen in memory. */
export const ELECTRON_PACKAGES = [
  'libasound2',
  'libatk-bridge2.0-0',
  'libatk1.0-0',
  'libatspi2.0-0',
  'libcairo2',
  'libcups2',
  'libdrm2',
  'libgbm1',
  'libglib2.0-0',
  'libgtk-3-0',
  'libnotify4',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libsecret-1-0',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
  'xauth',
  'xvfb',
];

/** What a desktop for tests is made of (test/support/desktop): a bus, notifications, a tray and a key ring. */
export const DESKTOP_PACKAGES = [
  'dbus-bin',
  'dbus-daemon',
  'dunst',
  'gnome-keyring',
  'libglib2.0-bin',
  'python3-dbus',
  'python3-gi',
];

/** What a mount that fails on request is made of (test/support/fault-mount). */
export const FAULT_PACKAGES = ['gcc', 'libc6-dev', 'libfuse3-dev'];

/** What the laboratory of a real SMB share is made of (test/smb). */
export const SMB_PACKAGES = [
  'cifs-utils',
  'iproute2',
  'kmod',
  'procps',
  'python3-samba',
  'samba',
  'user-mode-linux',
  'util-linux',
];

/** What runs Windows programs (scripts/lib/wine.mjs): 100 MB to fetch, 670 MB installed. */
export const WINE_PACKAGES = ['wine64'];

/**
 * Makes Debian packages present: installs the missing ones as root, else says the one command that does. Elsewhere it does nothing.
 * @param {string[]} packages
 * @param {string} purpose what they are for, in Portuguese, as in "para …"
 * @throws {Explained} when something is missing and this process may not install it
 */
export async function ensureDebianPackages(packages, purpose) {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new Explained(`Faltam pacotes do sistema para ${purpose}.`, `Rode: sudo ${command}`);
  }
  say(`Instalando ${missing.length} pacote(s) do sistema para ${purpose}…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env, timeoutMs: 300_000 });
  const names = await Promise.all(missing.map(currentName));
  const outcome = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
    env,
    timeoutMs: 900_000,
  });
  if (outcome.code !== 0) {
    throw new Explained(
      `O apt-get não conseguiu instalar os pacotes para ${purpose}.`,
      `Rode e veja o motivo: ${command}`,
      {
        details: outcome.output.slice(-2_000),
      },
    );
  }
}

/**
 * @param {string[]} packages
 * @returns {Promise<string[]>} nothing where dpkg does not exist
 */
async function missingPackages(packages) {
  if (process.platform !== 'linux') return [];
  const asked = packages.flatMap((name) => [name, `${name}t64`]);
  const outcome = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...asked]);
  if (outcome.missing) return [];
  const installed = new Set(
    outcome.stdout.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  );
  return packages.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}

/**
 * Debian 13 and Ubuntu 24.04 renamed libraries with 64-bit time (`libgtk-3-0t64`).
 * @param {string} name
 */
async function currentName(name) {
  const renamed = await run('apt-cache', ['show', '--no-all-versions', `${name}t64`]);
  return renamed.code === 0 && renamed.stdout.includes('Package:') ? `${name}t64` : name;
}
