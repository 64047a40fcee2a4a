/**
 * Shows the console's scenes in a real Electron and keeps a picture of each, for eyes: `node test/renderer/look.mjs OUT [scene …]`.
 * Also says what the page's policy refused, and what axe finds. Needs MALOTE_ELECTRON and a screen (xvfb-run -a).
 */
import { createServer } from 'node:http';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { _electron } from '@playwright/test';
import { build } from 'vite';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
const MAIN = `const { app, BrowserWindow } = require('electron');
app.commandLine.appendSwitch('force-device-scale-factor', '1');
app.commandLine.appendSwitch('lang', 'pt-BR');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 720, useContentSize: true, frame: false });
  window.loadURL('data:text/html,<p>pronto');
});`;
const SIZES = [
  [1280, 720],
  [1920, 1080],
];

const [out = 'test-results/console', ...wanted] = process.argv.slice(2);
const folder = resolve(import.meta.dirname, '../../node_modules/.cache/malote-console');

async function serve() {
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  return server;
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(request, response) {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const file = join(folder, pathname === '/' ? 'index.html' : pathname);
  try {
    const body = await readFile(file);
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'text/plain',
      'content-security-policy': POLICY,
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

async function open() {
  const app = await mkdtemp(join(tmpdir(), 'malote-look-'));
  await writeFile(join(app, 'package.json'), '{"name":"look","version":"1.0.0","main":"main.cjs"}');
  await writeFile(join(app, 'main.cjs'), MAIN);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    executablePath: process.env['MALOTE_ELECTRON'],
    args: [...asRoot, app, `--user-data-dir=${join(app, 'data')}`],
  });
  return { electron, page: await electron.firstWindow(), clean: () => rm(app, { recursive: true, force: true }) };
}

async function axe(page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `  axe ${id} ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
    ),
  );
}

await build({ configFile: resolve(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' });
await mkdir(out, { recursive: true });
const server = await serve();
const { electron, page, clean } = await open();
page.on('console', (message) => {
  if (message.type() === 'error' || message.type() === 'warning') console.log(`  console: ${message.text()}`);
});
page.on('pageerror', (error) => console.log(`  pageerror: ${error.message}`));
const origin = `http://127.0.0.1:${server.address().port}`;
await page.goto(`${origin}/?scene=running`);
const fixtures = wanted.length > 0 ? wanted : await page.evaluate(() => window.fixtureNames);
for (const fixture of fixtures) {
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(`${origin}/?scene=${fixture}`);
    await page.waitForTimeout(500);
    const found = await axe(page);
    console.log(`${fixture} ${theme}: ${found.length === 0 ? 'axe clean' : `\n${found.join('\n')}`}`);
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(out, `${fixture}-${theme}-${width}.png`) });
    }
  }
}
await electron.close();
await clean();
server.close();
