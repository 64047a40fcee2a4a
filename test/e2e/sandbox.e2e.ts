import { execFileSync } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ask, electron, openApp, type OpenApp, type OpenOptions } from './support/app';

/** "nobody" of every Linux. */
const NOBODY = 65_534;

let home: string;
let app: OpenApp;

test.afterEach(async () => {
  await app.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

test('as an ordinary user the pages run in the real sandbox', async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-sandbox-'));
  app = await openApp(process.getuid?.() === 0 ? await asNobody(home) : { home });
  expect(await ask(app.page, 'engine', 'probeRuntime')).toMatchObject({ ok: true, value: { journalMode: 'wal' } });
  const { arguments: given, pages } = await app.application.evaluate(({ app: program }) => ({
    arguments: process.argv,
    pages: program
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ pid, sandboxed }) => ({ pid, sandboxed })),
  }));
  expect(given).not.toContain('--no-sandbox');
  expect(pages).toHaveLength(1);
  for (const { pid, sandboxed } of pages) {
    // Electron says it on Windows and macOS; on Linux the kernel does
    if (process.platform !== 'linux') expect(sandboxed).toBe(true);
    else expect(await readFile(`/proc/${String(pid)}/status`, 'utf8')).toMatch(/NoNewPrivs:\s*1\nSeccomp:\s*2\n/);
  }
});

/** The same Electron, started by root in the name of nobody: root itself has no sandbox to test. */
async function asNobody(place: string): Promise<OpenOptions> {
  const folder = dirname(electron());
  // root's own folders are closed to others; links cost nothing where the file system is the same
  execFileSync('cp', ['-a', ...(isSameDisk(folder, place) ? ['-l'] : []), folder, join(place, 'electron')]);
  const executable = join(place, 'as-nobody.sh');
  const real = join(place, 'electron', basename(electron()));
  const change = `setpriv --reuid=${String(NOBODY)} --regid=${String(NOBODY)} --clear-groups`;
  await writeFile(executable, `#!/bin/sh\nexec ${change} '${real}' "$@"\n`);
  for (const open of [place, executable]) await chmod(open, 0o755);
  const own = join(place, 'home');
  await mkdir(own);
  const { XAUTHORITY } = process.env;
  const key = join(own, 'xauthority');
  if (XAUTHORITY !== undefined) await copyFile(XAUTHORITY, key);
  for (const given of XAUTHORITY === undefined ? [own] : [own, key]) await chown(given, NOBODY, NOBODY);
  return { home: own, executable, env: { HOME: own, ...(XAUTHORITY === undefined ? {} : { XAUTHORITY: key }) } };
}

function isSameDisk(...places: string[]): boolean {
  const disks = execFileSync('stat', ['--format=%d', ...places], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return new Set(disks).size === 1;
}
