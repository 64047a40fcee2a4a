import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, ReadingThread, type Ledger } from '../../../src/engine/ledger';
import type { READINGS } from '../../../src/engine/app/readings';
import { READER } from '../../support/ledger-reader';

let folder: string;
let ledger: Ledger;
let thread: ReadingThread<typeof READINGS>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-leitura-'));
  const file = join(folder, 'malote.db');
  ledger = openLedger(file, { now: () => Date.parse('2026-04-02T12:00:00Z') });
  thread = new ReadingThread({ program: READER, file, onWaiting: () => undefined });
});
afterEach(async () => {
  await thread.close();
  ledger.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('the thread that reads', () => {
  it('refuses what cannot be handed over to it, leaves nobody waiting, and goes on', async () => {
    await expect(thread.answers.monthEvidence((() => undefined) as never, null)).rejects.toThrow();
    expect((await thread.answers.monthEvidence('2026-03', null)).companies).toEqual([]);
  });

  it('tells a failure of the question with its code, and goes on', async () => {
    await expect(thread.answers.companyMonth('00000000000000', '2026-03')).rejects.toMatchObject({
      code: 'RUN_UNKNOWN_COMPANY',
    });
    expect((await thread.answers.monthEvidence('2026-03', null)).companies).toEqual([]);
  });

  it('answers what was asked before it is closed, and refuses what is asked after', async () => {
    const asked = thread.answers.monthEvidence('2026-03', null);
    await thread.close();
    expect((await asked).companies).toEqual([]);
    await expect(thread.answers.monthEvidence('2026-03', null)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('sees at the next question what was written meanwhile', async () => {
    expect((await thread.answers.monthEvidence('2026-03', null)).companies).toEqual([]);
    ledger.companies.replaceActive([{ taxId: '11222333000181', folder: '0001_ALFA', name: 'ALFA' }] as never);
    expect((await thread.answers.monthEvidence('2026-03', null)).companies).toHaveLength(1);
  });
});
