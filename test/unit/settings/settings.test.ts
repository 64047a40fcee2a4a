import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMaloteError } from '../../../src/shared/errors';
import type { MaloteError } from '../../../src/shared/errors';
import { checkSettings, loadSettings, readDraft, saveSettings } from '../../../src/engine/settings';

const minimal = {
  sieg: { generation: 'v1' },
  archive: { root: 'Y:\\' },
  importShare: { root: '\\\\servidor\\xml_import\\Import' },
  companies: { workbook: 'empresas.xlsx' },
};

let dir: string;
const write = (text: string): Promise<void> => writeFile(join(dir, 'settings.json'), text);
const onDisk = async (): Promise<unknown> => JSON.parse(await readFile(join(dir, 'settings.json'), 'utf8'));

async function failureOf(work: Promise<unknown>): Promise<MaloteError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isMaloteError(error)) throw new Error('no MaloteError was thrown');
  expect(`${error.message} ${error.action}`).not.toMatch(/[{}]/);
  return error;
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'malote-settings-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('loading', () => {
  it('fills in the defaults', async () => {
    await write(JSON.stringify(minimal));
    const { settings, warnings } = await loadSettings(dir);
    expect(warnings).toEqual([]);
    expect(settings).toEqual({
      ...minimal,
      sieg: { generation: 'v1', baseUrl: 'https://api.sieg.com' },
      importShare: { ...minimal.importShare, layout: 'flat' },
      previousMonth: { days: 0 },
      capture: {
        reports: 'always',
        reportsAtOnce: 6,
        graceDays: 10,
        dailyByUpload: true,
        rescanPreviousMonth: true,
      },
      shares: { checkEveryMinutes: 5, spoolMegabytes: 1_024 },
      alerts: { reminderMinutes: 60, aboutShares: true, aboutRuns: true, quietFrom: '', quietTo: '' },
      schedule: { quietFrom: '', quietTo: '', ownHolidays: '' },
      heartbeat: { url: '', everyMinutes: 5 },
      health: { port: 0 },
      backup: { sameDisk: false, daily: 7, weekly: 4, monthly: 12 },
      retention: { logDays: 30, warningDays: 90, latencyDays: 90, alertDays: 365, jobDays: 365, reportDays: 730 },
      email: { enabled: false, host: '', port: 587, security: 'starttls', user: '', from: '', to: '' },
      webhook: { enabled: false, format: 'teams' },
    });
  });

  it('reads what a Windows editor saved: BOM and CRLF', async () => {
    await write(`\uFEFF${JSON.stringify(minimal, null, 2).replaceAll('\n', '\r\n')}\r\n`);
    expect((await loadSettings(dir)).settings.archive.root).toBe('Y:\\');
  });

  it('names every missing field in Portuguese, also when there is no file', async () => {
    const none = await failureOf(loadSettings(dir));
    expect(none.code).toBe('SETTINGS_INCOMPLETE');
    for (const field of ['sieg.generation', 'archive.root', 'importShare.root', 'companies.workbook']) {
      expect(none.message).toContain(field);
    }
    await write(JSON.stringify({ ...minimal, archive: { root: '  ' }, companies: undefined }));
    const some = await failureOf(loadSettings(dir));
    expect(some.details['fields']).toBe('pasta do acervo (archive.root), planilha de empresas (companies.workbook)');
  });

  it('names every wrong value and what would be right', async () => {
    await write(
      JSON.stringify({
        ...minimal,
        sieg: { generation: 'v2', baseUrl: 'http://api.sieg.com', requestsPerMinute: 2.5 },
        previousMonth: { days: -1 },
        capture: 'sim',
      }),
    );
    const { code, message } = await failureOf(loadSettings(dir));
    expect(code).toBe('SETTINGS_INVALID');
    expect(message).toContain('geração da API do SIEG (sieg.generation): use "legacy" ou "v1"');
    expect(message).toContain('endereço da API do SIEG (sieg.baseUrl): use um endereço https://');
    expect(message).toContain('use um número inteiro de 1 a 600');
    expect(message).toContain('use um número inteiro de 0 a 28');
    expect(message).toContain('capture: deve ser um grupo de campos');
    expect(message).not.toMatch(/expected|invalid/i);
  });

  it.each([
    ['https://api.sieg.com', true],
    ['http://127.0.0.1:8080', true],
    ['http://localhost:3000/base', true],
    ['http://[::1]:80', true],
    ['http://127.0.0.1.exemplo.com', false],
    ['https://usuario:senha@api.sieg.com', false],
    ['https://api.sieg.com/?api_key=x', false],
    ['ftp://api.sieg.com', false],
    ['api.sieg.com', false],
  ])('address %s: accepted %s', (baseUrl, isAccepted) => {
    const check = (): unknown => checkSettings({ ...minimal, sieg: { generation: 'v1', baseUrl } }, 'settings.json');
    if (isAccepted) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  });

  it.each(['{"sieg": {', '[]', 'null', '', '\u0000\u0000'])('sets a broken file aside: %j', async (text) => {
    await write(text);
    const error = await failureOf(loadSettings(dir));
    expect(error.code).toBe('SETTINGS_BROKEN');
    const names = await readdir(dir);
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^settings\.broken-[\dTZ-]+\.json$/);
    expect(error.details['keptAt']).toBe(join(dir, names[0] ?? ''));
    expect(await readFile(join(dir, names[0] ?? ''), 'utf8')).toBe(text);
    expect((await failureOf(loadSettings(dir))).code).toBe('SETTINGS_INCOMPLETE');
  });

  it('gives a draft for whatever the file holds', async () => {
    expect(await readDraft(dir)).toEqual({ draft: {}, warnings: [] });
    await write('{"archive":{"root":"Y:"},"sieg":5}');
    expect((await readDraft(dir)).draft).toEqual({ archive: { root: 'Y:' }, sieg: 5 });
    await write('{');
    expect((await readDraft(dir)).warnings.map((warning) => warning.code)).toEqual(['SETTINGS_BROKEN']);
  });
});

