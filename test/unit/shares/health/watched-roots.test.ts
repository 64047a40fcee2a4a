import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MaloteError } from '../../../../src/shared/errors';
import { systemClock } from '../../../../src/engine/base/clock';
import {
  causeOf,
  openLocalRoot,
  shareError,
  watchedRoots,
  type FileRoot,
  type WatchedRoot,
} from '../../../../src/engine/shares';
import { diagnosed } from '../../../../src/engine/shares/health/diagnosis';
import { askServer, serverOf, type ServerAnswer } from '../../../../src/engine/shares/health/server';
import { faultyFs, systemFailure } from '../../../support/faulty-fs';

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-vigia-'));
  for (const name of ['arquivo', 'importar', 'cancelados', 'escritorio']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'escritorio', 'empresas.xlsx'), 'planilha');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const local = (id: string, name: string): FileRoot => openLocalRoot({ id, location: join(folder, name) });

function roots(workbook: string | null = join(folder, 'escritorio', 'empresas.xlsx'), files?: FileRoot): WatchedRoot[] {
  return watchedRoots({
    archive: local('archive', 'arquivo'),
    import: local('import', 'importar'),
    cancelled: local('cancelled', 'cancelados'),
    workbook,
    open: (id, location) => files ?? openLocalRoot({ id, location }),
    clock: systemClock(),
  });
}

const workbookLook = (list: WatchedRoot[]): Promise<unknown> =>
  list.find(({ root }) => root === 'workbook')?.look(never) ?? Promise.reject(new Error('not watched'));

describe('the roots that are watched', () => {
  it('are the configured ones, each looked at on its real folder', async () => {
    const list = roots();
    expect(list.map(({ root }) => root)).toEqual(['archive', 'import', 'cancelled', 'workbook']);
    for (const { look } of list) expect((await look(never)).latencyMs).toBeGreaterThanOrEqual(0);
    expect((await list[0]?.look(never))?.freeBytes).toBeGreaterThan(0);
    expect(roots(null).map(({ root }) => root)).not.toContain('workbook');
  });

  it('say that a folder is missing, without making it', async () => {
    const [archive] = roots();
    await rename(join(folder, 'arquivo'), join(folder, 'outro'));
    await expect(archive?.look(never)).rejects.toMatchObject({ code: 'SHARE_PATH_MISSING' });
    await expect(workbookLook(roots(join(folder, 'escritorio', 'sumiu.xlsx')))).rejects.toMatchObject({
      code: 'SHARE_PATH_MISSING',
      details: { cause: 'a planilha sumiu.xlsx não está na pasta' },
    });
  });

  it('are well while somebody has the workbook open', async () => {
    const fs = faultyFs({ readFile: () => systemFailure('EBUSY') });
    const files = openLocalRoot({ id: 'workbook', location: join(folder, 'escritorio'), fs });
    await expect(workbookLook(roots(undefined, files))).resolves.toMatchObject({ freeBytes: null });
    const denied = faultyFs({ readFile: () => systemFailure('EACCES') });
    const closed = openLocalRoot({ id: 'workbook', location: join(folder, 'escritorio'), fs: denied });
    await expect(workbookLook(roots(undefined, closed))).rejects.toMatchObject({ code: 'SHARE_DENIED' });
  });
});

describe('the server of a folder', () => {
  it.each([
    ['\\\\SRV-XML\\import\\bi', 'SRV-XML'],
    ['//10.0.0.7/import', '10.0.0.7'],
    ['\\\\?\\UNC\\srv\\import', 'srv'],
    ['Y:\\XML_CLIENTES', null],
    ['C:\\dados', null],
    ['\\\\?\\C:\\dados', null],
  ])('of %s is %s on Windows', (location, server) => {
    expect(serverOf(location, 'win32')).toBe(server);
  });

  it('is told by the mount on Linux', () => {
    const mounts = '30 1 0:9 / / rw - ext4 /dev/a rw\n31 30 0:45 / /mnt/bi rw - cifs //srv/import rw\n';
    expect(serverOf('/mnt/bi/xml', 'posix', mounts)).toBe('srv');
    expect(serverOf('/home/x', 'posix', mounts)).toBeNull();
  });

  describe('that is asked', () => {
    let server: Server;
    let port: number;

    beforeEach(async () => {
      server = createServer((socket) => socket.end());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      port = (server.address() as { port: number }).port;
    });
    afterEach(() => {
      server.close();
    });

    it('answers, refuses, or is known to nobody', async () => {
      expect(await askServer('127.0.0.1', { port })).toBe('answers');
      await new Promise((resolve) => server.close(resolve));
      expect(await askServer('127.0.0.1', { port })).toBe('refused');
      expect(await askServer('nao..existe', { port })).toBe('no-such-name');
    });
  });
});

describe('a failure that may have its reason in the network', () => {
  const at = { location: '\\\\srv\\xml', path: 'a.xml' };
  const failure = (code: string): MaloteError => shareError(Object.assign(new Error(code), { code }), at);
  const diagnose = (code: string, answer: ServerAnswer, server: string | null = 'srv'): Promise<MaloteError> =>
    diagnosed(failure(code), { server, ask: () => Promise.resolve(answer) });

  it.each<[string, ServerAnswer, string]>([
    ['UNKNOWN', 'no-such-name', 'SHARE_NAME_NOT_FOUND'],
    ['UNKNOWN', 'silent', 'SHARE_UNREACHABLE'],
    ['UNKNOWN', 'refused', 'SHARE_UNREACHABLE'],
    ['UNKNOWN', 'answers', 'SHARE_CREDENTIALS'],
    ['ENOENT', 'answers', 'SHARE_PATH_MISSING'],
    ['ENOENT', 'silent', 'SHARE_UNREACHABLE'],
    ['ECONNRESET', 'answers', 'SHARE_UNREACHABLE'],
    ['EACCES', 'silent', 'SHARE_DENIED'],
    ['ENOSPC', 'silent', 'SHARE_FULL'],
  ])('%s from a server with "%s" is %s', async (code, answer, expected) => {
    const error = await diagnose(code, answer);
    expect(error.code).toBe(expected);
    const { words, action } = causeOf(error);
    expect(`${error.message} ${words} ${action}`).not.toMatch(/[{}]/);
    expect(words).toMatch(/^[^A-Z].*[^.]$/);
    if (answer !== 'answers' && error.code !== 'SHARE_DENIED' && error.code !== 'SHARE_FULL')
      expect(words).toContain('srv');
  });

  it('is left as it is without a server, but for a folder that is not there', async () => {
    expect((await diagnose('UNKNOWN', 'silent', null)).code).toBe('SHARE_UNREACHABLE');
    expect((await diagnose('ENOENT', 'silent', null)).code).toBe('SHARE_PATH_MISSING');
  });

  it('has words for people whatever the code', () => {
    const timeout = new MaloteError('SHARE_TIMEOUT', { ...at, seconds: 30 });
    expect(causeOf(timeout)).toMatchObject({ code: 'SHARE_TIMEOUT', words: 'não respondeu em 30 segundos' });
    expect(causeOf(new MaloteError('SHARE_VERIFY_FAILED', at)).words).toContain('diferente');
    expect(causeOf(new MaloteError('SHARE_BAD_ROOT', { ...at, cause: 'não é uma pasta' })).words).toBe(
      'não é uma pasta',
    );
  });
});
