import { cpSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { listCopies, loadSettings, restoreWorkspace, saveSettings, type CopiesPlace } from '../../src/engine';
import { openAgentRoot } from '../../src/engine/shares';
import {
  BACKED_UP_MONTH,
  makeBackedUpWorkspace,
  openBackupFixture,
  type BackupFixture,
} from '../support/backup-fixture';
import { READER } from '../support/ledger-reader';
import { queryLedger } from '../support/ledger-dump';
import { shareAgents } from '../support/share-agents';
import { removeWorkspace, type Workspace } from '../support/workspace';

let made: Workspace;
beforeAll(async () => {
  made = await makeBackedUpWorkspace();
});
afterAll(() => removeWorkspace(made));

const { signal } = new AbortController();
const quiet = (): void => undefined;

function placeOf({ workspace }: BackupFixture, changes: Partial<CopiesPlace> = {}): CopiesPlace {
  return { workspace: workspace.folder, folder: null, of: null, reader: READER, signal, ...changes };
}

function storeOf({ folder }: BackupFixture): string {
  const home = join(folder, 'Malote-backup');
  return join(home, readdirSync(home)[0] ?? '');
}

/** The largest stored slice, which is of the ledger. */
function ledgerSlice(fixture: BackupFixture): string {
  const parts = join(storeOf(fixture), 'partes');
  const files = readdirSync(parts, { recursive: true }).map(String);
  const [largest] = files
    .filter((name) => name.endsWith('.gz'))
    .map((name) => join(parts, name))
    .sort((one, other) => readFileSync(other).length - readFileSync(one).length);
  return largest ?? '';
}

const documentsIn = (ledger: string): number =>
  queryLedger<{ n: number }>(ledger, 'SELECT count(*) AS n FROM documents')[0]?.n ?? -1;

describe('a copy of a workspace', () => {
  it('is made while the engine has it open, listed, and proven', async () => {
    const fixture = await openBackupFixture(made);
    const engine = await fixture.open();
    const copy = await engine.backups.run();
    expect(copy.files).toBeGreaterThan(2);
    expect(copy.written).toBeGreaterThan(0);
    const [listed, ...others] = await engine.backups.list();
    expect(others).toEqual([]);
    expect(listed).toMatchObject({ id: copy.id, proof: null, error: null, files: copy.files });
    const proof = await engine.backups.verify();
    expect(proof).toMatchObject({ id: copy.id, files: copy.files, bytes: copy.bytes });
    const status = await engine.status(BACKED_UP_MONTH);
    expect(proof.counts['documents']).toBe(status.documents.archived);
    expect(await engine.backups.list()).toMatchObject([{ id: copy.id, proof: { ok: true } }]);
    expect(engine.jobs.list(5).map(({ kind, state }) => [kind, state])).toEqual([
      ['backup-proof', 'complete'],
      ['backup', 'complete'],
      ['run', 'complete'],
    ]);
    expect(await engine.backups.newestAgeMs()).toBeLessThan(600_000);
    expect(readdirSync(fixture.workspace.folder).filter((name) => /^(copiando|conferindo)$/.test(name))).toEqual([]);
  });

  it('writes little when little has changed, follows the one before, and goes by retention', async () => {
    const fixture = await openBackupFixture(made, { daily: 1, weekly: 0, monthly: 0 });
    const engine = await fixture.open();
    const first = await engine.backups.run();
    writeFileSync(join(fixture.workspace.folder, 'guardados', 'mais.txt'), 'uma novidade');
    const second = await engine.backups.run();
    expect(second.files).toBe(first.files + 1);
    expect(second.written).toBeLessThanOrEqual(first.written);
    expect(second.removed).toEqual([first.id]);
    const third = await engine.backups.run();
    expect(third.written).toBeLessThan(first.written);
    await engine.backups.verify(third.id);
    expect((await engine.backups.list()).map(({ id }) => id)).toEqual([third.id]);
  });

  it('holds no secret and no file of the archive', async () => {
    const fixture = await openBackupFixture(made);
    const engine = await fixture.open();
    const { id } = await engine.backups.run();
    const manifest = JSON.parse(readFileSync(join(storeOf(fixture), 'copias', `${id}.json`), 'utf8')) as {
      manifest: { files: { path: string }[] };
    };
    const tops = new Set(manifest.manifest.files.map(({ path }) => path.split('/')[0]));
    for (const top of tops)
      expect(['malote.db', 'settings.json', 'identidade.json', 'guardados', 'espera', 'relatorios']).toContain(top);
    expect(tops).toContain('malote.db');
  });

  it('is refused on the disk of the workspace, unless the settings say so', async () => {
    const fixture = await openBackupFixture(made, { sameDisk: false });
    const engine = await fixture.open();
    await expect(engine.backups.run()).rejects.toMatchObject({ code: 'BACKUP_SAME_DISK' });
    expect(existsSync(join(fixture.folder, 'Malote-backup'))).toBe(false);
    const { settings } = await loadSettings(fixture.workspace.folder);
    await saveSettings(fixture.workspace.folder, { ...settings, backup: { ...settings.backup, sameDisk: true } });
    const notices: (string | null)[] = [];
    engine.subscribe((event) => {
      if (event.type === 'notice') notices.push(event.code);
    });
    await engine.backups.run();
    await engine.backups.run();
    expect(notices.filter((code) => code === 'BACKUP_ON_SAME_DISK')).toHaveLength(2);
  });

  it('goes through a process of the folder’s own, and back', async () => {
    const fixture = await openBackupFixture(made);
    const agents = await shareAgents();
    onTestFinished(() => agents.dispose());
    const engine = await fixture.open({ openRoot: (options) => openAgentRoot({ ...options, spawn: agents.spawn }) });
    const { id } = await engine.backups.run();
    expect(await engine.backups.verify()).toMatchObject({ id });
    expect(agents.started('backup').length).toBeGreaterThan(0);
  });

  it('without a folder says what to do', async () => {
    const fixture = await openBackupFixture(made);
    const { settings } = await loadSettings(fixture.workspace.folder);
    const engine = await fixture.open();
    writeFileSync(join(fixture.workspace.folder, 'settings.json'), JSON.stringify({ ...settings, backup: {} }));
    await expect(engine.backups.run()).rejects.toMatchObject({ code: 'BACKUP_NO_FOLDER' });
    await expect(engine.backups.list()).rejects.toMatchObject({ code: 'BACKUP_NO_FOLDER' });
  });
});

describe('a spoilt copy', () => {
  it.each([
    [
      'truncated',
      (slice: string) => truncateSync(slice, Math.floor(readFileSync(slice).length / 2)),
      'BACKUP_TRUNCATED',
    ],
    [
      'altered by one byte',
      (slice: string) => {
        const bytes = readFileSync(slice);
        const at = Math.floor(bytes.length / 2);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(slice, bytes);
      },
      'BACKUP_ALTERED',
    ],
  ])('%s is refused by name, told of, and made good by the next copy', async (_, spoil, code) => {
    const fixture = await openBackupFixture(made);
    const engine = await fixture.open();
    const { id } = await engine.backups.run();
    spoil(ledgerSlice(fixture));
    await expect(engine.backups.proveNewest()).rejects.toMatchObject({ code });
    expect(engine.alerts.view().lines).toMatchObject([
      { kind: 'backup-unproven', severity: 'critical' },
      { kind: 'run-finished' },
    ]);
    expect(await engine.backups.list()).toMatchObject([{ id, proof: { ok: false } }]);
    await engine.close();
    const before = documentsIn(fixture.workspace.ledger);
    await expect(restoreWorkspace(placeOf(fixture), { id, foreign: false }, quiet)).rejects.toMatchObject({ code });
    expect(documentsIn(fixture.workspace.ledger)).toBe(before);
    expect(readdirSync(fixture.workspace.folder).filter((name) => /^(rest|ant)/.test(name))).toEqual([]);
    const again = await fixture.open();
    const next = await again.backups.run();
    expect(await again.backups.verify()).toMatchObject({ id: next.id });
  });

  it('with a manifest that was touched is named in the list, and the others stay usable', async () => {
    const fixture = await openBackupFixture(made);
    const engine = await fixture.open();
    const first = await engine.backups.run();
    // else the next one of the day would take its place
    await engine.backups.verify(first.id);
    const second = await engine.backups.run();
    const file = join(storeOf(fixture), 'copias', `${second.id}.json`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"sequence":2', '"sequence":3'));
    expect(await engine.backups.list()).toMatchObject([
      { id: first.id, error: null },
      { id: second.id, error: { code: 'BACKUP_ALTERED' } },
    ]);
    await expect(engine.backups.verify(second.id)).rejects.toMatchObject({ code: 'BACKUP_ALTERED' });
    expect(await engine.backups.verify(first.id)).toMatchObject({ id: first.id });
    await expect(engine.backups.verify('2020-01-01T00-00-00Z')).rejects.toMatchObject({ code: 'BACKUP_UNKNOWN' });
  });
});

describe('putting a copy back', () => {
  it('brings the workspace of then, puts the present one aside, and says so in the journal', async () => {
    const fixture = await openBackupFixture(made);
    const { folder, ledger } = fixture.workspace;
    const engine = await fixture.open();
    const { id } = await engine.backups.run();
    const asked = { id, foreign: false };
    await expect(restoreWorkspace(placeOf(fixture), asked, quiet)).rejects.toMatchObject({ code: 'LEDGER_BUSY' });
    await engine.close();
    const wanted = documentsIn(ledger);
    writeFileSync(join(folder, 'guardados', 'depois.txt'), 'veio depois da cópia');
    const { settings } = await loadSettings(folder);
    await saveSettings(folder, { ...settings, capture: { ...settings.capture, graceDays: 33 } });
    const done = await restoreWorkspace(placeOf(fixture), { id: null, foreign: false }, quiet);
    expect(done).toMatchObject({ code: 'BACKUP_RESTORED', details: { id } });
    expect(documentsIn(ledger)).toBe(wanted);
    expect(existsSync(join(folder, 'guardados', 'depois.txt'))).toBe(false);
    expect((await loadSettings(folder)).settings.capture.graceDays).toBe(10);
    const aside = String(done.details['aside']);
    expect(readFileSync(join(aside, 'guardados', 'depois.txt'), 'utf8')).toBe('veio depois da cópia');
    expect(documentsIn(join(aside, 'malote.db'))).toBe(wanted);
    const after = await fixture.open();
    expect((await after.status(BACKED_UP_MONTH)).documents.archived).toBe(wanted);
    expect(queryLedger(ledger, "SELECT subject FROM journal WHERE action = 'backup.restored'")).toEqual([
      { subject: id },
    ]);
    // what a copy of that state follows is the newest that there is
    expect((await after.backups.run()).id).not.toBe(id);
  });

  it('on a computer that has nothing yet needs the folder alone', async () => {
    const fixture = await openBackupFixture(made);
    const engine = await fixture.open();
    const { id } = await engine.backups.run();
    await engine.close();
    const fresh = join(fixture.folder, '..', 'computador-novo');
    const place = placeOf(fixture, { workspace: fresh, folder: fixture.folder });
    expect(await listCopies(place)).toMatchObject([{ id }]);
    await restoreWorkspace(place, { id, foreign: false }, quiet);
    expect(documentsIn(join(fresh, 'malote.db'))).toBe(documentsIn(fixture.workspace.ledger));
  });

  it('is refused of another workspace without consent', async () => {
    const fixture = await openBackupFixture(made);
    const engine = await fixture.open();
    const { id } = await engine.backups.run();
    await engine.close();
    const other = await openBackupFixture(made);
    const [fixtureStore, otherHome] = [storeOf(fixture), join(other.folder, 'Malote-backup')];
    cpSync(join(fixtureStore, '..'), otherHome, { recursive: true });
    const place = placeOf(other);
    await expect(restoreWorkspace(place, { id, foreign: false }, quiet)).rejects.toMatchObject({
      code: 'BACKUP_FOREIGN',
    });
    await restoreWorkspace(place, { id, foreign: true }, quiet);
    expect(documentsIn(other.workspace.ledger)).toBe(documentsIn(fixture.workspace.ledger));
  });
});
