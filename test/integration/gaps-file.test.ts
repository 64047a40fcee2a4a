import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOffice } from '../../src/simulator';
import { eventually } from '../support/eventually';
import { openScene, type Scene } from '../support/scene';

const MONTH = '2026-03';
const office = createOffice({ seed: 5, month: MONTH, companies: 3, documentsPerCompany: 15 });

const fileOf = ({ workspace }: Scene): string => join(workspace.folder, `gaps-${MONTH}.txt`);
const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** A month that is fetched while the import share is away: everything is archived, nothing delivered. */
async function undelivered(): Promise<Scene> {
  const scene = await openScene({ office });
  const away = `${scene.workspace.import}-fora`;
  await rename(scene.workspace.import, away);
  const engine = await scene.openEngine();
  const summary = await engine.run({ month: MONTH });
  expect(summary.run.status).toBe('gaps');
  await engine.close();
  const text = await readFile(fileOf(scene), 'utf8');
  expect(text.startsWith('\uFEFFMalote: pendências de março de 2026\r\n')).toBe(true);
  expect(text.split('\r\n').filter((line) => /^\d{44}/.test(line)).length).toBeGreaterThan(30);
  await rename(away, scene.workspace.import);
  return scene;
}

describe('the file of a month’s gaps', () => {
  it('goes when what it names was delivered by a command of its own', async () => {
    const scene = await undelivered();
    const engine = await scene.openEngine();
    expect(await engine.deliver()).toMatchObject({ pending: 0 });
    await engine.close();
    expect(await isThere(fileOf(scene))).toBe(false);
  }, 120_000);

  it('goes while the window’s courier delivers by itself', async () => {
    const scene = await undelivered();
    const engine = await scene.openEngine();
    await engine.watch();
    await eventually(async () => expect(await isThere(fileOf(scene))).toBe(false));
  }, 120_000);

  it('names what is left of it when a part is gone, and is told with its place', async () => {
    const scene = await undelivered();
    const target = join(scene.workspace.import, 'Import');
    await mkdir(target, { recursive: true });
    const engine = await scene.openEngine();
    const before = await engine.keepGaps(MONTH);
    expect(before).toBe(fileOf(scene));
    const named = await readFile(fileOf(scene), 'utf8');
    const key = /^\d{44}/m.exec(named)?.[0] ?? '';
    await mkdir(join(target, `${key}.xml`));
    await engine.deliver();
    await engine.close();
    const left = await readFile(fileOf(scene), 'utf8');
    expect(left).toContain(key);
    expect(left.length).toBeLessThan(named.length);
  }, 120_000);
});
