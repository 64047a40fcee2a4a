import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listCopies, proveCopy, settleRestore, type CopiesPlace } from '../../src/engine';
import { makeBackedUpWorkspace, openBackupFixture, type BackupFixture } from '../support/backup-fixture';
import { bundle, type Bundle } from '../support/bundle';
import { queryLedger } from '../support/ledger-dump';
import { READER } from '../support/ledger-reader';
import { removeWorkspace, type Workspace } from '../support/workspace';

/** Of each; twenty in all. */
const KILLS = 10;

let built: Bundle;
let made: Workspace;
beforeAll(async () => {
  built = await bundle({ backup: 'test/support/backup-process.ts' });
  made = await makeBackedUpWorkspace();
});
afterAll(async () => {
  await built.dispose();
  await removeWorkspace(made);
});

const { signal } = new AbortController();

/** @returns how many steps it took; null: it was killed. */
async function child(
  { workspace, folder }: BackupFixture,
  what: 'backup' | 'restore',
  dieAt: number,
): Promise<number | null> {
  const args = [workspace.folder, folder, READER, what, String(dieAt)];
  const started = spawn(process.execPath, [join(built.folder, 'backup.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  await once(started, 'close');
  if (started.signalCode !== null) return null;
  expect(started.exitCode).toBe(0);
  return Number(told);
}

/** From the first step to the last, at even distances. */
const instants = (steps: number): number[] =>
  Array.from({ length: KILLS }, (_, at) => 1 + Math.floor((at * (steps - 1)) / (KILLS - 1)));

it(`${String(KILLS)} kills while a copy is made leave every copy that was, whole, and no half of another`, async () => {
  const fixture = await openBackupFixture(made, { daily: 1, weekly: 0, monthly: 0 });
  const place: CopiesPlace = { workspace: fixture.workspace.folder, folder: null, of: null, reader: READER, signal };
  const steps = (await child(fixture, 'backup', 0)) ?? 0;
  expect(await listCopies(place)).toHaveLength(1);
  for (const [kill, dieAt] of instants(steps).entries()) {
    writeFileSync(join(fixture.workspace.folder, 'guardados', `${String(kill)}.txt`), `novo ${String(kill)}`);
    expect(await child(fixture, 'backup', dieAt), `step ${String(dieAt)} of ${String(steps)}`).toBeNull();
    const there = await listCopies(place);
    expect(there.map(({ error }) => error)).toEqual(there.map(() => null));
    const ids = there.map(({ id }) => id);
    // the one before is there until another is
    expect(ids).not.toEqual([]);
    expect(await proveCopy(place, null)).toMatchObject({ id: ids[0] });
  }
  expect(await child(fixture, 'backup', 0)).toBeGreaterThan(0);
  expect(readdirSync(fixture.workspace.folder).filter((name) => /^(copiando|conferindo)$/.test(name))).toEqual([]);
  expect(queryLedger(fixture.workspace.ledger, "SELECT count(*) AS n FROM jobs WHERE state = 'running'")).toEqual([
    { n: 0 },
  ]);
}, 120_000);

it(`${String(KILLS)} kills while a copy is put back leave the old workspace or the new one`, async () => {
  const fixture = await openBackupFixture(made);
  const { folder, ledger } = fixture.workspace;
  writeFileSync(join(folder, 'guardados', 'estado.txt'), 'da cópia');
  await child(fixture, 'backup', 0);
  const present = join(fixture.folder, '..', 'presente');
  const state = join(folder, 'guardados', 'estado.txt');
  writeFileSync(state, 'de agora');
  writeFileSync(join(folder, 'gaps-2026-03.txt'), 'só agora');
  cpSync(folder, present, { recursive: true });
  const again = (): void => {
    rmSync(folder, { recursive: true });
    cpSync(present, folder, { recursive: true });
  };
  const steps = (await child(fixture, 'restore', 0)) ?? 0;
  const seen = new Set<string>();
  for (const dieAt of instants(steps)) {
    again();
    expect(await child(fixture, 'restore', dieAt), `step ${String(dieAt)} of ${String(steps)}`).toBeNull();
    settleRestore(folder);
    const found = readFileSync(state, 'utf8');
    seen.add(found);
    const aside = readdirSync(folder).filter((name) => name.startsWith('anterior-'));
    const isNew = found === 'da cópia';
    expect(existsSync(join(folder, 'gaps-2026-03.txt')), `step ${String(dieAt)}`).toBe(!isNew);
    expect(aside).toHaveLength(isNew ? 1 : 0);
    if (isNew) expect(readFileSync(join(folder, aside[0] ?? '', 'guardados', 'estado.txt'), 'utf8')).toBe('de agora');
    expect(queryLedger(ledger, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(queryLedger(ledger, "SELECT count(*) AS n FROM journal WHERE action = 'backup.restored'")).toEqual([
      { n: isNew ? 1 : 0 },
    ]);
    expect(readdirSync(folder).filter((name) => /^resta/.test(name))).toEqual([]);
  }
  expect([...seen].sort()).toEqual(['da cópia', 'de agora']);
}, 120_000);
