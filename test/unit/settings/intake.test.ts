import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PatientCalls } from '../../../src/engine/files';
import {
  checkRealPlaces,
  checkSettings,
  loadSettings,
  plainPath,
  readForm,
  realSettingsProblems,
  saveSettings,
  settingsProblems,
  type SettingsToSave,
} from '../../../src/engine/settings';
import { realPlaceProblems } from '../../../src/engine/settings/places';
import { createRedactor } from '../../../src/shared/redact';
import { isMaloteError, type MaloteError } from '../../../src/shared/errors';

const linkTo = (target: string, path: string): Promise<void> =>
  symlink(target, path, process.platform === 'win32' ? 'junction' : 'dir');

/** Windows and Linux do; Wine has no junctions (ENOTSUP), there nothing can be led by one. */
async function linksFolders(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'malote-atalho-'));
  const made = await linkTo(folder, join(folder, 'atalho')).then(
    () => true,
    () => false,
  );
  await rm(folder, { recursive: true, force: true });
  return made || process.platform !== 'win32';
}
const LINKS_FOLDERS = await linksFolders();

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'malote-intake-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function load(bytes: string | Uint8Array): Promise<{ archive?: string; error?: MaloteError }> {
  await writeFile(join(dir, 'settings.json'), bytes);
  try {
    return { archive: (await loadSettings(dir)).settings.archive.root };
  } catch (error) {
    if (!isMaloteError(error)) throw error;
    return { error };
  }
}

const file = (archive: string, importShare = 'LAB/imp'): string =>
  `{"sieg":{"generation":"legacy"},\n"archive":{"root":"${archive}"},\n"importShare":{"root":"${importShare}"},"companies":{"workbook":"empresas.xlsx"}}`;
const ansi = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, 'utf16le');

type Right = { readonly archive: RegExp } | { readonly code: string; readonly words: readonly RegExp[] };
const DOUBLE = /dobre as barras/;

/** Each condition as a sample of our own, and by the name of its file where the corpus of cases is beside. */
const CASES: readonly (readonly [file: string | null, own: string | Uint8Array, right: Right])[] = [
  ['s05-barra-simples-Y.json', file('Y:\\XML'), { code: 'SETTINGS_BROKEN', words: [/linha \d/, DOUBLE] }],
  [null, file('\\\\nas\\usuarios'), { code: 'SETTINGS_BROKEN', words: [/linha 2/, DOUBLE] }],
  [null, file('Y:\\\\XML\\'), { code: 'SETTINGS_BROKEN', words: [/linha 2/, DOUBLE] }],
  [null, '{"sieg":\n{"generation" "v1"}}', { code: 'SETTINGS_BROKEN', words: [/não é um JSON válido/] }],
  [
    's06-barra-simples-escape-valido.json',
    file('C:\\temp\\notas'),
    { code: 'SETTINGS_INVALID', words: [/archive\.root/, /tabulação/, DOUBLE] },
  ],
  [
    's07-unc-escape-valido.json',
    file('acervo', '\\\\nas\\notas\\fiscal'),
    { code: 'SETTINGS_INVALID', words: [/importShare\.root/, /quebra de linha/, DOUBLE] },
  ],
  [null, file('\\\\nas\\\\dados'), { code: 'SETTINGS_INVALID', words: [/barra só/, DOUBLE] }],
  ['s08-aspas-copiar-como-caminho.json', file('\\"LAB/lab/acervo\\"'), { archive: /^LAB\/lab\/acervo$/ }],
  ['s09-lre-u202a.json', file('\u202aLAB/lab/acervo'), { archive: /^LAB\/lab\/acervo$/ }],
  ['s10-ansi-cp1252.json', ansi(file('LAB/lab/acervo_operação')), { archive: /^LAB\/lab\/acervo_operação$/ }],
  [null, utf16(file('LAB/lab/acervo_operação')), { archive: /^LAB\/lab\/acervo_operação$/ }],
];

async function expectRight(bytes: string | Uint8Array, right: Right): Promise<void> {
  const { archive, error } = await load(bytes);
  if ('archive' in right) {
    expect(error).toBeUndefined();
    expect(archive).toMatch(right.archive);
    return;
  }
  expect(error?.code).toBe(right.code);
  for (const words of right.words) expect(error?.message).toMatch(words);
}

