import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MaloteError } from '../../../../src/shared/errors';
import { PatientCalls } from '../../../../src/engine/files/patient-calls';
import { shareError } from '../../../../src/engine/shares';
import { diagnosed } from '../../../../src/engine/shares/health/diagnosis';
import {
  createDriveSystem,
  shareOf,
  type DriveSystem,
  type FolderSight,
} from '../../../../src/engine/shares/health/drive-system';
import { driveLetter, MappedDrives } from '../../../../src/engine/shares/health/mapped-drives';
import type { ServerAnswer } from '../../../../src/engine/shares/health/server';

const SHARE = '\\\\servidor\\acervo xml';
let folder: string;
let file: string;
let now = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-unidades-'));
  file = join(folder, 'unidades.json');
  now = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A Windows whose letters lead where a test says. */
function windows(letters: Record<string, string | null>, record: Record<string, string> = {}) {
  const asked: string[] = [];
  const system: DriveSystem = {
    leadsTo: (letter) => {
      asked.push(letter);
      return letter in letters ? Promise.resolve(letters[letter]!) : Promise.reject(new Error('ENOENT'));
    },
    onRecord: (letter) => {
      asked.push(`record of ${letter}`);
      return letter in record
        ? Promise.resolve(record[letter]!)
        : Promise.reject(new Error('ERROR: the key was not found'));
    },
    look: () => Promise.resolve('missing'),
  };
  return { asked, drives: new MappedDrives(file, system, () => now) };
}

describe('the letter of a path', () => {
  it.each([
    ['y:\\xml', 'Y'],
    ['Y:/xml', 'Y'],
    ['\\\\?\\Y:\\xml', 'Y'],
    ['\\\\servidor\\xml', null],
    ['/mnt/y:/xml', null],
  ])('%s: %s', (path, letter) => {
    expect(driveLetter(path)).toBe(letter);
  });
});

describe('the share at the beginning of a path', () => {
  it.each([
    ['\\\\servidor\\acervo xml\\2026', SHARE],
    ['\\\\?\\UNC\\servidor\\acervo xml\\', SHARE],
    ['\\\\servidor\\acervo xml', SHARE],
    ['C:\\', null],
    ['\\\\?\\C:\\dados', null],
    ['', null],
  ])('%s: %s', (path, share) => {
    expect(shareOf(path)).toBe(share);
  });
});

describe('a drive letter', () => {
  it('is remembered while it is up, for a later start too, and asked once an hour', async () => {
    const { asked, drives } = windows({ Y: SHARE });
    await drives.seenWell('y:\\xml');
    await drives.seenWell('Y:\\outra');
    now += 59 * 60_000;
    await drives.seenWell('Y:\\xml');
    expect(asked).toEqual(['Y']);
    now += 60_000;
    await drives.seenWell('Y:\\xml');
    expect(asked).toEqual(['Y', 'Y']);
    expect(await windows({}).drives.behind('Y:\\xml')).toEqual({ letter: 'Y', share: SHARE });
  });

  it('is forgotten when it has become a disk of this computer, and follows a new share', async () => {
    await windows({ Y: SHARE, F: '\\\\outro\\f' }).drives.seenWell('Y:\\');
    await windows({ F: '\\\\outro\\f' }).drives.seenWell('F:\\');
    await windows({ Y: '\\\\novo\\xml' }).drives.seenWell('Y:\\');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ F: '\\\\outro\\f', Y: '\\\\novo\\xml' });
    await windows({ Y: null }).drives.seenWell('Y:\\');
    expect(await windows({}).drives.behind('Y:\\')).toBeNull();
  });

  it('that was never seen up is known from what Windows has on record for the user', async () => {
    expect(await windows({}, { Y: SHARE }).drives.behind('Y:\\xml')).toEqual({ letter: 'Y', share: SHARE });
    expect(await windows({}).drives.behind('Y:\\xml')).toBeNull();
    expect(await windows({}, { Y: SHARE }).drives.behind('\\\\servidor\\xml')).toBeNull();
  });

  it('is asked of Windows’ record once an hour, also when there is none', async () => {
    const { asked, drives } = windows({});
    await drives.behind('C:\\dados');
    now += 59 * 60_000;
    await drives.behind('C:\\dados');
    expect(asked).toEqual(['record of C']);
    now += 60_000;
    await drives.behind('C:\\dados');
    expect(asked).toHaveLength(2);
  });

  it('is no concern of a look: neither a system that fails nor a memory that is broken', async () => {
    await writeFile(file, '{ "Y": 3');
    const { drives } = windows({ Y: SHARE });
    await expect(drives.behind('Y:\\')).resolves.toBeNull();
    await expect(windows({}).drives.seenWell('Y:\\')).resolves.toBeUndefined();
    await drives.seenWell('Y:\\');
    expect(await drives.behind('Y:\\')).toEqual({ letter: 'Y', share: SHARE });
  });
});

