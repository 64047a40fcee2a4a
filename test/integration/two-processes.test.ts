import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, describe, expect, it } from 'vitest';
import { loadSettings, LiveConsole, saveSettings, type Engine } from '../../src/engine';
import { openLedger } from '../../src/engine/ledger';
import type { Delta } from '../../src/shared/ipc/state';
import { createOffice } from '../../src/simulator';
import { siegFile } from '../support/intake-fixture';
import { eventually } from '../support/eventually';
import { ALFA, note, noteKey } from '../support/notes';
import { newFolder, openRecoveryFixture } from '../support/recovery-fixture';
import { openOfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const office = createOffice({ seed: 12, month: MONTH, companies: 4, documentsPerCompany: 20 });

async function consoleOf(engine: Engine): Promise<LiveConsole> {
  const deltas: Delta[] = [];
  const console = new LiveConsole(
    { workspace: { shown: '', configured: true, demonstration: null }, month: MONTH },
    { epoch: 'e', send: (delta) => deltas.push(delta) },
  );
  await console.attach(engine, { shown: '', configured: true, demonstration: null }, MONTH);
  onTestFinished(() => console.close());
  return console;
}

describe('two processes on one workspace', () => {
  it('file by one list of companies, whichever of them has read it', async () => {
    const fixture = openRecoveryFixture({ folder: await newFolder() });
    onTestFinished(() => fixture.dispose());
    const other = openLedger(join(fixture.folder, 'malote.db'), { now: () => Date.now() });
    onTestFinished(() => other.close());
    const stranger = '22333444000172';
    const list = other.companies.active().map(({ taxId, folder, code, name }) => ({ taxId, folder, code, name }));
    other.companies.replaceActive([...list, { taxId: stranger, folder: '0003_NOVA', code: null, name: 'NOVA' }]);
    const files = [
      siegFile(note({ recipient: stranger })),
      siegFile(note({ number: 2, issuer: stranger, recipient: ALFA })),
    ];
    await fixture.services.intake.accept(
      { files, source: 'page', requestId: null, month: MONTH, siegDays: null },
      new AbortController().signal,
    );
    expect(
      fixture.ledger.documents.filingsOf(fixture.ledger.documents.byIdentity(noteKey())!.id).map(({ path }) => path),
    ).toContain(`2026/0003_NOVA/03/NFe/Entrada/${noteKey()}.xml`);
    expect(fixture.ledger.evidence.totals(MONTH)).toMatchObject({ archived: 2, unassigned: 0 });
  });

  it('show each other what they do: companies, a run, its journal', async () => {
    const fixture = await openOfficeFixture({ office });
    const [window, line] = [await fixture.openEngine(), await fixture.openEngine()];
    await window.watch();
    const console = await consoleOf(window);
    expect(console.state.companies).toEqual([]);
    await line.importCompanies();
    await eventually(() => expect(console.state.companies).toHaveLength(4));
    await line.run({ month: MONTH });
    const archived = office.documents.filter(({ month }) => month === MONTH).length;
    await eventually(() => expect(console.state.totals).toMatchObject({ archived, delivered: archived }));
    await eventually(() => expect(console.state.lastSummary?.run.status).toBe('complete'));
    expect(console.state.journal.map(({ action }) => action)).toContain('run.ended');
  });

  it('show each other their jobs, of whatever kind, while they are at work and when they have ended', async () => {
    const fixture = await openOfficeFixture({ office });
    const [window, line] = [await fixture.openEngine(), await fixture.openEngine()];
    await window.watch();
    const console = await consoleOf(window);
    let pauses = true;
    const unsubscribe = line.subscribe(({ type }) => {
      if (type !== 'progress' || !pauses) return;
      pauses = false;
      line.jobs.pause('run');
    });
    const { begun, ended } = line.jobs.start('run', { month: MONTH });
    await begun;
    await eventually(() => expect(console.state.jobs).toMatchObject([{ kind: 'run', state: 'paused', here: false }]));
    expect(window.jobs.list(9)).toMatchObject([{ kind: 'run', subject: 1, endedAt: null }]);
    expect(line.jobs.list(9)).toMatchObject([{ kind: 'run', here: true }]);
    // nobody holds or stops what another process does
    window.jobs.resume('run');
    await expect(window.jobs.start('run', { month: MONTH }).begun).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    line.jobs.resume('run');
    await ended;
    unsubscribe();
    await line.audits.run({ months: null, companies: null });
    await eventually(() =>
      expect(console.state.jobs.map(({ kind, state }) => [kind, state])).toEqual([
        ['audit', 'complete'],
        ['run', 'complete'],
      ]),
    );
    // who comes later sees the same
    expect((await consoleOf(await fixture.openEngine())).state.jobs).toEqual(console.state.jobs);
  });

  it('work by the settings as they are, whoever has written them', async () => {
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    const window = await fixture.openEngine();
    await window.watch();
    const before = await readFile(join(workspace.folder, 'settings.json'), 'utf8');
    const elsewhere = join(workspace.folder, 'outro-import');
    await cp(workspace.import, elsewhere, { recursive: true });
    const { settings } = await loadSettings(workspace.folder);
    await saveSettings(workspace.folder, { ...settings, importShare: { ...settings.importShare, root: elsewhere } });
    expect(await readFile(join(workspace.folder, 'settings.json'), 'utf8')).not.toBe(before);
    await eventually(() =>
      expect(window.shares.lines().find(({ root }) => root === 'import')?.shown).toContain('outro-import'),
    );
  });
});