describe('secrets', () => {
  const canary = 'CANARY-7f3a';
  const named = [
    'apiKey',
    'api_key',
    'API-KEY',
    'key',
    'siegKey',
    'clientSecret',
    'client_secret',
    'senha',
    'password',
    'accessToken',
  ];

  it.each(named)('are never taken from the file, and never repeated: %s', async (name) => {
    await write(
      JSON.stringify({ ...minimal, sieg: { ...minimal.sieg, [name]: canary, deeper: [{ [name]: canary }] } }),
    );
    const { settings, warnings } = await loadSettings(dir);
    expect(warnings.map((warning) => warning.code)).toEqual(['SETTINGS_SECRET']);
    expect(warnings[0]?.message).toContain(`sieg.${name}, sieg.deeper.0.${name}`);
    expect(JSON.stringify([settings, warnings.map((warning) => warning.toEnvelope())])).not.toContain(canary);
    await saveSettings(dir, settings);
    expect(await readFile(join(dir, 'settings.json'), 'utf8')).not.toContain(canary);
  });

  it('are refused on saving, and nothing is written', async () => {
    const settings = checkSettings({ ...minimal, sieg: { generation: 'v1', api_key: canary } }, 'settings.json');
    expect((await failureOf(saveSettings(dir, settings))).code).toBe('SETTINGS_SECRET');
    expect(await readdir(dir)).toEqual([]);
  });

  it('are not suspected in ordinary fields', async () => {
    await write(JSON.stringify({ ...minimal, keyboard: 'abnt2', monkey: 1, sieg: { generation: 'v1', note: 'key' } }));
    expect((await loadSettings(dir)).warnings).toEqual([]);
  });
});

describe('saving', () => {
  it('keeps unknown fields at every level and leaves no temporary file', async () => {
    const unknown = { ...minimal, future: { a: [1] }, archive: { root: 'Y:\\', color: 'azul' } };
    await write(JSON.stringify(unknown));
    await saveSettings(dir, checkSettings({ ...minimal, archive: { root: 'Q:\\' } }, 'settings.json'));
    expect(await onDisk()).toMatchObject({ future: { a: [1] }, archive: { root: 'Q:\\', color: 'azul' } });
    expect(await readdir(dir)).toEqual(['settings.json']);
  });

  it('comes back as it went in, and forgets an optional field that was taken out', async () => {
    const full = checkSettings({ ...minimal, importShare: { root: 'a', cancelledRoot: 'c' } }, 'settings.json');
    await saveSettings(dir, full);
    expect((await loadSettings(dir)).settings).toEqual(full);
    await saveSettings(dir, checkSettings(minimal, 'settings.json'));
    expect((await loadSettings(dir)).settings.importShare.cancelledRoot).toBeUndefined();
  });

  it('refuses what it could not load, and says when the folder is not there', async () => {
    const settings = checkSettings(minimal, 'settings.json');
    const wrong = { ...settings, archive: { root: '' } };
    expect((await failureOf(saveSettings(dir, wrong))).code).toBe('SETTINGS_INCOMPLETE');
    expect((await failureOf(saveSettings(join(dir, 'nenhuma'), settings))).code).toBe('SETTINGS_UNWRITABLE');
  });

  it('never shows a half-written file to a reader', async () => {
    const one = checkSettings(minimal, 'settings.json');
    const two = checkSettings({ ...minimal, note: 'x'.repeat(200_000) }, 'settings.json');
    await saveSettings(dir, one);
    const writing = (async () => {
      for (let round = 0; round < 20; round += 1) await saveSettings(dir, round % 2 === 0 ? two : one);
    })();
    for (let round = 0; round < 50; round += 1) expect((await loadSettings(dir)).warnings).toEqual([]);
    await writing;
  });
});
