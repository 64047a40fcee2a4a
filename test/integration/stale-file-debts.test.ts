import { mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweepStaleFiles } from '../../src/engine/archive/stale-files';
import { openLedger } from '../../src/engine/ledger';
import { databaseOf } from '../../src/engine/ledger/ledger';
import { never, siegFile } from '../support/intake-fixture';
import { note } from '../support/notes';
import { newFolder, openRecoveryFixture, type RecoveryFixture } from '../support/recovery-fixture';

const DAY_MS = 86_400_000;
let fixture: RecoveryFixture;

beforeEach(async () => {
  fixture = openRecoveryFixture({ folder: await newFolder() });
});
afterEach(() => fixture.dispose());

const agoIso = (ms: number): string => new Date(Date.now() - ms).toISOString();
const sweep = (): Promise<number> => sweepStaleFiles(fixture.services.written, fixture.ledger, Date.now(), never);
const open = (): string[] =>
  fixture.ledger.staleFileDebts.open().map(({ root, month }) => `${root} ${month ?? ''}`.trim());

async function leave(folder: string, name: string, ageMs: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), 'pela metade');
  const at = new Date(Date.now() - ageMs);
  await utimes(join(folder, name), at, at);
}

/** A process that was killed in a run of March, so long ago that no run has looked for what it left in time. */
function killed(ageMs: number): void {
  databaseOf(fixture.ledger).run(
    "INSERT INTO runs (month, started_at, ended_at, outcome, options) VALUES ('2026-03', ?, ?, 'interrupted', '{}')",
    [agoIso(ageMs + 1), agoIso(ageMs)],
  );
}

const importOf = (): string => join(fixture.import, 'Import');
const archiveOf = (): string => join(fixture.archive, '2026', '0001_ALFA_COMERCIO', '03', 'NFe');

describe('what killed processes and vanished shares have left', () => {
  it('is taken away however long ago it was, once, and nothing that is not ours', async () => {
    killed(9 * DAY_MS);
    await leave(importOf(), '.malote-00ff-1.part', 9 * DAY_MS);
    await leave(importOf(), 'nota.part', 9 * DAY_MS);
    await leave(importOf(), '.malote-outra.xml', 9 * DAY_MS);
    await leave(archiveOf(), '.malote-00ff-2.part', 9 * DAY_MS);
    expect(await sweep()).toBe(2);
    expect((await readdir(importOf())).sort()).toEqual(['.malote-outra.xml', 'nota.part']);
    expect(open()).toEqual([]);
    await leave(importOf(), '.malote-00ff-3.part', 9 * DAY_MS);
    expect(await sweep()).toBe(0);
    expect(fixture.ledger.journal.last(9)).toContainEqual(
      expect.objectContaining({ action: 'leftovers.removed', detail: { files: 2 } }),
    );
  });

  it('is taken away also after a process that died between its run and its end', async () => {
    databaseOf(fixture.ledger).run(
      "INSERT INTO runs (month, started_at, ended_at, outcome, options) VALUES ('2026-03', ?, ?, 'complete', '{}')",
      [agoIso(2 * DAY_MS), agoIso(DAY_MS)],
    );
    await leave(importOf(), '.malote-00ff-1.part', DAY_MS);
    await leave(archiveOf(), '.malote-00ff-2.part', DAY_MS);
    expect(await sweep()).toBe(0);
    // a process that is not there has the file open
    databaseOf(fixture.ledger).run('UPDATE openings SET pid = 4194305');
    openLedger(fixture.ledger.file, { now: () => Date.now() }).close();
    expect(await sweep()).toBe(2);
  });

  it('is owed until the share is there, and until no file of then can be anybody’s any more', async () => {
    killed(3 * DAY_MS);
    await leave(importOf(), '.malote-00ff-1.part', 3 * DAY_MS);
    const away = `${fixture.import}-fora`;
    await rename(fixture.import, away);
    expect(await sweep()).toBe(0);
    expect(open()).toContain('import');
    expect(open()).not.toContain('archive 2026-03');
    await rename(away, fixture.import);
    expect(await sweep()).toBe(1);
    expect(open()).toEqual([]);

    killed(60_000);
    await leave(importOf(), '.malote-00ff-2.part', 60_000);
    expect(await sweep()).toBe(0);
    expect(open()).toEqual(expect.arrayContaining(['import', 'archive 2026-03', 'archive 2026-02']));
  });

  it('is noted when a share goes away under a copy, or the archive under a page', async () => {
    const away = `${fixture.import}-fora`;
    const file = (number: number): Promise<unknown> =>
      fixture.services.intake.accept(
        { files: [siegFile(note({ number }))], source: 'page', requestId: null, month: '2026-03', siegDays: null },
        never,
      );
    await file(1);
    await rename(fixture.import, away);
    await fixture.services.dispatcher.drain(never);
    expect(open()).toContain('import');
    await rename(fixture.archive, `${fixture.archive}-fora`);
    await expect(file(2)).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
    expect(open()).toContain('archive 2026-03');
  });
});