describe('a folder on a letter that does not answer', () => {
  const failure = (code: string): MaloteError =>
    shareError(Object.assign(new Error(code), { code }), { location: 'Y:\\xml', path: 'Y:\\xml' });

  interface OfficeFixture {
    readonly code?: string;
    readonly server?: ServerAnswer;
    readonly share?: FolderSight;
    readonly letter?: FolderSight;
  }

  async function told({ code = 'ENOENT', server = 'answers', share = 'there', letter = 'missing' }: OfficeFixture) {
    const asked: string[] = [];
    const error = await diagnosed(failure(code), {
      server: null,
      ask: (name) => {
        asked.push(name);
        return Promise.resolve(server);
      },
      drive: { letter: 'Y', share: SHARE },
      look: (path) => Promise.resolve(path === 'Y:\\' ? letter : share),
    });
    expect(asked).toEqual(['servidor']);
    return [error.code, String(error.details['cause'])] as const;
  }

  it.each<[OfficeFixture, string, RegExp]>([
    [{ server: 'no-such-name' }, 'SHARE_NAME_NOT_FOUND', /ninguém na rede conhece o nome servidor/],
    [{ server: 'silent' }, 'SHARE_UNREACHABLE', /o servidor servidor está desligado ou não há rede até ele/],
    [{ server: 'refused' }, 'SHARE_UNREACHABLE', /está ligado, mas não compartilha arquivos/],
    [{ share: 'missing' }, 'SHARE_PATH_MISSING', /tem esse nome, mas não a pasta atrás dele/],
    [
      { share: 'unclear' },
      'SHARE_CREDENTIALS',
      /recusa: senha errada ou vencida, conta bloqueada, ou compartilhamento que não/,
    ],
    [{ share: 'denied' }, 'SHARE_DENIED', /não deixa este usuário entrar/],
    [{ share: 'silent' }, 'SHARE_UNREACHABLE', /responde, mas o compartilhamento não/],
    [{ letter: 'there' }, 'SHARE_PATH_MISSING', /a pasta não existe nele/],
  ])('%j: %s, by the name of what the letter stands for', async (fixture, code, words) => {
    const [found, cause] = await told(fixture);
    expect(found).toBe(code);
    expect(cause).toMatch(words);
    expect(cause).toContain(`a letra Y: é ${SHARE}`);
  });

  it('says who does not see a letter, when its share is well', async () => {
    const [code, cause] = await told({});
    expect(code).toBe('SHARE_PATH_MISSING');
    expect(cause).toMatch(
      /embora .*servidor.* responda; serviços, tarefas agendadas e programas abertos como administrador/,
    );
    expect(cause).toContain(`o caminho ${SHARE} serve a todos`);
  });

  it('keeps a failure for what it is while letter and share are well, or nothing was learned', async () => {
    expect((await told({ code: 'EIO', letter: 'there' }))[0]).toBe('SHARE_IO');
    const fixtures: OfficeFixture[] = [
      { share: 'untold' },
      { letter: 'untold' },
      { letter: 'silent' },
      { letter: 'denied' },
    ];
    for (const fixture of [...fixtures, { server: 'unasked' } as const]) {
      const [code, cause] = await told(fixture);
      expect([code, cause], JSON.stringify(fixture)).toEqual(['SHARE_UNREACHABLE', 'a pasta não foi encontrada']);
    }
  });
});

