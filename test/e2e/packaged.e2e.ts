import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { ask, environment, root } from './support/app';
import { listAsar, packBoth, readFuses, type Flavour, type Fuses, type Package } from './support/package';

/** What a release must be, whatever electron-builder.yml comes to say (docs/decisions/0010-packaging.md). */
const HARDENED: Fuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};
const MIB = 1 << 20;
const LARGEST_ASAR = 32 * MIB;
const PACK_MS = 240_000;
const SMALL_MONTH_MS = 60_000;

const output = join(root, 'test-results', 'packages');
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
let packages: Readonly<Record<Flavour, Package>>;
let home: string;

test.beforeAll(async () => {
  test.setTimeout(PACK_MS);
  packages = await packBoth(output);
});
test.afterAll(() => rm(output, { recursive: true, force: true, maxRetries: 5 }));

test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-packaged-'));
});
test.afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

test('the fuses in the executables are those of the release; the test flavour differs by the debugger alone', async () => {
  expect(await readFuses(packages.release.executable)).toEqual(HARDENED);
  expect(await readFuses(packages.test.executable)).toEqual({ ...HARDENED, EnableNodeCliInspectArguments: true });
});

test('the archive holds the program, what it needs to run, and nothing else', async () => {
  const files = await listAsar(packages.release.asar);
  expect(await listAsar(packages.test.asar)).toEqual(files);
  expect([...new Set(files.map((file) => file.split('/')[0]))].sort()).toEqual([
    'node_modules',
    'out',
    'package.json',
    'resources',
  ]);
  expect(files).toEqual(expect.arrayContaining(['out/main/index.js', 'out/main/engine-host.js', 'resources/icon.png']));
  const forbidden = /\.map$|\.[mc]?tsx?$|(^|\/)(test|tests|__tests__)\/|\.(test|spec|e2e)\.[mc]?js$/;
  expect(files.filter((file) => forbidden.test(file))).toEqual([]);
  expect(await developmentPackages(files)).toEqual([]);

  const { size } = await stat(packages.release.asar);
  console.log(`app.asar: ${(size / MIB).toFixed(1)} MiB, ${files.length} files`);
  expect(size).toBeLessThan(LARGEST_ASAR);
  const bytes = await readFile(packages.release.asar);
  for (const folder of ['src', 'node_modules', 'out']) expect(bytes.includes(join(root, folder))).toBe(false);
});

test('packed, the program goes from the first start through a demonstration to its evidence', async () => {
  test.setTimeout(2 * SMALL_MONTH_MS);
  await smallDemonstration();
  const application = await _electron.launch({
    executablePath: packages.test.executable,
    args: [...asRoot, `--user-data-dir=${join(home, 'user-data')}`],
    env: environment(home),
    chromiumSandbox: asRoot.length === 0,
  });
  try {
    const page = await application.firstWindow();
    expect(await application.evaluate(({ app }) => [app.isPackaged, app.getAppPath()])).toEqual([
      true,
      packages.test.asar,
    ]);
    expect(page.url()).toBe('app://malote/index.html');
    expect(await ask(page, 'engine', 'probeRuntime')).toMatchObject({ ok: true, value: { journalMode: 'wal' } });

    await page.getByTestId('begin-demonstration').click();
    await page.getByTestId('start-run').click();
    await expect(page.getByTestId('evidence-closing')).toContainText('Cada um dos 30 documentos', {
      timeout: SMALL_MONTH_MS,
    });
    for (const name of ['archived', 'verified']) await expect(page.getByTestId(`total-${name}`)).toHaveText('30');
    await page.screenshot({ path: join(root, 'test-results', 'packaged-end.png') });
  } finally {
    await application.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
    await application.close();
  }
});

test('the release starts and opens its database; it is no Node and takes no debugger', async () => {
  const canary = join(home, 'canary');
  const script = join(home, 'script.cjs');
  await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(canary)}, '')`);
  const given = ['--inspect=0', script, ...asRoot, `--user-data-dir=${join(home, 'user-data')}`];
  const release = spawn(packages.release.executable, given, {
    env: environment(home, { ELECTRON_RUN_AS_NODE: '1' }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  release.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const ended = new Promise((done) => release.once('close', done));
  try {
    await expect.poll(() => existsSync(join(home, 'workspace', 'malote.db')), { timeout: 20_000 }).toBe(true);
    expect(existsSync(canary)).toBe(false);
    expect(words).not.toContain('Debugger listening');
  } finally {
    release.kill();
    await ended;
  }
});

/** The demonstration that the assistant opens is the one that was last: a few documents, where a first start would have 12,000. */
async function smallDemonstration(): Promise<void> {
  const memory = { active: false, companies: 3, documents: 10, seed: 1, quirks: 'all' };
  await mkdir(join(home, 'user-data'));
  await writeFile(join(home, 'user-data', 'demonstration.json'), JSON.stringify(memory));
}

/** The packages among these files that package-lock.json knows as needed for development alone, or not at all. */
async function developmentPackages(files: readonly string[]): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const needed = Object.keys(lock.packages).filter((path) => lock.packages[path]!.dev !== true);
  // by name alone, since electron-builder lays the tree out anew; .cache has what the bootstrap built for this Electron
  const known = new Set([...needed.map(packageOf), '.cache']);
  const packed = new Set(files.map(packageOf).filter((name) => name !== undefined));
  return [...packed].filter((name) => !known.has(name));
}

function packageOf(path: string): string | undefined {
  return /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
}
