import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/cli';
import { exitCodeOfShares, showShares, type WatchedEngine } from '../../../src/cli/commands/shares';
import { PLAIN } from '../../../src/cli/text/style';
import { renderShares } from '../../../src/cli/text/shares';
import type { ShareLine, ShareState } from '../../../src/shared/ipc/shares';
import type { EngineEvent } from '../../../src/shared/views';
import { testHost } from './support';

const CAUSE = { code: 'SHARE_UNREACHABLE', words: 'a rede está fora do ar', action: 'Verifique a rede e o servidor.' };
const SINCE = '2026-03-02T09:00:00.000Z';

function line(state: ShareState, changes: Partial<ShareLine> = {}): ShareLine {
  return {
    root: 'import',
    shown: '\\\\servidor\\xml',
    state,
    since: SINCE,
    latencyMs: 23.4,
    freeBytes: 412e9,
    cause: state === 'ok' ? null : CAUSE,
    checkedAt: SINCE,
    nextCheckAt: null,
    checking: false,
    ...changes,
  };
}

/** An engine whose shares are what the test says. */
function engineWith(...lines: ShareLine[]): WatchedEngine & { show(...now: ShareLine[]): void; watched: boolean } {
  const listeners = new Set<(event: EngineEvent) => void>();
  let now = lines;
  const engine = {
    watched: false,
    live: { spooled: () => ({ pages: 0, bytes: 0, oldestAt: null }) },
    shares: {
      lines: () => now,
      check: () => Promise.resolve(),
      history: () => ({ samples: [], outages: [] }),
      awoke: () => undefined,
    },
    watch: () => {
      engine.watched = true;
      return Promise.resolve();
    },
    subscribe: (listener: (event: EngineEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show: (...next: ShareLine[]) => {
      now = next;
      for (const listener of listeners) listener({ type: 'watch' });
    },
  };
  return engine;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('malote shares', () => {
  it('shows each root in a table, and what to do for what is not well', () => {
    const lines = [line('ok', { root: 'archive', freeBytes: null }), line('down', { latencyMs: null })];
    const text = renderShares(lines, { style: PLAIN, columns: 120 });
    expect(text[1]).toMatch(/^Acervo +\\\\servidor\\xml +Em ordem +02\/03\/2026 \d\d:00 +23 ms$/);
    expect(text[2]).toMatch(/^Pasta de importação +\S+ +Fora do ar .* 412 GB$/);
    expect(text.slice(3)).toEqual(['', 'Pasta de importação: a rede está fora do ar.', CAUSE.action]);
  });

  it('says by its exit code how the worst of them is', () => {
    expect(exitCodeOfShares([{ state: 'ok' }])).toBe(0);
    expect(exitCodeOfShares([{ state: 'ok' }, { state: 'degraded' }])).toBe(2);
    for (const state of ['down', 'recovering', 'unknown'] as const) {
      expect(exitCodeOfShares([{ state: 'degraded' }, { state }])).toBe(7);
    }
  });

  it('says what waits on this computer for the archive, and what files it', async () => {
    const host = testHost();
    const engine = {
      ...engineWith(line('ok')),
      live: { spooled: () => ({ pages: 1_204, bytes: 9, oldestAt: SINCE }) },
    };
    await showShares(host, engine, {});
    expect(host.stdout.lines.slice(2).join(' ')).toBe(
      '1.204 páginas do SIEG esperam neste computador pelo acervo. Quem as arquiva é a janela aberta, "malote service run" ou a próxima execução.',
    );
  });

  it('gives a program one object', async () => {
    const host = testHost();
    expect(await showShares(host, engineWith(line('degraded')), { json: true })).toBe(2);
    expect(host.stdout.lines.map((text) => JSON.parse(text) as unknown)).toEqual([{ shares: [line('degraded')] }]);
  });

  it('watches until Ctrl+C, with a line for every change and for nothing else', async () => {
    const host = testHost();
    const engine = engineWith(line('ok'));
    const ended = showShares(host, engine, { watch: true });
    await turn();
    expect(engine.watched).toBe(true);
    const before = host.stdout.lines.length;
    engine.show(line('ok', { checking: true }));
    engine.show(line('down'));
    engine.show(line('down', { checking: true }));
    engine.show(line('ok'));
    host.interrupt();
    expect(await ended).toBe(0);
    expect(host.stdout.lines.slice(before).map((text) => text.replace(/^\S+ \S+ +/, ''))).toEqual([
      'Pasta de importação: fora do ar (a rede está fora do ar)',
      'Pasta de importação: em ordem',
    ]);
    engine.show(line('down'));
    expect(host.stdout.lines).toHaveLength(before + 2);
  });

  it('gives a program one line for every change, beginning with how things are', async () => {
    const host = testHost();
    const engine = engineWith(line('ok'));
    const ended = showShares(host, engine, { watch: true, json: true });
    await turn();
    engine.show(line('down'));
    host.interrupt();
    expect(await ended).toBe(7);
    expect(host.stdout.lines.map((text) => JSON.parse(text) as unknown)).toEqual([
      { from: 'unknown', ...line('ok') },
      { from: 'ok', ...line('down') },
    ]);
  });

  it('can be interrupted while a root keeps silent', async () => {
    const host = testHost();
    const engine = engineWith(line('unknown'));
    const ended = showShares(
      host,
      { ...engine, shares: { ...engine.shares, check: () => new Promise(() => undefined) } },
      {},
    );
    await turn();
    host.interrupt();
    expect(await ended).toBe(3);
  });
});

describe('malote shares on real folders', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'malote-pastas-'));
    for (const name of ['arquivo', 'importar']) await mkdir(join(folder, name));
    await writeFile(join(folder, 'empresas.xlsx'), '');
    await writeFile(
      join(folder, 'settings.json'),
      JSON.stringify({
        sieg: { generation: 'legacy', baseUrl: 'http://127.0.0.1:9' },
        archive: { root: join(folder, 'arquivo') },
        importShare: { root: join(folder, 'importar') },
        companies: { workbook: join(folder, 'empresas.xlsx') },
      }),
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function look(): Promise<{ code: number; states: unknown }> {
    const host = testHost();
    const code = await runCli(['shares', '--json', '--workspace', folder], host);
    const { shares } = JSON.parse(host.stdout.lines.at(-1) ?? '{}') as { shares?: ShareLine[] };
    // how much space this machine has is not what is asked
    const works = (state: ShareState): boolean => state === 'ok' || state === 'degraded';
    return { code, states: shares?.map(({ root, state, cause }) => [root, works(state) || cause?.code]) };
  }

  it('finds them well, one gone, and well again', { timeout: 30_000 }, async () => {
    const well = [
      ['archive', true],
      ['import', true],
      ['workbook', true],
    ];
    expect((await look()).states).toEqual(well);
    await rm(join(folder, 'importar'), { recursive: true });
    expect(await look()).toMatchObject({ code: 7, states: [well[0], ['import', 'SHARE_PATH_MISSING'], well[2]] });
    await mkdir(join(folder, 'importar'));
    expect((await look()).states).toEqual(well);
  });
});
