import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { loadSettings, saveSettings } from '../../src/engine';
import { systemClock } from '../../src/engine/base/clock';
import type { IntakeBatch } from '../../src/engine/intake';
import { openLedgerWithWriters } from '../../src/engine/ledger/writers/hand-out';
import { JobRunner } from '../../src/engine/jobs/runner';
import { ServiceContainer } from '../../src/engine/app/service-container';
import { openLocalRoot } from '../../src/engine/shares';
import { createOffice } from '../../src/simulator';
import { eventually } from '../support/eventually';
import { createWorkspace, removeWorkspace, type Workspace } from '../support/workspace';

const MIB = 1024 * 1024;
const never = new AbortController().signal;
const office = createOffice({ seed: 71, month: '2026-03', companies: 1, documentsPerCompany: 1 });

/** Too large for two of them to fit into the smallest spool. */
function largePage(): IntakeBatch {
  const files = [{ name: null, bytes: randomBytes(9 * MIB), problem: null }];
  return { source: 'page', requestId: null, month: '2026-03', siegDays: null, files };
}

async function setLimit({ folder }: Workspace, spoolMegabytes: number): Promise<void> {
  const { settings } = await loadSettings(folder);
  await saveSettings(folder, { ...settings, shares: { ...settings.shares, spoolMegabytes } });
}

it('a page that waits for room goes on when the settings allow more, in rooms that stay as they are', async () => {
  const workspace = await createWorkspace({ office, generation: 'legacy', baseUrl: 'http://127.0.0.1:1' });
  const clock = systemClock();
  const { ledger, writers } = openLedgerWithWriters(workspace.ledger, { now: () => clock.now() });
  const container = new ServiceContainer({
    ledger,
    writers,
    clock,
    workspace: workspace.folder,
    openRoot: openLocalRoot,
    runner: new JobRunner({ ledger, onChange: () => undefined }),
    tell: () => undefined,
    onChange: () => undefined,
    onNotice: () => undefined,
    onWarning: () => undefined,
    onOpened: () => undefined,
    beforeClosing: () => Promise.resolve(),
  });
  onTestFinished(async () => {
    await container.close();
    ledger.close();
    await removeWorkspace(workspace);
  });
  await setLimit(workspace, 16);
  await rename(workspace.archive, `${workspace.archive}.fora`);
  await container.within(async ({ spool }) => {
    const put = (): Promise<void> => spool.put(largePage(), null, never, () => undefined);
    await put();
    const second = put();
    await eventually(() => {
      expect(spool.view()).toMatchObject({ pages: 1, full: true, limitBytes: 16 * MIB });
    });
    await setLimit(workspace, 32);
    await second;
    expect(spool.view()).toMatchObject({ pages: 2, full: false, limitBytes: 32 * MIB });
    expect((await container.services()).spool).toBe(spool);
  });
}, 60_000);
