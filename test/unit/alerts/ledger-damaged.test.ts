import { appendFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerFile, tellDamageOf } from '../../../src/engine';
import { MaloteError, type LedgerLoss } from '../../../src/shared/errors';
import { openHookServer, type HookServer } from '../../support/hook-server';

const SECRET = 'segredo-do-gancho';
let workspace: string;
let hook: HookServer;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'malote-dano-'));
  hook = await openHookServer(SECRET);
  await writeFile(ledgerFile(workspace), 'isto não é um banco de dados');
});
afterEach(async () => {
  await hook.close();
  await rm(workspace, { recursive: true, force: true, maxRetries: 5 });
});

const settings = (email: unknown, webhook: unknown): Promise<void> =>
  writeFile(join(workspace, 'settings.json'), JSON.stringify({ email, webhook }));

const tell = (code: LedgerLoss = 'LEDGER_DAMAGED'): Promise<readonly Error[]> =>
  tellDamageOf(
    { workspace, secrets: (name) => Promise.resolve(name === 'webhook-url' ? hook.url : null) },
    new MaloteError(code, { place: ledgerFile(workspace) }),
  );

describe('people are told of a damaged ledger', () => {
  it('once for each damage, by what is switched on', async () => {
    await settings({}, { enabled: true });
    expect(await tell()).toEqual([]);
    expect(await tell()).toEqual([]);
    expect(hook.posts).toHaveLength(1);
    expect(JSON.stringify(hook.posts[0]?.body)).toContain('banco de dados está danificado');
    await appendFile(ledgerFile(workspace), ', e agora menos ainda');
    await tell();
    expect(hook.posts).toHaveLength(2);
  });

  it('that is gone: once for each time it is lost', async () => {
    await settings({}, { enabled: true });
    const mark = join(workspace, 'iniciado.txt');
    await writeFile(mark, '');
    await rm(ledgerFile(workspace));
    for (const _again of [1, 2]) expect(await tell('LEDGER_GONE')).toEqual([]);
    expect(hook.posts).toHaveLength(1);
    expect(JSON.stringify(hook.posts[0]?.body)).toContain('banco de dados sumiu');
    await utimes(mark, 1, 1);
    await tell('LEDGER_GONE');
    expect(hook.posts).toHaveLength(2);
  });

  it('again as long as it has not arrived, without a failure of the work', async () => {
    await settings({}, { enabled: true });
    hook.answerWith(500);
    expect(await tell()).toHaveLength(1);
    hook.answerWith(202);
    expect(await tell()).toEqual([]);
    expect(hook.posts).toHaveLength(1);
  });

  it('by a channel that is in order also where the other one, or all the rest, is spoilt', async () => {
    await settings({ enabled: true, port: 'vinte e cinco' }, { enabled: true });
    expect(await tell()).toEqual([]);
    expect(hook.posts).toHaveLength(1);
  });

  it('by nobody where nothing is switched on, or the settings cannot be read', async () => {
    await settings({}, {});
    expect(await tell()).toEqual([]);
    await writeFile(join(workspace, 'settings.json'), '{');
    expect(await tell()).toEqual([]);
    expect(hook.posts).toEqual([]);
  });
});
