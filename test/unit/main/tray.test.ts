import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { desktopHasTray } from '../../../src/main/tray/host';
import { LONGEST_TOOLTIP, trayView, type TrayItem, type TrayView } from '../../../src/main/tray/view';
import type { WatchView } from '../../../src/shared/ipc/host-link';
import { shareRootSchema, shareStateSchema, type ShareRoot, type ShareState } from '../../../src/shared/ipc/shares';

const READY = { state: 'ready' } as const;

function watch(shares: Partial<Record<ShareRoot, ShareState>>, more: Partial<WatchView> = {}): WatchView {
  const lines = Object.entries(shares) as [ShareRoot, ShareState][];
  return {
    type: 'watch',
    shares: lines.map(([root, state]) => ({ root, state, shown: `/pastas/${root}` })),
    pending: 0,
    unread: 0,
    configured: true,
    run: null,
    ...more,
  };
}

const WELL = { archive: 'ok', import: 'ok' } as const;
const RUN = { month: '2026-03', paused: false };
const items = ({ menu }: TrayView): TrayItem[] => menu.flat();
const labels = (view: TrayView): string[] => items(view).map(({ label }) => label);
const item = (view: TrayView, start: string): TrayItem | undefined =>
  items(view).find(({ label }) => label.startsWith(start));

describe('what the tray tells', () => {
  it.each([
    ['ok', 'todas as pastas em ordem', watch(WELL)],
    ['error', 'fora do ar: pasta de importação', watch({ archive: 'ok', import: 'down' })],
    ['error', 'fora do ar: acervo', watch({ archive: 'down', import: 'degraded' }, { run: RUN })],
    ['attention', 'atenção: acervo', watch({ archive: 'degraded', import: 'ok' }, { run: RUN })],
    ['attention', 'atenção: acervo', watch({ archive: 'recovering', import: 'ok' })],
    ['running', 'março de 2026 em andamento', watch(WELL, { run: RUN })],
    ['running', 'março de 2026 em pausa', watch(WELL, { run: { ...RUN, paused: true } })],
    ['running', 'testando as pastas', watch({ archive: 'unknown', import: 'ok' })],
    ['running', 'testando as pastas', watch({})],
    ['attention', 'falta configurar', watch(WELL, { configured: false })],
  ] as const)('%s: %s', (state, words, told) => {
    const view = trayView(READY, told);
    expect(view).toMatchObject({ state, tooltip: `Malote — ${words}` });
  });

  it('does not repeat what a process told that is no more', () => {
    expect(trayView({ state: 'starting' }, null)).toMatchObject({ state: 'running', tooltip: 'Malote — iniciando' });
    const crashed = trayView({ state: 'crashed', attempt: 1 }, watch(WELL));
    expect(crashed).toMatchObject({ state: 'attention', tooltip: 'Malote — o motor está sendo reiniciado' });
    const gone = trayView({ state: 'gone' }, watch(WELL));
    expect(gone).toMatchObject({ state: 'error', tooltip: 'Malote — o motor parou' });
    expect(items(gone).filter(({ action }) => action !== null)).toEqual([
      { label: 'Abrir o Malote', action: { type: 'open' } },
      { label: 'Sair', action: { type: 'quit' } },
    ]);
  });

  it('counts what waits and what was not read', () => {
    const view = trayView(READY, watch({ archive: 'ok', import: 'down' }, { pending: 1_234, unread: 1 }));
    expect(view.tooltip.split('\n').slice(1)).toEqual(['1.234 arquivos aguardam entrega', '1 aviso não lido']);
  });

  it('fits into what Windows shows, and is never without a way to open and to leave, whatever there is to tell', () => {
    const anyWatch = fc.record({
      shares: fc.array(
        fc.record({
          root: fc.constantFrom(...shareRootSchema.options),
          state: fc.constantFrom(...shareStateSchema.options),
        }),
        { maxLength: 8 },
      ),
      pending: fc.nat(),
      unread: fc.nat(),
      configured: fc.boolean(),
      run: fc.constantFrom(null, RUN),
    });
    fc.assert(
      fc.property(anyWatch, ({ shares, ...rest }) => {
        const told: WatchView = { type: 'watch', shares: shares.map((one) => ({ ...one, shown: 'X:\\' })), ...rest };
        const view = trayView(READY, told);
        expect(view.tooltip.length).toBeLessThanOrEqual(LONGEST_TOOLTIP);
        expect(view.state === 'ok').toBe(
          rest.configured && rest.run === null && shares.length > 0 && shares.every(({ state }) => state === 'ok'),
        );
        expect(labels(view).at(0)).toBe('Abrir o Malote');
        expect(labels(view).at(-1)).toBe('Sair');
      }),
    );
  });
});

describe('the menu of the tray', () => {
  it('has a line for each share, which leads to the shares', () => {
    const view = trayView(READY, watch({ archive: 'ok', import: 'down', cancelled: 'recovering' }));
    expect(view.menu[1]).toEqual([
      { label: 'Acervo: em ordem', action: { type: 'shares' } },
      { label: 'Pasta de importação: fora do ar', action: { type: 'shares' } },
      { label: 'Pasta dos cancelados: voltando', action: { type: 'shares' } },
    ]);
  });

  it.each([
    ['Iniciar o mês', watch(WELL), 'start-month'],
    ['Pausar março de 2026', watch(WELL, { run: RUN }), 'pause'],
    ['Continuar março de 2026', watch(WELL, { run: { ...RUN, paused: true } }), 'resume'],
    ['Testar as pastas agora', watch(WELL), 'test-shares'],
    ['Entregar agora', watch(WELL), 'deliver-now'],
  ] as const)('%s', (label, told, command) => {
    expect(item(trayView(READY, told), label)?.action).toEqual({ type: 'command', command });
  });

  it.each([
    ['Iniciar o mês', watch(WELL, { configured: false })],
    ['Testar as pastas agora', watch({})],
    ['Entregar agora', watch(WELL, { configured: false })],
  ] as const)('does not offer what cannot be: %s', (label, told) => {
    expect(item(trayView(READY, told), label)?.action).toBeNull();
  });

  it('stays as it is while figures change', () => {
    const before = trayView(READY, watch(WELL, { run: RUN }));
    expect(trayView(READY, watch(WELL, { run: RUN, pending: 7, unread: 2 })).menu).toEqual(before.menu);
  });
});

describe('the images of the tray', () => {
  const folder = resolve(import.meta.dirname, '..', '..', '..', 'resources', 'tray');

  it.each(['ok', 'attention', 'error', 'running'])('%s is there for every system', (state) => {
    for (const name of [`${state}.png`, `${state}@2x.png`, `${state}.ico`])
      expect([name, existsSync(join(folder, name))]).toEqual([name, true]);
  });
});

describe('desktopHasTray', () => {
  it.each(['win32', 'darwin'] as const)('knows that %s has one', async (platform) => {
    expect(await desktopHasTray(platform)).toBe(true);
  });
});
