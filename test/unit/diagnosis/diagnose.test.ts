import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/engine/base';
import { diagnose, type DiagnosisMachine, type DiagnosisPlace } from '../../../src/engine/diagnosis';
import { openLocalRoot } from '../../../src/engine/shares';
import { diagnosisSummary } from '../../../src/shared/messages/pt-BR/diagnosis';
import { faultyFs } from '../../support/faulty-fs';
import { READER } from '../../support/ledger-reader';

const GIB = 1024 ** 3;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-diagnostico-'));
  for (const name of ['arquivo', 'import']) await mkdir(join(folder, name));
  await writeFile(
    join(folder, 'settings.json'),
    JSON.stringify({
      sieg: { generation: 'legacy', baseUrl: 'http://127.0.0.1:9' },
      archive: { root: join(folder, 'arquivo') },
      importShare: { root: join(folder, 'import') },
      companies: { workbook: join(folder, 'empresas.xlsx') },
    }),
  );
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

const ROOMY: DiagnosisMachine = {
  freeBytes: () => Promise.resolve(100 * GIB),
  memory: () => ({ free: 4 * GIB, total: 8 * GIB, own: GIB / 8 }),
};

function placeWith(changes: Partial<DiagnosisPlace> = {}): DiagnosisPlace {
  return {
    workspace: folder,
    version: '9.9.9',
    stateFolder: folder,
    reader: READER,
    openRoot: openLocalRoot,
    openSieg: () => {
      throw new Error('nobody has a key');
    },
    credentials: () => Promise.resolve(null),
    findProxy: () => Promise.resolve(null),
    clock: systemClock(),
    log: join(folder, 'logs', 'malote.log'),
    machine: ROOMY,
    ...changes,
  };
}

describe('a diagnosis', () => {
  it.each([
    [100 * GIB, 'ok', null],
    [2 * GIB, 'warning', 'DIAGNOSIS_DISK_NEARLY_FULL'],
    [GIB / 4, 'fault', 'DIAGNOSIS_DISK_NEARLY_FULL'],
  ] as const)('says of a disk with %i bytes that it is %s', async (free, status, code) => {
    const machine = { ...ROOMY, freeBytes: () => Promise.resolve(free) };
    const [disk] = await diagnose(placeWith({ machine }), { checks: ['machine'] });
    expect(disk).toMatchObject({ item: 'disk', status, code, facts: { freeBytes: free } });
  });

  it('says of a machine without memory that it has none', async () => {
    const machine = { ...ROOMY, memory: () => ({ free: GIB / 8, total: 8 * GIB, own: GIB / 8 }) };
    const lines = await diagnose(placeWith({ machine }), { checks: ['machine'] });
    expect(lines[1]).toMatchObject({ item: 'memory', status: 'warning', code: 'DIAGNOSIS_MEMORY_LOW' });
  });

  it('says of a share that is nearly full or slow what the watch says of it', async () => {
    const openRoot: DiagnosisPlace['openRoot'] = (options) =>
      openLocalRoot({
        ...options,
        fs: faultyFs({ freeBytes: () => Promise.resolve(options.id === 'import' ? GIB : 100 * GIB) }),
      });
    const lines = await diagnose(placeWith({ openRoot }), { checks: ['shares'] });
    expect(lines).toMatchObject([
      { item: 'archive', status: 'ok' },
      { item: 'import', status: 'warning', code: 'SHARE_NEARLY_FULL' },
    ]);
  });

  it('makes a line of a check that fails in a way that nobody foresaw, and goes on with the others', async () => {
    const machine = { ...ROOMY, freeBytes: () => Promise.reject(new Error('statfs went wrong')) };
    const lines = await diagnose(placeWith({ machine }), { checks: ['machine', 'settings', 'program-log'] });
    expect(lines).toMatchObject([
      { item: 'settings', status: 'ok' },
      { item: 'program-log', status: 'ok' },
      { item: 'disk', status: 'unknown', code: 'DIAGNOSIS_FAILED', found: expect.stringContaining('statfs') as string },
    ]);
  });

  it('waits for a check no longer than its deadline: what did not answer is unknown', async () => {
    vi.useFakeTimers();
    const machine = { ...ROOMY, freeBytes: () => new Promise<number>(() => undefined) };
    const asked = diagnose(placeWith({ machine }), { checks: ['machine'] });
    await vi.advanceTimersByTimeAsync(10_000);
    const lines = await asked;
    expect(lines).toMatchObject([{ item: 'disk', status: 'unknown', code: 'DIAGNOSIS_TIMEOUT' }]);
    expect(diagnosisSummary(lines)).toBe('1 ponto não pôde ser verificado.');
  });

  it('ends at once when it is cancelled', async () => {
    const cancelled = new AbortController();
    cancelled.abort(new Error('enough'));
    await expect(diagnose(placeWith(), { checks: ['settings'], signal: cancelled.signal })).rejects.toThrow('enough');
  });

  it('knows nothing of a workspace in which nobody has worked, and says so', async () => {
    const lines = await diagnose(placeWith(), { checks: ['ledger', 'records'] });
    expect(lines).toMatchObject([
      { item: 'ledger', status: 'unknown', code: 'DIAGNOSIS_NO_LEDGER' },
      { item: 'ledger-log', status: 'unknown', code: 'DIAGNOSIS_NO_LEDGER' },
    ]);
  });

  it('says what it needs settings for where there are none', async () => {
    await rm(join(folder, 'settings.json'));
    const lines = await diagnose(placeWith(), { checks: ['sieg', 'key', 'shares', 'workbook'] });
    expect(lines.map(({ status, code }) => `${status} ${code ?? ''}`)).toEqual(
      Array.from({ length: 4 }, () => 'unknown DIAGNOSIS_NEEDS_SETTINGS'),
    );
  });
});
