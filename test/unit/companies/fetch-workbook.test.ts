import { gzipSync } from 'node:zlib';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { isMaloteError, MaloteError } from '../../../src/shared/errors';
import { openLocalRoot } from '../../../src/engine/shares';
import { workbookReader } from '../../../src/engine/app/workbook-file';
import { fetchWorkbook, shownSource } from '../../../src/engine/companies';
import { checkedAddress, downloadAddress } from '../../../src/engine/companies/source';

const CANARY = 'CANARY-9c1e';
const read = workbookReader(openLocalRoot);
let server: Server | null = null;

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((started.address() as AddressInfo).port)}`;
}

/** The code of the failure, after making sure that the address's secret part is nowhere in it. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isMaloteError(error)) throw new Error('no MaloteError was thrown', { cause: error });
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(CANARY);
  expect(`${error.message} ${error.action}`).not.toMatch(/[{}]/);
  return error.code;
}

afterEach(async () => {
  const running = server;
  server = null;
  if (running === null) return;
  running.closeAllConnections();
  await new Promise((resolve) => running.close(resolve));
});

describe('a workbook from an address', () => {
  it('comes through redirects, with the cookie that the first one set', async () => {
    const base = await serve((request, response) => {
      if (request.url === `/link?e=${CANARY}`) {
        response.writeHead(302, { location: '/file', 'set-cookie': 'FedAuth=abc; path=/; HttpOnly' }).end();
      } else {
        response.writeHead(request.headers.cookie === 'FedAuth=abc' ? 200 : 403).end('conteúdo');
      }
    });
    expect(Buffer.from(await fetchWorkbook(`${base}/link?e=${CANARY}`, read)).toString()).toBe('conteúdo');
  });

  it.each([
    [401, 'COMPANIES_LOGIN_REQUIRED'],
    [407, 'COMPANIES_PROXY_LOGIN'],
    [403, 'COMPANIES_LOGIN_REQUIRED'],
    [404, 'COMPANIES_NOT_FOUND'],
    [500, 'COMPANIES_FETCH_FAILED'],
  ])('answer %i is %s', async (status, code) => {
    const base = await serve((_request, response) => response.writeHead(status).end());
    expect(await codeOf(fetchWorkbook(`${base}/x?token=${CANARY}`, read))).toBe(code);
  });

  it.each([
    ['not what they say', Buffer.from('nenhum gzip')],
    ['cut off', gzipSync(Buffer.alloc(50_000, 'a')).subarray(0, 40)],
  ])('says in words when compressed bytes are %s', async (_, body) => {
    const base = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body));
    const failed: unknown = await fetchWorkbook(`${base}/x`, read).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'COMPANIES_FETCH_FAILED' });
    expect((failed as Error).message).toMatch(/chegaram (danificados|incompletos)/);
  });

  it('takes a page for a login', async () => {
    const base = await serve((_request, response) => response.end('<!DOCTYPE html><html>Entrar</html>'));
    expect(await codeOf(fetchWorkbook(`${base}/x?token=${CANARY}`, read))).toBe('COMPANIES_LOGIN_REQUIRED');
  });

  it('tells a page that is handed out as a file from a login', async () => {
    const headers = { 'content-type': 'application/vnd.ms-excel', 'content-disposition': 'attachment; filename=a.xls' };
    const base = await serve((_request, response) => response.writeHead(200, headers).end('<html><table><tr>'));
    expect(await codeOf(fetchWorkbook(`${base}/x?token=${CANARY}`, read))).toBe('COMPANIES_HTML');
  });

  it('follows no redirect to an open line, and not for ever', async () => {
    const base = await serve((request, response) => {
      const location = request.url === '/open' ? `http://exemplo.test/x?token=${CANARY}` : '/loop';
      response.writeHead(302, { location }).end();
    });
    expect(await codeOf(fetchWorkbook(`${base}/open`, read))).toBe('COMPANIES_BAD_ADDRESS');
    expect(await codeOf(fetchWorkbook(`${base}/loop`, read))).toBe('COMPANIES_FETCH_FAILED');
  });

  it('follows a server of elsewhere to no program of this computer, by any of its names and by no line', () => {
    const elsewhere = 'https://planilhas.exemplo.test/lista';
    for (const here of [
      'http://127.0.0.1:80/',
      'https://localhost/x',
      'http://[::1]:9/',
      'http://0x7f.1/',
      'https://2130706433/',
    ])
      expect(() => checkedAddress(here, elsewhere), here).toThrow(MaloteError);
    expect(checkedAddress('/outra', elsewhere).href).toBe('https://planilhas.exemplo.test/outra');
    expect(checkedAddress('http://127.0.0.1:81/x', 'http://127.0.0.1:80/').port).toBe('81');
    expect(checkedAddress(elsewhere, 'http://127.0.0.1:80/').href).toBe(elsewhere);
  });

  it('stops at 20 MB, whatever the server announces', async () => {
    const base = await serve((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 1);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    expect(await codeOf(fetchWorkbook(`${base}/x?token=${CANARY}`, read))).toBe('COMPANIES_TOO_BIG');
  });

  it('has one deadline over the whole call, and can be cancelled', async () => {
    const base = await serve((_request, response) => {
      response.write('o começo');
    });
    expect(await codeOf(fetchWorkbook(`${base}/x?token=${CANARY}`, read, { deadlineMs: 50 }))).toBe(
      'COMPANIES_TIMEOUT',
    );
    const stop = new AbortController();
    const fetching = fetchWorkbook(`${base}/x`, read, { signal: stop.signal });
    stop.abort();
    expect(await codeOf(fetching)).toBe('CANCELLED');
  });

  it('says that nobody listens, without the query string', async () => {
    const base = await serve((_request, response) => response.destroy());
    expect(await codeOf(fetchWorkbook(`${base}/x?token=${CANARY}`, read))).toBe('COMPANIES_FETCH_FAILED');
  });

  it.each(['http://exemplo.test/a.xlsx', 'ftp://exemplo.test/a', 'https://'])('refuses %s', async (address) => {
    expect(await codeOf(fetchWorkbook(`${address}?token=${CANARY}`, read))).toBe('COMPANIES_BAD_ADDRESS');
  });

  it('asks share links for the file itself', () => {
    const link = 'https://escritorio.sharepoint.com/:x:/g/pasta/arquivo?e=abc';
    expect(downloadAddress(link).href).toBe(`${link}&download=1`);
    expect(downloadAddress('https://exemplo.test/a.xlsx?v=1').href).toBe('https://exemplo.test/a.xlsx?v=1');
  });

  it('is shown without user, password, query and fragment', () => {
    expect(shownSource(`https://u:${CANARY}@exemplo.test/a%20b.xlsx?${CANARY}#${CANARY}`)).toBe(
      'https://exemplo.test/a%20b.xlsx',
    );
    expect(shownSource('C:\\dados\\empresas #1?.xlsx')).toBe('C:\\dados\\empresas #1?.xlsx');
  });
});

describe('a workbook from a file', () => {
  it('is read; a missing, too big or unreadable one is named', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'malote-workbook-'));
    try {
      const file = join(dir, 'empresas #1.xlsx');
      await writeFile(file, 'conteúdo');
      expect(Buffer.from(await fetchWorkbook(file, read)).toString()).toBe('conteúdo');
      await truncate(file, 20 * 1024 * 1024 + 1);
      expect(await codeOf(fetchWorkbook(file, read))).toBe('COMPANIES_TOO_BIG');
      expect(await codeOf(fetchWorkbook(join(dir, 'nenhuma.xlsx'), read))).toBe('COMPANIES_NOT_FOUND');
      expect(await codeOf(fetchWorkbook(dir, read))).toBe('COMPANIES_UNREADABLE');
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
