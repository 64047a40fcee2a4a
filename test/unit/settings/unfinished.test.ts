import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepUnfinished, readForm, saveSettings, UNFINISHED_FILE } from '../../../src/engine/settings';

const complete = {
  sieg: { generation: 'v1' as const, baseUrl: 'https://api.sieg.com' },
  archive: { root: 'Y:\\' },
  importShare: { root: '\\\\servidor\\xml_import\\Import', layout: 'flat' as const },
  companies: { workbook: 'empresas.xlsx' },
};
const begun = { sieg: { generation: 'legacy' }, archive: { root: 'Y:\\' }, importShare: {}, companies: {} };

let dir: string;
const kept = (): Promise<string> => readFile(join(dir, UNFINISHED_FILE), 'utf8');

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'malote-unfinished-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('a form that is not complete', () => {
  it('is what the next form begins with', async () => {
    expect(await readForm(dir)).toEqual({ draft: {}, warnings: [], unfinished: false });
    await keepUnfinished(dir, begun);
    expect(await readForm(dir)).toEqual({ draft: begun, warnings: [], unfinished: true });
    await keepUnfinished(dir, { ...begun, archive: { root: 'Z:\\' } });
    expect((await readForm(dir)).draft['archive']).toEqual({ root: 'Z:\\' });
    expect(await readdir(dir)).toEqual([UNFINISHED_FILE]);
  });

  it('takes the place of a settings.json that lacks something', async () => {
    await writeFile(join(dir, 'settings.json'), JSON.stringify({ sieg: { generation: 'v1' } }));
    expect(await readForm(dir)).toMatchObject({ unfinished: false, draft: { sieg: { generation: 'v1' } } });
    await keepUnfinished(dir, begun);
    expect(await readForm(dir)).toMatchObject({ unfinished: true, draft: { sieg: { generation: 'legacy' } } });
  });

  it('is kept without the values that settings.json would refuse, and without anything secret', async () => {
    await keepUnfinished(dir, {
      ...begun,
      sieg: { generation: 'v1', baseUrl: 'https://eu:segredo-1@api.sieg.com/?api_key=segredo-2', apiKey: 'segredo-3' },
      previousMonth: { days: -1 },
    });
    expect((await readForm(dir)).draft).toEqual({ ...begun, sieg: { generation: 'v1' }, previousMonth: {} });
    expect(await kept()).not.toContain('segredo');
  });

  it('is gone once the settings are saved whole', async () => {
    await keepUnfinished(dir, begun);
    await saveSettings(dir, {
      ...complete,
      previousMonth: { days: 0 },
      capture: { reports: 'always', rescanPreviousMonth: true },
    });
    expect(await readdir(dir)).toEqual(['settings.json']);
    expect(await readForm(dir)).toMatchObject({ unfinished: false, draft: complete });
  });

  it('does not hide settings that are complete', async () => {
    await keepUnfinished(dir, begun);
    await writeFile(join(dir, 'settings.json'), JSON.stringify(complete));
    expect(await readForm(dir)).toEqual({ draft: complete, warnings: [], unfinished: false });
  });

  it.each(['', '{"sieg":', '[]'])('counts as none when its file is broken: %j', async (text) => {
    await writeFile(join(dir, UNFINISHED_FILE), text);
    expect(await readForm(dir)).toEqual({ draft: {}, warnings: [], unfinished: false });
    await keepUnfinished(dir, begun);
    expect(await readForm(dir)).toMatchObject({ draft: begun, unfinished: true });
  });

  it('says why it cannot be kept', async () => {
    await rm(dir, { recursive: true });
    await expect(keepUnfinished(dir, begun)).rejects.toMatchObject({ code: 'SETTINGS_UNWRITABLE' });
  });
});
