import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { setAsideSync } from '../../../src/engine/files';
import { SmallFile } from '../../../src/main/files/small-file';
import { openLog } from '../../../src/main/log/log';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-small-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('SmallFile', () => {
  const open = (name = 'x.json') => new SmallFile(join(folder, name), z.object({ n: z.int() }), { n: 0 });

  it('reads what it wrote, leaves nothing else behind, and makes its folder', async () => {
    const file = open(join('dentro', 'x.json'));
    file.write({ n: 3 });
    expect(open(join('dentro', 'x.json')).read()).toEqual({ n: 3 });
    expect(await readdir(join(folder, 'dentro'))).toEqual(['x.json']);
    file.remove();
    file.remove();
    expect(file.read()).toEqual({ n: 0 });
  });

  it.each(['', 'null', '{"n":"x"}', '{"n":1', '\0\0\0'])('takes %j for nothing', async (content) => {
    await writeFile(join(folder, 'x.json'), content);
    expect(open().read()).toEqual({ n: 0 });
  });

  it('keeps the old content when the new cannot be written', async () => {
    open().write({ n: 1 });
    await writeFile(join(folder, 'sem-pasta'), '');
    expect(() => open(join('sem-pasta', 'x.json')).write({ n: 2 })).toThrow(
      expect.objectContaining({ code: 'SHELL_CANNOT_SAVE' }),
    );
    expect(open().read()).toEqual({ n: 1 });
  });
});

describe('the log', () => {
  it('holds what main, engine and page say, and no secret', async () => {
    const log = openLog(join(folder, 'logs'));
    log.hide('canary-key/0123456789==');
    log.write('main', 'info', 'aberto');
    log.write('engine', 'warning', 'a chave canary-key/0123456789== e canary-key%2F0123456789%3D%3D falhou');
    log.write('page', 'error', 'GET https://api/x?api_key=outra-coisa-qualquer');
    const text = await readFile(join(log.folder, 'malote.log'), 'utf8');
    expect(text).toMatch(/\[main\] aberto/);
    expect(text).toMatch(/\[engine\] a chave ••• e ••• falhou/);
    expect(text).not.toMatch(/canary|outra-coisa/);
  });

  it('is rotated, so that it never fills the disk', async () => {
    const log = openLog(join(folder, 'logs'));
    const long = 'linha '.repeat(3_000);
    for (let n = 0; n < 700; n += 1) log.write('engine', 'info', long);
    const names = await readdir(log.folder);
    expect([...new Set(names.map((name) => name.replace(/\d{8}-\d{6}(-\d+)?/, '…')))].sort()).toEqual([
      'malote-….log',
      'malote.log',
    ]);
    // the next ones, of the same second, take the place of the oldest
    const { name, file } = { name: 'malote', file: join(log.folder, 'malote.log') };
    for (let n = 0; n < 5; n += 1) {
      setAsideSync(file, new Date(2026, 10, 30, 12, 0, n), 3);
      await writeFile(file, String(n));
    }
    const aside = (await readdir(log.folder)).filter((one) => one.startsWith(`${name}-`));
    expect(aside).toHaveLength(3);
  });

  it('never stops the program', async () => {
    await writeFile(join(folder, 'sem-pasta'), '');
    const log = openLog(join(folder, 'sem-pasta', 'logs'));
    expect(() => log.write('main', 'error', 'nada')).not.toThrow();
  });
});
