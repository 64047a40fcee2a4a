import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings, saveSettings } from '../../src/engine';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { openScene } from '../support/scene';

const MONTH = '2026-03';
const office = createOffice({ seed: 78, month: MONTH, companies: 2, documentsPerCompany: 12 });

describe('an archive whose folder was changed in the settings', () => {
  it('proves nothing of what was verified in the former one, says so, and is in order once an audit has looked', async () => {
    const scene = await openScene({ office });
    const { workspace } = scene;
    const first = await scene.openEngine();
    await first.run({ month: MONTH });
    await first.close();
    const [document] = queryLedger<{ identity: string }>(workspace.ledger, 'SELECT identity FROM documents LIMIT 1');
    const identity = document?.identity ?? '';
    const [filed] = queryLedger<{ n: number }>(
      workspace.ledger,
      'SELECT (SELECT count(*) FROM filings) + (SELECT count(*) FROM event_filings) AS n',
    );

    const moved = join(workspace.folder, 'outro');
    const otherImport = join(workspace.folder, 'outra-importacao');
    for (const folder of [moved, otherImport]) await mkdir(folder);
    const { settings } = await loadSettings(workspace.folder);
    await saveSettings(workspace.folder, {
      ...settings,
      archive: { root: moved },
      importShare: { ...settings.importShare, root: otherImport },
    });
    const elsewhere = await scene.openEngine();
    const before = await elsewhere.records.documentEvidence(identity);
    expect(before.filings.length).toBeGreaterThan(0);
    for (const { path, isFormer } of before.filings) {
      expect(path.startsWith(`${workspace.archive}/`)).toBe(true);
      expect(isFormer).toBe(true);
    }
    for (const { path } of before.events) expect(path?.startsWith(`${workspace.archive}/`) ?? true).toBe(true);
    await elsewhere.shares.check('archive');
    const line = elsewhere.shares.lines().find(({ root }) => root === 'archive');
    expect(line).toMatchObject({ state: 'degraded', cause: { code: 'ARCHIVE_MOVED' } });
    expect(line?.cause?.words).toContain(workspace.archive);
    expect(line?.cause?.words).toMatch(new RegExp(`${String(filed?.n)} arquivos não foram procurados`));

    // back where everything was verified: nothing is left to be looked for
    await elsewhere.close();
    await saveSettings(workspace.folder, { ...settings, importShare: { ...settings.importShare, root: otherImport } });
    const home = await scene.openEngine();
    await home.shares.check('archive');
    expect(home.shares.lines().find(({ root }) => root === 'archive')).toMatchObject({ state: 'ok', cause: null });
    for (const { path, isFormer } of (await home.records.documentEvidence(identity)).filings) {
      expect(path.startsWith(`${workspace.archive}/`)).toBe(true);
      expect(isFormer).toBe(false);
    }
    await home.close();
    await saveSettings(workspace.folder, {
      ...settings,
      archive: { root: moved },
      importShare: { ...settings.importShare, root: otherImport },
    });
    const engine = await scene.openEngine();
    await engine.shares.check('archive');
    expect(engine.shares.lines().find(({ root }) => root === 'archive')).toMatchObject({ state: 'degraded' });

    // a later look at the import share names the place that it looked at
    await engine.recheck(MONTH);
    const [delivery] = (await engine.records.documentEvidence(identity)).deliveries;
    expect(delivery).toMatchObject({ isFormer: true, state: 'delivered', recheck: { found: 'absent' } });
    expect(delivery?.target.startsWith(`${workspace.import}/`)).toBe(true);
    expect(delivery?.recheck?.target.startsWith(`${otherImport}/`)).toBe(true);

    const audit = await engine.audits.run({ months: null, companies: null });
    expect(audit.outcome).toBe('complete');
    expect(engine.shares.lines().find(({ root }) => root === 'archive')).toMatchObject({ state: 'ok', cause: null });
    // the move is told once, whoever opens it after
    await engine.close();
    const again = await scene.openEngine();
    await again.shares.check('archive');
    expect(again.shares.lines().find(({ root }) => root === 'archive')).toMatchObject({ state: 'ok' });
    const entries = queryLedger(workspace.ledger, "SELECT 1 FROM journal WHERE action = 'archive.moved'");
    expect(entries).toHaveLength(3);
  }, 120_000);
});
