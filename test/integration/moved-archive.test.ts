import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli';
import { closingSentence } from '../../src/cli/text/evidence';
import { loadSettings, saveSettings } from '../../src/engine';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture } from '../support/office-fixture';
import { testHost } from '../unit/cli/support';

const MONTH = '2026-03';
/** What a command prints. */
async function malote(folder: string, ...args: readonly string[]): Promise<string> {
  const host = testHost();
  await runCli([...args, '--workspace', folder], host);
  return host.stdout.text + host.stderr.text;
}
const plain = (text: string): string => text.replace(/\s+/g, ' ');

const office = createOffice({ seed: 78, month: MONTH, companies: 2, documentsPerCompany: 12 });

describe('an archive whose folder was changed in the settings', () => {
  it('proves nothing of what was verified in the former one, says so, and is in order once an audit has looked', async () => {
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    const first = await fixture.openEngine();
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
    // who only looks, and opens no folder, sees it too
    const told = await malote(workspace.folder, 'status', '--month', MONTH);
    expect(told).toContain('Em aberto');
    expect(told).toContain(`na de agora ninguém procurou ainda o que foi verificado em ${workspace.archive}`);
    const elsewhere = await fixture.openEngine();
    const repeated = await elsewhere.run({ month: MONTH });
    expect(repeated).toMatchObject({ run: { status: 'gaps' }, verdict: { state: 'open' } });
    expect(plain(closingSentence(repeated))).toMatch(/^Em aberto: .* repetir o comando não basta\. .*“malote audit”/);
    expect(plain(await malote(workspace.folder, 'orphans', '--month', MONTH))).toMatch(
      new RegExp(`a pasta do acervo mudou; ${String(filed?.n)} arquivos não foram procurados aqui ainda`),
    );
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
    const home = await fixture.openEngine();
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
    const engine = await fixture.openEngine();
    await engine.shares.check('archive');
    expect(engine.shares.lines().find(({ root }) => root === 'archive')).toMatchObject({ state: 'degraded' });

    // a later look at the import share names the place that it looked at
    await engine.scrub(MONTH);
    const [delivery] = (await engine.records.documentEvidence(identity)).deliveries;
    expect(delivery).toMatchObject({ isFormer: true, state: 'delivered', recheck: { found: 'absent' } });
    expect(delivery?.target.startsWith(`${workspace.import}/`)).toBe(true);
    expect(delivery?.recheck?.target.startsWith(`${otherImport}/`)).toBe(true);

    const audit = await engine.audits.run({ months: null, companies: null });
    expect(audit.outcome).toBe('complete');
    expect(engine.shares.lines().find(({ root }) => root === 'archive')).toMatchObject({ state: 'ok', cause: null });
    // the move is told once, whoever opens it after
    await engine.close();
    const again = await fixture.openEngine();
    await again.shares.check('archive');
    expect(again.shares.lines().find(({ root }) => root === 'archive')).toMatchObject({ state: 'ok' });
    const entries = queryLedger(workspace.ledger, "SELECT 1 FROM journal WHERE action = 'archive.moved'");
    expect(entries).toHaveLength(3);

    // the audit found nothing of it there: that is not a matter of running again
    const after = await again.run({ month: MONTH });
    expect(after.verdict.state).toBe('gaps');
    expect(plain(closingSentence(after))).toMatch(/arquivos do acervo sumiram.*; repetir o comando não basta\./);
    expect(await malote(workspace.folder, 'orphans', '--audit', String(audit.id))).toMatch(
      /arquivos do registro não estão no acervo como foi gravado/,
    );
    expect(await malote(workspace.folder, 'status', '--month', MONTH)).not.toContain('ninguém procurou');
  }, 120_000);

  it('is in order for a month that was read back whole in the present one', async () => {
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    const first = await fixture.openEngine();
    await first.run({ month: MONTH });
    await first.close();
    const moved = join(workspace.folder, 'outro');
    await cp(workspace.archive, moved, { recursive: true });
    const { settings } = await loadSettings(workspace.folder);
    await saveSettings(workspace.folder, { ...settings, archive: { root: moved } });
    const engine = await fixture.openEngine();
    expect(await engine.checkSettings()).toBeNull();
    expect((await engine.status(MONTH)).verdict.state).toBe('open');
    expect((await engine.verify(MONTH)).findings).toEqual([]);
    expect((await engine.status(MONTH)).verdict.state).toBe('complete');
  }, 120_000);
});