/**
 * From Windows' number to the words. The codes are those of uv_translate_sys_error (libuv, src/win/error.c), whose last line makes
 * UV_UNKNOWN of every number that it does not name, 53, 67 and 1326 among them; 5 is EPERM or EACCES, by libuv's version.
 */
describe('what Windows answers about a share, by its number', () => {
  it.each<[number, string, FolderSight, string, RegExp]>([
    [2, 'ENOENT', 'missing', 'SHARE_PATH_MISSING', /não a pasta atrás dele/],
    [3, 'ENOENT', 'missing', 'SHARE_PATH_MISSING', /não a pasta atrás dele/],
    [5, 'EPERM', 'denied', 'SHARE_DENIED', /não deixa este usuário entrar/],
    [5, 'EACCES', 'denied', 'SHARE_DENIED', /não deixa este usuário entrar/],
    [53, 'UNKNOWN', 'unclear', 'SHARE_CREDENTIALS', /compartilhamento que não existe mais/],
    [64, 'ECONNRESET', 'silent', 'SHARE_UNREACHABLE', /responde, mas o compartilhamento não/],
    [67, 'UNKNOWN', 'unclear', 'SHARE_CREDENTIALS', /compartilhamento que não existe mais/],
    [121, 'ETIMEDOUT', 'silent', 'SHARE_UNREACHABLE', /responde, mas o compartilhamento não/],
    [1219, 'UNKNOWN', 'unclear', 'SHARE_CREDENTIALS', /senha errada ou vencida/],
    [1225, 'ECONNREFUSED', 'silent', 'SHARE_UNREACHABLE', /responde, mas o compartilhamento não/],
    [1231, 'ENETUNREACH', 'silent', 'SHARE_UNREACHABLE', /responde, mas o compartilhamento não/],
    [1232, 'EHOSTUNREACH', 'silent', 'SHARE_UNREACHABLE', /responde, mas o compartilhamento não/],
    [1236, 'ECONNABORTED', 'silent', 'SHARE_UNREACHABLE', /responde, mas o compartilhamento não/],
    [1326, 'UNKNOWN', 'unclear', 'SHARE_CREDENTIALS', /senha errada ou vencida/],
    [2250, 'ENOTCONN', 'silent', 'SHARE_UNREACHABLE', /responde, mas o compartilhamento não/],
    // nothing of these is about a share
    [4, 'EMFILE', 'untold', 'SHARE_UNREACHABLE', /^a pasta não foi encontrada$/],
    [32, 'EBUSY', 'untold', 'SHARE_UNREACHABLE', /^a pasta não foi encontrada$/],
    [1117, 'EIO', 'untold', 'SHARE_UNREACHABLE', /^a pasta não foi encontrada$/],
  ])('%i, which Node calls %s: %s', async (number, code, sight, error, words) => {
    const refused = Object.assign(new Error(String(number)), { code });
    const calls = new PatientCalls({ most: 2, patienceMs: 1_000 });
    const { look } = createDriveSystem({ stat: () => Promise.reject(refused), realpath: () => expect.fail() }, calls);
    expect(await look(`${SHARE}\\`)).toBe(sight);
    const gone = Object.assign(new Error('gone'), { code: 'ENOENT' });
    const told = await diagnosed(shareError(gone, { location: 'Y:\\xml', path: 'Y:\\xml' }), {
      server: null,
      drive: { letter: 'Y', share: SHARE },
      look,
      ask: () => Promise.resolve('answers'),
    });
    expect(told.code).toBe(error);
    expect(told.details['cause']).toMatch(words);
  });
});
