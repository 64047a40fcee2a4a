import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { logLine, RecoveryLog } from '../../../../src/engine/jobs/recovery/log-file';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'malote-registro-'));
  path = join(folder, 'relatorios', 'recuperacao-1.log');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const text = (): string => readFileSync(path, 'utf8');

it('begins with a byte order mark, ends lines with CRLF and keeps a line on one line', () => {
  const log = new RecoveryLog(path, 0);
  log.append(['um', 'dois\r\ntrês', 'ação']);
  log.close();
  expect(text()).toBe('\uFEFFum\r\ndois  três\r\nação\r\n');
  expect(log.bytes).toBe(Buffer.byteLength(text()));
});

it('is gone on with where the ledger says, without what a killed process had written beyond', () => {
  const log = new RecoveryLog(path, 0);
  log.append(['um']);
  log.close();
  appendFileSync(path, 'sem registro\r\n');
  const again = new RecoveryLog(path, log.bytes);
  again.append(['dois']);
  again.close();
  expect(text()).toBe('\uFEFFum\r\ndois\r\n');
});

it('begins anew when somebody took the file away', () => {
  const log = new RecoveryLog(path, 500);
  log.append(['um']);
  log.close();
  expect(text()).toBe('\uFEFFum\r\n');
});

it('says when the disk does not take it', () => {
  new RecoveryLog(path, 0).close();
  expect(() => new RecoveryLog(join(path, 'x.log'), 0)).toThrow(expect.objectContaining({ code: 'CLI_CANNOT_WRITE' }));
});

it('has a line for each file: when, what, how much, from where to where, and why not', () => {
  const item = {
    id: 1,
    action: 'deliver',
    identity: 'K',
    source: 'a/K.xml',
    target: 'Import/K.xml',
    size: 12,
  } as const;
  expect(logLine({ ...item, state: 'delivered', code: null }, 'agora')).toBe(
    'agora\tCopiado\t12\ta/K.xml -> Import/K.xml',
  );
  expect(
    logLine(
      { ...item, source: null, target: null, size: null, state: 'unavailable', code: 'RECOVERY_NOT_AT_SIEG' },
      'agora',
    ),
  ).toBe('agora\tIndisponível\t\tK\tO SIEG respondeu que não tem este documento.');
});
