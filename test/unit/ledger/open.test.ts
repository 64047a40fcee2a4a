import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statfsSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptFreshLedger, openLedger, restoreLedger, type Ledger } from '../../../src/engine/ledger';
import { MIGRATIONS } from '../../../src/engine/ledger/migrations';
import { openSqlite } from '../../../src/engine/ledger/sqlite';
import { isNetworkPath } from '../../../src/engine/shares';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { readingsOf } from '../../support/readings';

let folder: string;
let file: string;
const opened: Ledger[] = [];
const NOW = Date.parse('2026-04-02T12:00:00Z');

function open(path = file, isNetwork?: (realFolder: string) => boolean): Ledger {
  const ledger = openLedger(path, { now: () => NOW, ...(isNetwork === undefined ? {} : { isNetwork }) });
  opened.push(ledger);
  return ledger;
}

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'malote-ledger-')));
  file = join(folder, 'malote.db');
});
afterEach(async () => {
  for (const ledger of opened.splice(0)) ledger.close();
  await rm(folder, { recursive: true, force: true });
});

/** A ledger big enough to have a middle. */
function fill(ledger: Ledger, entries: number): void {
  ledger.transaction(() => {
    for (let index = 0; index < entries; index += 1)
      ledger.journal.write('run.healed', String(index), { text: 'x'.repeat(200) });
  });
}

describe('a ledger made from nothing', () => {
  it('has every migration, in a folder that did not exist, and is not made twice', () => {
    const path = join(folder, 'novo', 'mais', 'malote.db');
    const ledger = open(path);
    expect(databaseOf(ledger).value('PRAGMA user_version')).toBe(MIGRATIONS.length);
    fill(ledger, 1);
    ledger.close();
    expect(open(path).journal.last(9)).toHaveLength(1);
  });

  it('has numbered migrations without a hole', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  it('has strict tables only', () => {
    const tables = databaseOf(open()).all<{ name: string; strict: number }>(
      "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'",
    );
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
  });

  it('really is WAL, fully synchronous, and holds foreign keys', () => {
    const db = databaseOf(open());
    expect(db.value('PRAGMA journal_mode')).toBe('wal');
    expect(db.value('PRAGMA synchronous')).toBe(2);
    expect(db.value('PRAGMA foreign_keys')).toBe(1);
    expect(() => db.run('INSERT INTO run_companies (run_id, company_id) VALUES (7, 7)')).toThrow(/FOREIGN KEY/);
  });

  it('takes a whole transaction or nothing of it', () => {
    const ledger = open();
    expect(() =>
      ledger.transaction(() => {
        fill(ledger, 3);
        throw new Error('power cut');
      }),
    ).toThrow('power cut');
    expect(ledger.journal.last(9)).toEqual([]);
  });
});

describe('the journal', () => {
  it('tells when, who, what and why, in order, and can be neither changed nor shortened', () => {
    const ledger = openLedger(file, { now: () => NOW, actor: 'operator' });
    opened.push(ledger);
    ledger.journal.write('run.started', 'run 1', { month: '2026-03' });
    ledger.journal.write('run.ended', 'run 1');
    const at = new Date(NOW).toISOString();
    expect(ledger.journal.last(9)).toEqual([
      { id: 1, at, actor: 'operator', action: 'run.started', subject: 'run 1', detail: { month: '2026-03' } },
      { id: 2, at, actor: 'operator', action: 'run.ended', subject: 'run 1', detail: {} },
    ]);
    expect(ledger.journal.last(1).map(({ id }) => id)).toEqual([2]);
    expect(() => databaseOf(ledger).run("UPDATE journal SET actor = 'nobody'")).toThrow('append-only');
    expect(() => databaseOf(ledger).run('DELETE FROM journal')).toThrow('append-only');
    expect(() => databaseOf(ledger).run('DELETE FROM journal WHERE id = 2')).toThrow('append-only');
  });
});

describe('a file that is not ours to use', () => {
  it('is refused when a newer program made it, and left as it is', () => {
    databaseOf(open()).raw.pragma(`user_version = ${String(MIGRATIONS.length + 1)}`);
    opened.splice(0).forEach((ledger) => ledger.close());
    const before = readFileSync(file);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'LEDGER_NEWER' }));
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(['iniciado.txt', 'malote.db']);
  });

  it('is refused in a place that cannot be written', () => {
    writeFileSync(join(folder, 'arquivo'), '');
    expect(() => open(join(folder, 'arquivo', 'malote.db'))).toThrow(
      expect.objectContaining({ code: 'LEDGER_CANNOT_OPEN' }),
    );
  });

  const onShare = (share: string) => {
    const mountInfo = `36 1 0:1 / / rw - ext4 /dev/sda rw\n37 36 0:2 / ${share} rw - cifs //servidor/xml rw\n`;
    return (real: string): boolean => isNetworkPath(real, 'posix', { mountInfo });
  };

  it.runIf(process.platform !== 'win32')('is refused on a share, also where nothing exists yet', async () => {
    const share = join(folder, 'share');
    await mkdir(share);
    for (const path of [join(share, 'malote.db'), join(share, 'ainda', 'não', 'malote.db')]) {
      expect(() => open(path, onShare(share))).toThrow(expect.objectContaining({ code: 'LEDGER_ON_NETWORK' }));
    }
    expect(readdirSync(share)).toEqual([]);
    expect(open(file, onShare(share)).runs.latest()).toBeUndefined();
  });

  it.runIf(process.platform !== 'win32')(
    'is refused when links lead to a share, also by way of a missing folder',
    async () => {
      const share = join(folder, 'share');
      await mkdir(share);
      await symlink(share, join(folder, 'atalho'));
      for (const path of [join(folder, 'atalho', 'malote.db'), join(folder, 'atalho', 'nova', 'malote.db')]) {
        expect(() => open(path, onShare(share))).toThrow(expect.objectContaining({ code: 'LEDGER_ON_NETWORK' }));
      }
    },
  );
});

