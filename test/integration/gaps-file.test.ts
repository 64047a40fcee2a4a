import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOffice } from '../../src/simulator';
import { eventually } from '../support/eventually';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const office = createOffice({ seed: 5, month: MONTH, companies: 3, documentsPerCompany: 15 });

const fileOf = ({ workspace }: OfficeFixture): string => join(workspace.folder, `gaps-${MONTH}.txt`);
const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** A month that is fetched while the import share is away: everything is archived, nothing delivered. */
async function undelivered(): Promise<OfficeFixture> {
  const fixture = await openOfficeFixture({ office });
  const away = `${fixture.workspace.import}-fora`;
  await rename(fixture.workspace.import, away);
  const engine = await fixture.openEngine();
  const summary = await engine.run({ month: MONTH });
  expect(summary.run.status).toBe('gaps');
  await engine.close();
  const text = await readFile(fileOf(fixture), 'utf8');
  expect(text.startsWith('\uFEFFMalote: pendências de março de 2026\r\n')).toBe(true);
  expect(text.split('\r\n').filter((line) => /^\d{44}/.test(line)).length).toBeGreaterThan(30);
  await rename(away, fixture.workspace.import);
  return fixture;
}

describe('the file of a month’s gaps', () => {
  it('goes when what it names was delivered by a command of its own', async () => {
    const fixture = await undelivered();
    const engine = await fixture.openEngine();
    expect(await engine.deliver()).toMatchObject({ pending: 0 });
    await engine.close();
    expect(await isThere(fileOf(fixture))).toBe(false);
  }, 120_000);

  it('goes while the window’s dispatcher delivers by itself', async () => {
    const fixture = await undelivered();
    const engine = await fixture.openEngine();
    await engine.watch();
    await eventually(async () => expect(await isThere(fileOf(fixture))).toBe(false));
  }, 120_000);

  it('names what is left of it when a part is gone, and is told with its place', async () => {
    const fixture = await undelivered();
    const target = join(fixture.workspace.import, 'Import');
    await mkdir(target, { recursive: true });
    const engine = await fixture.openEngine();
    const before = await engine.keepGaps(MONTH);
    expect(before).toBe(fileOf(fixture));
    const named = await readFile(fileOf(fixture), 'utf8');
    const key = /^\d{44}/m.exec(named)?.[0] ?? '';
    await mkdir(join(target, `${key}.xml`));
    await engine.deliver();
    await engine.close();
    const left = await readFile(fileOf(fixture), 'utf8');
    expect(left).toContain(key);
    expect(left.length).toBeLessThan(named.length);
  }, 120_000);
});
