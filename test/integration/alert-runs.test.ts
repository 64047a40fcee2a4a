import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openEngine, systemClock, type Engine, type SiegCredentials } from '../../src/engine';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import { MaloteError } from '../../src/shared/errors';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { TEST_SPEED } from '../support/workspace';
import { READER } from '../support/ledger-reader';

const MONTH = '2026-03';
const HEARTBEAT_MS = 5_000;
const SECRET = 'segredo-canario-7731';
const office = createOffice({ seed: 17, month: MONTH, companies: 2, documentsPerCompany: 20 });

/** An engine as the window has it, with notifications that a test may read. */
async function openWatched(
  { workspace }: OfficeFixture,
  credentials: () => Promise<SiegCredentials> = () => Promise.resolve(DEMO_CREDENTIALS),
): Promise<{ readonly engine: Engine; readonly shown: string[]; readonly close: () => Promise<void> }> {
  const shown: string[] = [];
  const engine = await openEngine({
    workspace: workspace.folder,
    reader: READER,
    credentials,
    clock: systemClock(TEST_SPEED),
    desktop: {
      name: 'desktop',
      send: ({ title }) => {
        shown.push(title);
        return Promise.resolve();
      },
    },
  });
  return { engine, shown, close: () => engine.close() };
}

describe('a run that cannot begin', () => {
  it('for want of the key is told with what to do, and rejects as before', async () => {
    const missing = new MaloteError('SIEG_CREDENTIALS_MISSING', { missing: 'a chave da API' });
    const { engine, shown, close } = await openWatched(await openOfficeFixture({ office }), () =>
      Promise.reject(missing),
    );
    await expect(engine.run({ month: MONTH })).rejects.toBe(missing);
    const [line] = engine.alerts.view().lines;
    expect(line).toMatchObject({
      kind: 'run-stopped',
      severity: 'critical',
      title: 'Mês parado por um erro: março de 2026',
    });
    expect(line?.text).toContain(missing.message);
    expect(line?.text).toContain(missing.action);
    await close();
    expect(shown).toEqual(['Mês parado por um erro: março de 2026']);
  });

  it('for want of companies, or of settings that can be read, is told too', async () => {
    const fixture = await openOfficeFixture({ office });
    await rm(fixture.workspace.workbook);
    const { engine, close } = await openWatched(fixture);
    await expect(engine.run({ month: MONTH })).rejects.toThrow(MaloteError);
    await writeFile(join(fixture.workspace.folder, 'settings.json'), '{"archive": 3');
    await expect(engine.run({ month: MONTH })).rejects.toMatchObject({
      code: expect.stringMatching(/^SETTINGS_/) as string,
    });
    expect(engine.alerts.view().lines.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual([
      'run-stopped critical',
      'run-stopped critical',
    ]);
    await close();
  });

  it('because it was refused or called off is no alert', async () => {
    const { engine, close } = await openWatched(await openOfficeFixture({ office }));
    await expect(engine.run({ month: MONTH }, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(engine.run({ month: MONTH, only: ['11222333000181'] })).rejects.toMatchObject({
      code: 'RUN_UNKNOWN_COMPANY',
    });
    const running = engine.run({ month: MONTH });
    await expect(engine.run({ month: MONTH })).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    await running;
    expect(engine.alerts.view().lines.map(({ kind }) => kind)).toEqual(['run-finished']);
    await close();
  }, 60_000);
});

describe('a run that breaks', () => {
  it('over an error that nobody foresaw is told without the text of the error', async () => {
    const { engine, shown, close } = await openWatched(await openOfficeFixture({ office }));
    engine.subscribe(({ type }) => {
      if (type === 'run-ended') throw new Error(SECRET);
    });
    await expect(engine.run({ month: MONTH })).rejects.toThrow(SECRET);
    const { lines } = engine.alerts.view();
    expect(lines).toMatchObject([{ kind: 'run-stopped', severity: 'critical' }]);
    expect(lines[0]?.text).toContain('inicie o mês de novo');
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    await close();
    expect(shown).toHaveLength(1);
  }, 60_000);

  it('because another process has taken its place says so', async () => {
    const fixture = await openOfficeFixture({ office });
    const { engine, close } = await openWatched(fixture);
    const timers = vi.spyOn(globalThis, 'setInterval');
    onTestFinished(() => {
      timers.mockRestore();
    });
    const begun = new Promise<void>((resolve) => {
      engine.subscribe(({ type }) => {
        if (type !== 'progress') return;
        engine.pause();
        resolve();
      });
    });
    const running = engine.run({ month: MONTH });
    await begun;
    const ledger = openSqlite(fixture.workspace.ledger);
    ledger.prepare("UPDATE locks SET token = 'de outro processo' WHERE name = 'run'").run();
    ledger.close();
    // the heartbeats of the locks, before their time
    for (const [beat, ms] of timers.mock.calls) if (ms === HEARTBEAT_MS) beat();
    expect((await running).run.status).toBe('stopped');
    const [line] = engine.alerts.view().lines;
    expect(line).toMatchObject({ kind: 'run-stopped', severity: 'warning' });
    expect(line?.text).toContain('Outro processo do Malote assumiu');
    await close();
  }, 60_000);
});

describe('the start of the program', () => {
  it('brings no outage to mind that nobody has looked at yet', async () => {
    const fixture = await openOfficeFixture({ office });
    const first = await openWatched(fixture);
    await first.close();
    const ledger = openSqlite(fixture.workspace.ledger);
    ledger
      .prepare(
        `INSERT INTO alerts (at, kind, severity, root, title, text, screen)
         VALUES ('2026-01-02T08:00:00.000Z', 'share-down', 'critical', 'import', 'Fora do ar: Pasta de importação', 'X.', 'shares')`,
      )
      .run();
    ledger.close();
    const { engine, shown, close } = await openWatched(fixture);
    await engine.status();
    await close();
    expect(shown).toEqual([]);
    const again = await openWatched(fixture);
    expect(again.engine.alerts.view().lines).toHaveLength(1);
    await again.close();
  });
});
