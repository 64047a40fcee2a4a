import { ERRORS } from '../../../src/shared/errors';
import { itemProblem } from '../../../src/shared/messages/pt-BR/recovery';
import { describe, expect, it } from 'vitest';
import { runRecover, type RecoverCommandOptions, type RecoveringEngine } from '../../../src/cli/commands/recover';
import type { RecoveryItem, RecoveryView, WholeRecovery } from '../../../src/shared/ipc/recovery';
import { testHost } from './support';

const EVERYTHING = { companies: null, months: null, kinds: null, auditId: null };
const NONE = { total: 0, copied: 0, skipped: 0, mismatch: 0, failed: 0, extras: 0 };

function item(id: number, over: Partial<RecoveryItem>): RecoveryItem {
  return {
    id,
    action: 'fetch',
    category: 'ghost',
    identity: `NFSE:3550308:00000000000191:${String(id)}`,
    kind: 'NFSe',
    month: '2026-03',
    size: null,
    company: null,
    source: `2026/0001_A/03/NFSe/${String(id)}.xml`,
    target: null,
    state: 'fetched',
    problem: null,
    ...over,
  };
}

function view(failed: number): RecoveryView {
  return {
    id: 7,
    auditId: 3,
    state: 'complete',
    createdAt: '2026-04-01T00:00:00.000Z',
    startedAt: '2026-04-01T00:00:00.000Z',
    endedAt: '2026-04-01T00:01:00.000Z',
    options: { threads: 8, retries: 1, waitSeconds: 1 },
    log: null,
    error: null,
    from: 'Y:\\',
    to: [],
    deliver: { items: 0, bytes: 0 },
    fetch: { items: 25, requests: { least: 2, most: 2 } },
    excluded: 0,
    seconds: null,
    companies: [],
    months: [],
    kinds: [],
    progress: null,
    summary: {
      dirs: NONE,
      files: { ...NONE, total: 25, copied: 25 - failed, failed },
      bytes: NONE,
      startedAt: '2026-04-01T00:00:00.000Z',
      endedAt: '2026-04-01T00:01:00.000Z',
      seconds: 60,
      bytesPerSecond: 0,
      exitCode: 8,
    },
  };
}

async function said(failed: number): Promise<{ readonly text: string; readonly code: number }> {
  const whole: WholeRecovery = {
    id: 1,
    state: 'complete',
    until: 'end',
    categories: ['ghost'],
    scope: EVERYTHING,
    auditId: 3,
    recoveryId: 7,
    startedAt: '2026-04-01T00:00:00.000Z',
    endedAt: '2026-04-01T00:01:00.000Z',
    error: null,
  };
  const items = Array.from({ length: 25 }, (_, index) =>
    index < failed ? item(index + 1, { state: 'unavailable', problem: 'Não veio.' }) : item(index + 1, {}),
  );
  const host = testHost();
  const engine = {
    recovery: {
      current: () => null,
      list: () => [view(failed)],
      items: () => ({ lines: items, next: null, total: 25 }),
    },
    wholeRecovery: { run: () => Promise.resolve(whole) },
    audits: { overview: () => ({ running: null }) },
    subscribe: () => () => undefined,
  } as unknown as RecoveringEngine;
  const code = await runRecover(host, engine, { say: () => undefined }, { all: true }, new AbortController().signal);
  return { text: host.stdout.text, code };
}

it('says of no file a code instead of what stood against it', () => {
  const told = Object.keys(ERRORS).map((code) => itemProblem('failed', code) ?? '');
  expect(told.filter((sentence) => /[A-Z]{3,}_|^$/.test(sentence))).toEqual([]);
  expect(itemProblem('failed', 'SHARE_BAD_PATH')).toContain('há uma pasta com o nome do arquivo');
});

describe('the end of recover --all', () => {
  it('says that all had its end only where nothing failed', async () => {
    const { text, code } = await said(0);
    expect(text).toContain('Tudo o que foi planejado teve o seu fim.');
    expect(text).not.toContain('Não recuperados');
    expect(code).toBe(0);
  });

  it('names what did not come back, with its reason, and says so in the last sentence', async () => {
    const { text, code } = await said(1);
    expect(text).toContain('Não recuperados:\n  2026/0001_A/03/NFSe/1.xml: Não veio.');
    expect(text).toContain('O plano chegou ao fim, mas 1 item não pôde ser recuperado: o motivo está acima.');
    expect(text).not.toContain('teve o seu fim');
    expect(code).toBe(2);
  });

  it('names the first of many, and counts the rest', async () => {
    const { text } = await said(23);
    expect(text.match(/Não veio/g)).toHaveLength(20);
    expect(text).toContain('… e mais 3');
    expect(text).toContain('23 itens não puderam ser recuperados');
  });
});

describe('what recover --all is narrowed to', () => {
  async function asked(options: RecoverCommandOptions): Promise<unknown> {
    const requests: unknown[] = [];
    const engine = {
      recovery: { current: () => null, list: () => [] },
      wholeRecovery: {
        run: (request: unknown) => {
          requests.push(request);
          return Promise.resolve({ state: 'stopped', recoveryId: null, error: null });
        },
      },
      audits: { overview: () => ({ running: null }) },
      subscribe: () => () => undefined,
    } as unknown as RecoveringEngine;
    const host = testHost();
    await runRecover(host, engine, { say: () => undefined }, options, new AbortController().signal);
    return { request: requests[0], text: host.stdout.text };
  }

  it('goes to the engine, and into the sentence that says how to go on', async () => {
    const options = { all: true, company: ['00000000000191'], month: ['2026-03'], kind: ['NFe' as const], audit: 3 };
    expect(await asked({ ...options, category: ['ghost'] })).toMatchObject({
      request: {
        categories: ['ghost'],
        scope: { companies: ['00000000000191'], months: ['2026-03'], kinds: ['NFe'], auditId: 3 },
      },
      text: expect.stringContaining(
        'malote recover --all --category ghost --company 00000000000191 --month 2026-03 --kind NFe --audit 3',
      ) as string,
    });
    expect(await asked({ all: true })).toMatchObject({ request: { scope: EVERYTHING } });
  });

  it.each<readonly [RecoverCommandOptions, string]>([
    [{ all: true, plan: true }, '--plan'],
    [{ all: true, execute: 3 }, '--execute'],
    [{ all: true, script: 'latest' }, '--script'],
    [{ all: true, export: 'csv' }, '--export'],
    [{ all: true, list: true }, '--list'],
    [{ execute: 'latest', company: ['00000000000191'] }, '--company'],
    [{ list: true, month: ['2026-03'] }, '--month'],
    [{ script: 1, kind: ['NFe'] }, '--kind'],
    [{ category: ['ghost'] }, '--category'],
    [{ audit: 1 }, '--audit'],
    [{ list: true, mt: 4 }, '--mt'],
    [{ r: 0 }, '--r'],
  ])('%j is refused by the name of what nothing would heed', async (options, name) => {
    await expect(asked(options)).rejects.toMatchObject({
      code: 'CLI_USAGE',
      details: { reason: expect.stringMatching(new RegExp(`^${name} `)) as string },
    });
  });
});