describe('a settings.json as people write it', () => {
  it.each(CASES)('%s, built here (%#)', async (_, own, right) => expectRight(own, right));

  const corpus = resolve(import.meta.dirname, '../../../../shared/cases/settings');
  if (existsSync(corpus)) {
    it.each(CASES.flatMap(([name, , right]) => (name === null ? [] : [{ name, right }])))(
      '$name, from the corpus',
      async ({ name, right }) => expectRight(await readFile(join(corpus, name)), right),
    );
  }

  it('is set aside under a name that can be read, in messages and logs too, and never over another', async () => {
    const { redact } = createRedactor([]);
    for (let time = 1; time <= 3; time += 1) {
      const { error } = await load('{');
      const kept = (await readdir(dir)).filter((name) => name.startsWith('settings.broken-'));
      expect(kept).toHaveLength(time);
      const name = kept.find((one) => String(error?.details['keptAt']).endsWith(one));
      expect(name).toMatch(/^settings\.broken-\d{4}-\d\d-\d\d-\d{6}(?:-\d)?\.json$/);
      expect(redact(`guardado como ${name ?? '?'}`)).toBe(`guardado como ${name ?? '?'}`);
    }
  });

  it.each([
    ['"C:\\XML"', 'C:\\XML'],
    ["'Y:\\a b'", 'Y:\\a b'],
    ['“\\\\nas\\xml”', '\\\\nas\\xml'],
    ['\u202aC:\\XML\u202c ', 'C:\\XML'],
    [" C:\\Copo d'água ", "C:\\Copo d'água"],
  ])('%s is the path %s', (written, path) => {
    expect(plainPath(written)).toBe(path);
  });
});

