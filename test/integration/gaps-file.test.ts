import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
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

  describe('is begun for a month that was complete', () => {
    type Look = (engine: Engine) => Promise<unknown>;
    const inArchive = (fixture: OfficeFixture): string => fixture.workspace.archive;
    const atTarget = (fixture: OfficeFixture): string => fixture.workspace.import;

    it.each<[string, Look, (fixture: OfficeFixture) => string, (key: string) => RegExp]>([
      ['a verification', (engine) => engine.verify(MONTH), inArchive, (key) => new RegExp(`${key}.*conteúdo`)],
      [
        'an audit',
        (engine) => engine.audits.run({ months: null, companies: null }),
        inArchive,
        (key) => new RegExp(`${key}.*conteúdo`),
      ],
      [
        'a scrub of deliveries',
        (engine) => engine.scrub(),
        atTarget,
        () => /1 arquivo entregue tem agora outro conteúdo/,
      ],
    ])(
      'by %s that finds one of its files changed',
      async (_what, look, where, named) => {
        const fixture = await openOfficeFixture({ office });
        const first = await fixture.openEngine();
        expect((await first.run({ month: MONTH })).verdict.state).toBe('complete');
        await first.close();
        expect(await isThere(fileOf(fixture))).toBe(false);
        const files = await readdir(where(fixture), { recursive: true });
        const file = files.find((name) => /\d{44}\.xml$/.test(name)) ?? '';
        await writeFile(join(where(fixture), file), '<outro/>');
        const engine = await fixture.openEngine();
        await look(engine);
        await engine.close();
        expect(await readFile(fileOf(fixture), 'utf8')).toMatch(named(/\d{44}/.exec(file)?.[0] ?? ''));
      },
      120_000,
    );
  });
});