/** Bytes, more than the disk of the folder has free; where it can, a file of this size takes none of them. */
function moreThanFree(): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize + 2 ** 30;
}

/** Not on Windows, where a file of a size takes it. */
const LARGE_COPIES: readonly [string, (copy: string) => void, string][] =
  process.platform === 'win32'
    ? []
    : [
        [
          'is no database and of more bytes than this disk takes',
          (copy: string) => {
            writeFileSync(copy, 'texto');
            truncateSync(copy, moreThanFree());
          },
          'LEDGER_COPY_UNUSABLE',
        ],
        [
          'begins as one and is more than this disk takes',
          (copy: string) => {
            writeFileSync(copy, 'SQLite format 3\0');
            truncateSync(copy, moreThanFree());
          },
          'LEDGER_DISK_FULL',
        ],
      ];

/** Pages of the diary, with which the file ends: what a look at its beginning does not read. */
function overwriteMiddle(): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, bytes.length - 120_000, bytes.length - 20_000);
  writeFileSync(file, bytes);
}

describe('a damaged file', () => {
  const accept = (): string | null => acceptFreshLedger(file, { now: () => NOW })?.aside ?? null;
  const aside = (): string[] => readdirSync(folder).filter((name) => name.includes('.danificado-'));

  it.each([
    ['is no database at all', () => writeFileSync(file, 'isto não é um banco de dados '.repeat(200))],
    [
      'was overwritten in the middle, by whatever ended the program that had it open',
      () => {
        const db = openSqlite(file);
        db.exec("INSERT INTO openings VALUES ('x', 4194305, 'this', 'elsewhere', 0)");
        db.close();
        overwriteMiddle();
      },
    ],
    [
      'was overwritten in the middle, as a look through it found',
      () => {
        const db = openSqlite(file);
        db.exec("INSERT INTO upkeep VALUES ('suspect', 'a page')");
        db.close();
        overwriteMiddle();
      },
    ],
    [
      'has an index that lacks rows, as somebody who worked with it met',
      () => {
        const changed = (work: (db: ReturnType<typeof openSqlite>) => void): void => {
          const db = openSqlite(file);
          db.unsafeMode(true);
          db.pragma('writable_schema = ON');
          work(db);
          db.close();
        };
        const entry = "FROM sqlite_master WHERE name = 'slow_by_a'";
        let hidden: unknown[] = [];
        changed((db) => {
          db.exec('CREATE TABLE slow (a TEXT) STRICT; CREATE INDEX slow_by_a ON slow (a)');
          hidden = Object.values(db.prepare(`SELECT type, name, tbl_name, rootpage, sql ${entry}`).get() as object);
          db.exec(`DELETE ${entry}`);
        });
        changed((db) => db.exec("INSERT INTO slow VALUES ('x')"));
        changed((db) => {
          db.prepare('INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, ?, ?)').run(
            ...hidden,
          );
          db.exec("INSERT INTO upkeep VALUES ('suspect', 'damage')");
        });
      },
    ],
    [
      'was overwritten in the middle, and noted as open by a computer of another name',
      () => {
        const db = openSqlite(file);
        db.exec("INSERT INTO upkeep VALUES ('suspect', 'a page')");
        db.prepare('INSERT INTO openings VALUES (?, ?, ?, ?, ?)').run('x', process.pid, 'outro', file, NOW);
        db.close();
        overwriteMiddle();
      },
    ],
    ['was cut short', () => writeFileSync(file, readFileSync(file).subarray(0, 20_000))],
    [
      'was emptied since',
      () => {
        writeFileSync(file, '');
        utimesSync(file, NOW / 1000, NOW / 1000);
      },
    ],
  ])('that %s is refused as it is, until a person has it set aside', (_how, damage) => {
    const sound = open();
    fill(sound, 500);
    sound.close();
    opened.splice(0);
    damage();
    const bytes = readFileSync(file);
    for (const _again of [1, 2]) expect(() => open()).toThrow(expect.objectContaining({ code: 'LEDGER_DAMAGED' }));
    expect(readFileSync(file)).toEqual(bytes);
    expect(aside()).toEqual([]);

    const kept = accept();
    expect(kept).toBe(`${file}.danificado-2026-04-02T12-00-00-000Z`);
    expect(readFileSync(kept!)).toEqual(bytes);
    const ledger = open();
    expect(ledger.journal.last(9)).toMatchObject([{ action: 'ledger.set-aside', subject: kept }]);
    ledger.runs.start('2026-03', {}, [], null);
    ledger.close();
    expect(accept()).toBeNull();
    expect(aside()).toEqual([basename(kept!)]);
  });

  it('is set aside together with its -wal, unchanged: what the last process wrote may be in there alone', () => {
    const sound = open(join(folder, 'vivo.db'));
    fill(sound, 500);
    databaseOf(sound).raw.pragma('wal_checkpoint(TRUNCATE)');
    fill(sound, 100);
    for (const suffix of ['', '-wal']) copyFileSync(join(folder, `vivo.db${suffix}`), file + suffix);
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 20_000, bytes.length - 20_000);
    writeFileSync(file, bytes);
    const wal = readFileSync(`${file}-wal`);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'LEDGER_DAMAGED' }));
    expect(readFileSync(`${accept()!}-wal`)).toEqual(wal);
    expect(aside().length).toBeGreaterThanOrEqual(2);
  });

  it('is not looked for where everybody has closed it, and opens at once', () => {
    const sound = open();
    fill(sound, 2_000);
    sound.close();
    overwriteMiddle();
    expect(open().runs.latest()).toBeUndefined();
  });

  it('is found by the look of every day, and refused when it is opened next', async () => {
    const sound = open();
    expect(sound.upkeep.isDue).toBe(false);
    fill(sound, 2_000);
    sound.close();
    overwriteMiddle();
    const ledger = open();
    expect(await ledger.upkeep.check(() => readingsOf(ledger).lookThrough())).toMatch(/\S/);
    ledger.close();
    expect(() => open()).toThrow(expect.objectContaining({ code: 'LEDGER_DAMAGED' }));
  });

  it('is looked for once a day, and a sound one is left alone', async () => {
    const ledger = open();
    databaseOf(ledger).run("UPDATE upkeep SET value = ? WHERE name = 'checked_at'", [
      new Date(NOW - 90_000_000).toISOString(),
    ]);
    expect(ledger.upkeep.isDue).toBe(true);
    expect(await ledger.upkeep.check(() => readingsOf(ledger).lookThrough())).toBeNull();
    expect(ledger.upkeep.isDue).toBe(false);
  });

  it('is looked for when another process has it open no more, and not while one has', () => {
    const first = open();
    fill(first, 10);
    const since = (): string => databaseOf(first).value("SELECT value FROM upkeep WHERE name = 'checked_at'");
    databaseOf(first).run("UPDATE upkeep SET value = 'before'");
    open().close();
    expect(since()).toBe('before');
    databaseOf(first).run('UPDATE openings SET pid = 4194305');
    open().close();
    expect(since()).not.toBe('before');
    expect(databaseOf(first).all('SELECT 1 FROM openings')).toEqual([]);
  });

  it('is not what a killed process leaves: its -wal is taken in', () => {
    const alive = open(join(folder, 'vivo.db'));
    fill(alive, 10);
    for (const suffix of ['', '-wal']) copyFileSync(join(folder, `vivo.db${suffix}`), file + suffix);
    const ledger = open();
    expect(ledger.journal.last(99)).toHaveLength(10);
    expect(aside()).toEqual([]);
  });

  it('is not an empty one', () => {
    writeFileSync(file, '');
    expect(open().runs.latest()).toBeUndefined();
  });

  it('is not worked on any more once it shows, and looked through when it is opened next', () => {
    const sound = open();
    fill(sound, 2_000);
    sound.close();
    overwriteMiddle();
    const ledger = open();
    const told = vi.fn();
    databaseOf(ledger).onDamaged = told;
    for (const _again of [1, 2])
      expect(() => ledger.journal.last(2_000)).toThrow(expect.objectContaining({ code: 'LEDGER_DAMAGED' }));
    expect(() => ledger.runs.latest()).toThrow(expect.objectContaining({ code: 'LEDGER_DAMAGED' }));
    expect(told).toHaveBeenCalledOnce();
    ledger.close();
    expect(() => open()).toThrow(expect.objectContaining({ code: 'LEDGER_DAMAGED' }));
  });

  it('is replaced by a copy with what its log holds; the damaged file and the copy are kept', () => {
    const alive = open(join(folder, 'vivo.db'));
    fill(alive, 10);
    const copy = join(folder, 'cópia.db');
    for (const suffix of ['', '-wal']) copyFileSync(join(folder, `vivo.db${suffix}`), copy + suffix);
    const bytes = readFileSync(copy);
    writeFileSync(file, 'isto não é um banco de dados '.repeat(200));
    writeFileSync(`${file}-wal`, 'o log do danificado');
    const { aside: kept } = restoreLedger(file, copy, { now: () => NOW });
    expect(readFileSync(`${kept!}-wal`, 'utf8')).toBe('o log do danificado');
    expect(readFileSync(copy)).toEqual(bytes);
    const ledger = open();
    const [entry, ...others] = ledger.journal.last(99).reverse();
    expect(entry).toMatchObject({ action: 'ledger.restored', subject: copy });
    expect(others).toHaveLength(10);
    ledger.runs.start('2026-03', {}, [], null);
    opened.splice(0).forEach((ledger) => ledger.close());
    expect(() => restoreLedger(file, copy, { now: () => NOW })).toThrow(
      expect.objectContaining({ code: 'LEDGER_SOUND' }),
    );
  });

  it('is replaced by a copy that lies where nothing can be written, and nothing is left beside that', async () => {
    const sound = open();
    fill(sound, 10);
    sound.close();
    const stick = join(folder, 'pendrive');
    const copy = join(stick, 'malote.db');
    await mkdir(stick);
    copyFileSync(file, copy);
    // SQLite cannot make its index there, as on a disk that takes nothing
    await mkdir(`${copy}-shm`);
    chmodSync(copy, 0o444);
    const before = readdirSync(stick);
    writeFileSync(file, 'isto não é um banco de dados '.repeat(200));
    restoreLedger(file, copy, { now: () => NOW });
    expect(open().journal.last(99)).toHaveLength(11);
    expect(readdirSync(stick)).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('restaurando'))).toEqual([]);
  });

  it.each([
    ['is no database', (copy: string) => writeFileSync(copy, 'texto'.repeat(999)), 'LEDGER_COPY_UNUSABLE'],
    ['is empty', (copy: string) => writeFileSync(copy, ''), 'LEDGER_COPY_UNUSABLE'],
    ['is not there', () => undefined, 'LEDGER_COPY_MISSING'],
    ['is a folder', (copy: string) => mkdirSync(copy), 'LEDGER_COPY_IS_FOLDER'],
    [
      'is another program’s',
      (copy: string) => openSqlite(copy).exec('CREATE TABLE x (y)').close(),
      'LEDGER_COPY_UNUSABLE',
    ],
    ...LARGE_COPIES,
  ])('is left as it is by a copy that %s', (_how, make, code) => {
    const copy = join(folder, 'cópia.db');
    make(copy);
    writeFileSync(file, 'isto não é um banco de dados '.repeat(200));
    writeFileSync(`${file}.restaurando`, 'o que um processo encerrado deixou');
    expect(() => restoreLedger(file, copy, { now: () => NOW })).toThrow(expect.objectContaining({ code }));
    expect(readFileSync(file, 'utf8')).toMatch(/^isto não/);
    expect(readdirSync(folder).filter((name) => name.includes('restaurando'))).toEqual([]);
  });

  it.each([
    ['begins anew', (): string | null => accept(), 1],
    [
      'restores a copy',
      (): string | null => restoreLedger(file, join(folder, 'cópia.db'), { now: () => NOW }).aside,
      11,
    ],
  ])('that is a folder is said to be one, and moved aside with all in it by who %s', async (_who, remedy, entries) => {
    const sound = open(join(folder, 'cópia.db'));
    fill(sound, 10);
    sound.close();
    await mkdir(file);
    writeFileSync(join(file, 'malote.db'), 'o verdadeiro, talvez');
    for (const _again of [1, 2])
      expect(() => open()).toThrow(
        expect.objectContaining({
          code: 'LEDGER_IS_FOLDER',
          message: expect.stringContaining('Há uma pasta com o nome do banco de dados') as string,
        }),
      );
    const kept = remedy();
    expect(readFileSync(join(kept!, 'malote.db'), 'utf8')).toBe('o verdadeiro, talvez');
    expect(open().journal.last(99)).toHaveLength(entries);
  });

  it('that was begun anew gives way to a copy that is found later, until it has been worked with', () => {
    const copy = join(folder, 'cópia.db');
    const sound = open(copy);
    fill(sound, 10);
    sound.close();
    writeFileSync(file, 'isto não é um banco de dados '.repeat(200));
    accept();
    const { aside: kept, wasGone } = restoreLedger(file, copy, { now: () => NOW });
    expect(wasGone).toBe(false);
    expect(open(kept!).journal.last(9)).toMatchObject([{ action: 'ledger.set-aside' }]);
    const restored = open();
    expect(restored.journal.last(99)).toHaveLength(11);
    restored.runs.start('2026-03', {}, [], null);
    opened.splice(0).forEach((ledger) => ledger.close());
    expect(() => restoreLedger(file, copy, { now: () => NOW })).toThrow(
      expect.objectContaining({ code: 'LEDGER_SOUND' }),
    );
  });

  it('is let go of when it cannot be opened, so that Windows can rename it', () => {
    writeFileSync(file, 'isto não é um banco de dados '.repeat(200));
    expect(() => openSqlite(file)).toThrow(expect.objectContaining({ code: 'SQLITE_NOTADB' }));
    const handles = process.platform === 'linux' ? readdirSync('/proc/self/fd').map(openFile) : [];
    expect(handles).not.toContain(file);
  });
});