describe('folders that must lie apart', () => {
  const WORKSPACE = 'C:\\Malote\\dados';
  const settings = (archive: string, importShare: string, cancelledRoot?: string): SettingsToSave => ({
    sieg: { generation: 'v1' },
    archive: { root: archive },
    importShare: { root: importShare, ...(cancelledRoot === undefined ? {} : { cancelledRoot }) },
    companies: { workbook: 'empresas.xlsx' },
    previousMonth: {},
    capture: {},
  });
  const onWindows = { workspace: WORKSPACE, platform: 'win32' as const };

  it.each<[string, SettingsToSave, string, RegExp]>([
    ['one folder', settings('Y:\\XML', 'Y:\\XML'), 'importShare.root', /é a pasta do acervo/],
    ['another case', settings('Y:\\XML', 'y:\\xml'), 'importShare.root', /é a pasta do acervo/],
    ['other separators', settings('Y:\\XML\\', 'Y:/XML/.'), 'importShare.root', /é a pasta do acervo/],
    ['UNC', settings('\\\\NAS\\xml', '//nas/XML/'), 'importShare.root', /é a pasta do acervo/],
    ['the long form', settings('\\\\?\\UNC\\nas\\xml', '\\\\nas\\xml'), 'importShare.root', /é a pasta do acervo/],
    ['a relative path', settings('C:\\Malote\\dados\\x', 'x'), 'importShare.root', /é a pasta do acervo/],
    ['import in the archive', settings('Y:\\XML', 'Y:\\xml\\imp'), 'importShare.root', /dentro da pasta do acervo/],
    ['the archive in the import share', settings('Y:\\XML\\a', 'Y:\\'), 'importShare.root', /contém a pasta do acervo/],
    [
      'cancelled in the archive',
      settings('Y:\\a', 'Y:\\b', 'Y:\\A\\c'),
      'importShare.cancelledRoot',
      /dentro da pasta do acervo/,
    ],
    ['the workspace as archive', settings('.', 'Y:\\b'), 'archive.root', /pasta de trabalho/],
    ['a folder of Malote', settings('Y:\\a', 'Relatorios\\bi'), 'importShare.root', /próprio Malote/],
    ['the workspace in the import share', settings('Y:\\a', 'c:\\malote'), 'importShare.root', /pasta de trabalho/],
    [
      'the workspace in the folder of cancelled ones',
      settings('Y:\\a', 'Y:\\b', 'C:\\'),
      'importShare.cancelledRoot',
      /pasta de trabalho/,
    ],
  ])('%s', (_, wrong, field, words) => {
    expect(settingsProblems(wrong, onWindows)[field]).toMatch(words);
    const check = (): unknown => checkSettings(wrong, 'settings.json', onWindows);
    expect(check).toThrow(
      expect.objectContaining({ code: 'SETTINGS_INVALID', message: expect.stringMatching(words) as string }) as Error,
    );
  });

  it.each<[string, SettingsToSave]>([
    ['side by side', settings('Y:\\XML', 'Y:\\XML-importar', 'Y:\\XML-importar\\Cancelados')],
    ['of names that begin alike', settings('Y:\\XML', 'Y:\\XML2')],
    ['in the workspace, as the demonstration has them', settings('arquivo', 'import')],
  ])('are right %s', (_, right) => {
    expect(settingsProblems(right, onWindows)).toEqual({});
    expect(() => checkSettings(right, 'settings.json', onWindows)).not.toThrow();
  });

  it('tells cases apart where the system does', () => {
    const place = { workspace: '/dados', platform: 'posix' as const };
    expect(settingsProblems(settings('/x/XML', '/x/xml'), place)).toEqual({});
    expect(Object.keys(settingsProblems(settings('/x/XML', '/x/XML/i'), place))).toEqual(['importShare.root']);
  });

  it('are refused where they enter: by saving, by loading, and in what a form begins with', async () => {
    const wrong = settings(join(dir, 'a'), join(dir, 'a', 'imp'));
    await expect(saveSettings(dir, wrong)).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
    expect(await readdir(dir)).toEqual([]);
    await writeFile(join(dir, 'settings.json'), JSON.stringify(wrong));
    await expect(loadSettings(dir)).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
    const { draft } = await readForm(dir);
    expect(Object.keys(settingsProblems(draft, { workspace: dir }))).toEqual(['importShare.root']);
  });

  describe.skipIf(!LINKS_FOLDERS)('are refused by what links lead to', () => {
    beforeEach(async () => {
      for (const name of ['acervo', 'import', 'guardados']) await mkdir(join(dir, name));
      await linkTo(join(dir, 'acervo'), join(dir, 'atalho'));
      await linkTo(join(dir, 'guardados'), join(dir, 'outro'));
      await linkTo(dir, join(dir, 'trabalho'));
    });

    it.each<[string, string, string | undefined, string, RegExp]>([
      ['acervo', 'atalho', undefined, 'importShare.root', /é a pasta do acervo; outro programa esvazia/],
      ['atalho', 'acervo', undefined, 'importShare.root', /é a pasta do acervo; outro programa esvazia/],
      ['acervo', 'atalho/bi/novo', undefined, 'importShare.root', /fica dentro da pasta do acervo/],
      ['atalho/xml/novo', 'acervo', undefined, 'importShare.root', /contém a pasta do acervo/],
      ['acervo', 'import', 'atalho', 'importShare.cancelledRoot', /é a pasta do acervo/],
      ['acervo', 'outro', undefined, 'importShare.root', /próprio Malote/],
      ['trabalho', 'import', undefined, 'archive.root', /pasta de trabalho/],
    ])('%s with %s and %s', async (archive, importShare, cancelled, field, words) => {
      const wrong = settings(join(dir, archive), join(dir, importShare), cancelled && join(dir, cancelled));
      const refusal = { code: 'SETTINGS_INVALID', message: expect.stringMatching(words) as string };
      expect((await realSettingsProblems(wrong, dir))[field]).toMatch(words);
      await expect(saveSettings(dir, wrong)).rejects.toMatchObject(refusal);
      await writeFile(join(dir, 'settings.json'), JSON.stringify(wrong));
      // the file that was right when it was written holds until work begins
      const { settings: loaded } = await loadSettings(dir);
      await expect(checkRealPlaces(loaded, join(dir, 'settings.json'))).rejects.toMatchObject(refusal);
    });
  });

  describe('are refused by what they really are', () => {
    beforeEach(async () => {
      for (const name of ['acervo', 'import']) await mkdir(join(dir, name));
    });

    it('and not where they lie apart, are not there, or nothing is known of them', async () => {
      for (const [archive, importShare] of [
        ['acervo', 'import'],
        ['acervo', 'ainda/não'],
        ['nada/acervo', 'nada/import'],
      ] as const)
        await saveSettings(dir, settings(join(dir, archive), join(dir, importShare)));
    });

    it('by their numbers, where no name tells; a number that is none says nothing', async () => {
      const numbered = (numbers: Readonly<Record<string, readonly (string | null)[]>>) => ({
        look: (path: string) => Promise.resolve({ path, numbers: numbers[basename(path)] ?? [] }),
      });
      const asked = settings(join(dir, 'a'), join(dir, 'b'));
      const problems = (numbers: Readonly<Record<string, readonly (string | null)[]>>) =>
        realPlaceProblems(asked, { workspace: dir }, numbered(numbers)).then((found) => found['importShare.root']);
      expect(await problems({ a: ['1:7', '1:2'], b: ['1:7', '3:4'] })).toMatch(/^é a pasta do acervo/);
      expect(await problems({ a: ['1:7', '1:2'], b: ['1:9', '1:7'] })).toMatch(/^fica dentro d/);
      expect(await problems({ a: ['1:9', '1:7'], b: ['1:7', '1:2'] })).toMatch(/^contém/);
      expect(await problems({ a: [null, '1:2'], b: [null, '1:2'] })).toBeUndefined();
    });

    it('without waiting for one that hangs', async () => {
      const calls = new PatientCalls({ most: 2, patienceMs: 20 });
      const look = (): Promise<never> => new Promise(() => undefined);
      const wrong = settings(join(dir, 'acervo'), join(dir, 'acervo'));
      expect(await realPlaceProblems(wrong, { workspace: dir }, { calls, look })).toEqual({});
    });
  });

  it('saves paths without what copying has left around them', async () => {
    await saveSettings(dir, settings('\u202a"acervo"', 'import'));
    expect(JSON.parse(await readFile(join(dir, 'settings.json'), 'utf8'))).toMatchObject({
      archive: { root: 'acervo' },
    });
  });
});
