import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { HARDENED } from '../support/hardened-fuses';
import { ask, environment, root } from './support/app';
import { listAsar, packBoth, readFuses, type Flavour, type Package } from './support/package';

const MIB = 1 << 20;
const LARGEST_ASAR = 10 * MIB;
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
  // the rest is in the bundles; .cache has what the bootstrap built for this Electron
  const packed = new Set(files.map(packageOf).filter((name) => name !== undefined && name !== '.cache'));
  expect([...packed]).toEqual(['better-sqlite3']);

  const { size } = await stat(packages.release.asar);
  console.log(`app.asar: ${(size / MIB).toFixed(1)} MiB, ${files.length} files`);
  expect(size).toBeLessThan(LARGEST_ASAR);
  const bytes = await readFile(packages.release.asar);
  for (const folder of ['src', 'node_modules', 'out']) expect(bytes.includes(join(root, folder))).toBe(false);
});

test('beside the program lie the words of every licence and the list of its components, the same as docs/licences.md', async () => {
  const folder = join(dirname(packages.release.asar), 'notices');
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const notices = JSON.parse(await read('notices.json')) as {
    name: string;
    version: string;
    licence: string;
    text: string;
  }[];
  const page = await readFile(join(root, 'docs', 'licences.md'), 'utf8');
  expect(page.split('\n').filter((line) => /^\| \S+ \| \d/.test(line))).toEqual(
    notices.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
  );
  const words = await read('THIRD-PARTY-NOTICES.txt');
  for (const { name, version, text } of notices) {
    expect(words).toContain(`${name} ${version}\r\n`);
    expect(text.length, name).toBeGreaterThan(200);
  }
  const sbom = JSON.parse(await read('sbom.cdx.json')) as Record<string, unknown> & {
    components: { name: string; version: string }[];
  };
  expect(sbom).toMatchObject({
    bomFormat: 'CycloneDX',
    metadata: { component: { name: 'malote', type: 'application' } },
  });
  const named = (all: readonly { name: string; version: string }[]): string[] =>
    all.map(({ name, version }) => `${name}@${version}`).sort();
  expect(named(sbom.components)).toEqual(named(notices));
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

    await page.getByRole('button', { name: 'Sobre' }).click();
    await expect(page.getByTestId('others')).toHaveText(/^\d+ componentes: \d+ MIT ·/);
    await page.getByRole('button', { name: 'Ver componentes e licenças' }).click();
    await page.getByRole('searchbox').fill('better-sqlite3');
    await page.getByTestId('others-list').locator('summary').click();
    await expect(page.getByTestId('others-list')).toContainText('Permission is hereby granted');
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

function packageOf(path: string): string | undefined {
  return /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
}