describe('a ledger that is gone', () => {
  const GONE = expect.objectContaining({ code: 'LEDGER_GONE' }) as Error;
  const accept = (): unknown => acceptFreshLedger(file, { now: () => NOW });
  const beside = (): string[] => readdirSync(folder).filter((name) => name.startsWith('malote.db'));

  /** What was worked with, and then lost. */
  function lose(): void {
    fill(open(), 10);
    opened.splice(0).forEach((ledger) => ledger.close());
    rmSync(file);
  }

  it('is refused, and nothing begun in its place, until a person accepts a fresh one', () => {
    lose();
    const before = beside();
    for (const _again of [1, 2]) expect(() => open()).toThrow(GONE);
    expect(beside()).toEqual(before);
    expect(accept()).toEqual({ aside: null, wasGone: true });
    expect(open().journal.last(9)).toMatchObject([{ action: 'ledger.set-aside', detail: { gone: true } }]);
    expect(accept()).toBeNull();
    opened.splice(0).forEach((ledger) => ledger.close());
    rmSync(file);
    expect(() => open()).toThrow(GONE);
  });

  it('was known before such marks were made too, once it has been opened', () => {
    fill(open(), 1);
    opened.splice(0).forEach((ledger) => ledger.close());
    rmSync(join(folder, 'iniciado.txt'));
    open().close();
    rmSync(file);
    expect(() => open()).toThrow(GONE);
  });

  const loseAll = (): void => {
    lose();
    for (const name of beside()) rmSync(join(folder, name));
  };

  it('is known also where all that has its name was deleted (malote.db*), by a mark that a person can read', () => {
    loseAll();
    expect(() => open()).toThrow(GONE);
    const words = readFileSync(join(folder, 'iniciado.txt'), 'utf8');
    expect(words).toMatch(/Não apague este arquivo\.\r\n$/);
  });

  it('is known by the mark of an earlier version, which is exchanged for the one of now', () => {
    writeFileSync(`${file}.iniciado`, '');
    expect(() => open()).toThrow(GONE);
    accept();
    expect(beside()).toEqual(['malote.db']);
    loseAll();
    expect(() => open()).toThrow(GONE);
  });

  it.each([
    'guardados/outros/0a.xml',
    'espera/2026-03-1-0a.zip',
    'gaps-2026-03.txt',
    'relatorios/evidência 2026-03.pdf',
    'guardados/0a.xml',
  ])('is known by the work that was done with it: %s', async (left) => {
    await mkdir(dirname(join(folder, left)), { recursive: true });
    writeFileSync(join(folder, left), '');
    expect(() => open()).toThrow(GONE);
    expect(beside()).toEqual([]);
    writeFileSync(file, '');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'LEDGER_DAMAGED' }));
    rmSync(file);
    expect(accept()).toEqual({ aside: null, wasGone: true });
    expect(open().journal.last(9)).toMatchObject([{ action: 'ledger.set-aside' }]);
  });

  it('is not one that was never begun, however much was set up', async () => {
    for (const name of ['guardados/outros', 'espera', 'relatorios', 'logs', 'state'])
      await mkdir(join(folder, name), { recursive: true });
    const left = ['settings.json', 'logs/malote.log', 'espera/.malote-0123456789abcdef-0.part', 'relatorios/Thumbs.db'];
    for (const name of [...left, 'gaps.txt']) writeFileSync(join(folder, name), '');
    expect(open().runs.latest()).toBeUndefined();
  });

  it('opens again when it comes back to its place', () => {
    fill(open(), 10);
    opened.splice(0).forEach((ledger) => ledger.close());
    renameSync(file, `${file}.quarentena`);
    expect(() => open()).toThrow(GONE);
    renameSync(`${file}.quarentena`, file);
    expect(open().journal.last(99)).toHaveLength(10);
  });

  it('is replaced by a copy, which tells of it', () => {
    fill(open(), 10);
    opened.splice(0).forEach((ledger) => ledger.close());
    const copy = join(folder, 'cópia.db');
    copyFileSync(file, copy);
    rmSync(file);
    writeFileSync(`${file}-wal`, 'o que um processo morto gravou');
    const { aside } = restoreLedger(file, copy, { now: () => NOW });
    expect(readFileSync(`${aside!}-wal`, 'utf8')).toBe('o que um processo morto gravou');
    const [entry, ...others] = open().journal.last(99).reverse();
    expect(entry).toMatchObject({ action: 'ledger.restored', subject: copy, detail: { gone: true } });
    expect(others).toHaveLength(10);
  });

  it.each(['-wal', '-shm'])('is none that never was where its %s alone is left', (suffix) => {
    writeFileSync(file + suffix, 'o que um processo morto gravou');
    expect(() => open()).toThrow(GONE);
    expect(readFileSync(file + suffix, 'utf8')).toBe('o que um processo morto gravou');
    const { aside } = accept() as { aside: string | null };
    // the -shm is an index of the log, and worth nothing
    if (suffix === '-wal') expect(readFileSync(`${aside!}-wal`, 'utf8')).toBe('o que um processo morto gravou');
    else expect(aside).toBeNull();
    expect(open().runs.latest()).toBeUndefined();
  });

  it('is damaged where it was emptied a moment ago', () => {
    lose();
    writeFileSync(file, '');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'LEDGER_DAMAGED' }));
    expect(accept()).toEqual({ aside: expect.stringContaining('.danificado-') as string, wasGone: false });
    expect(open().runs.latest()).toBeUndefined();
  });

  it('may be begun anew where none ever was', () => {
    expect(accept()).toEqual({ aside: null, wasGone: true });
    expect(open().runs.latest()).toBeUndefined();
  });
});

function openFile(descriptor: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return null;
  }
}
