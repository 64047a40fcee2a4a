// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ASKED_DELIVERY } from '../../../src/shared/messages/pt-BR/delivery';
import { NOW } from '../../renderer/console/fixtures';
import {
  ago,
  CAUSES,
  draining,
  EMPTY_OUTBOX,
  importDown,
  shareLine,
  sharesAt,
  well,
} from '../../renderer/console/watch';
import { doing, filled, clickOn, fixture, show, stateOf, usePage } from './page';

usePage();

/** The cause of the fixture as a sentence, as it is to be read. */
const UNREACHABLE = 'O servidor servidor-do-escritorio está desligado ou não há rede até ele.';

const root = (name: string): HTMLElement => screen.getByRole('article', { name });

describe('the screen of shares', () => {
  it('says of each root how it is, since when, why and what to do', async () => {
    await show(fixture('shares-down'));
    expect(screen.getByTestId('shares-lead').textContent).toBe(
      '1 de 4 pastas fora do ar; as outras seguem trabalhando.',
    );
    const away = root('Pasta de importação');
    expect(within(away).getByTestId('share-import-state').textContent).toBe('Fora do ar');
    expect(away.textContent).toContain('desde 11:53:09');
    expect(away.textContent).toContain(`${UNREACHABLE}O que fazer:`);
    expect(away.textContent).toContain(`O que fazer: ${CAUSES.unreachable.action}`);
    expect(away.textContent).toContain('não responde');
    expect(root('Acervo').textContent).toContain('Em ordem');
    expect(root('Acervo').textContent).toContain('412 GB');
    expect(root('Pasta dos cancelados').textContent).toContain('Com dificuldade');
  });

  it('shows a long path whole to who hovers over it', async () => {
    await show(fixture('shares-ok'));
    const { shown } = shareLine(NOW, 'workbook');
    expect(within(root('Pasta da planilha')).getByText(shown).getAttribute('title')).toBe(shown);
  });

  it('tests one root, or all of them, and opens a folder', async () => {
    const { asked } = await show(fixture('shares-down'));
    await clickOn('Testar agora: Acervo');
    await clickOn('Testar todas');
    expect(asked('testShares')).toEqual([{ root: 'archive' }, {}]);
    await clickOn('Abrir a pasta: Pasta de importação');
    expect(asked('openFolder')).toEqual([{ folder: 'import' }]);
    expect(screen.queryByRole('button', { name: 'Abrir a pasta: Pasta da planilha' })).toBeNull();
    const busy = screen.getByRole('button', { name: 'Testar agora: Pasta dos cancelados' });
    expect(busy.getAttribute('aria-busy')).toBe('true');
  });

  it('can be asked nothing while the engine is away', async () => {
    const { double } = await show(fixture('shares-down'));
    await doing(() => double.emit('engineStatus', { state: 'crashed', attempt: 1 }));
    for (const name of ['Testar todas', 'Testar agora: Acervo', 'Entregar agora', 'Todos os meses'])
      expect(screen.getByRole('button', { name }).hasAttribute('disabled')).toBe(true);
  });

  it('leads to the settings before any root is configured', async () => {
    const { services } = await show(fixture('shares-none'));
    await clickOn('Completar a configuração');
    expect(services.ui.getState().screen).toBe('settings');
  });

  it('says that nobody has looked yet', async () => {
    await show(fixture('shares-unknown'));
    expect(screen.getByTestId('shares-lead').textContent).toBe('As pastas ainda não foram testadas.');
    expect(root('Acervo').textContent).toContain('Ainda não testada');
    expect(root('Acervo').textContent).toContain('Ainda não há medições neste período.');
  });
});

describe('the history of a root', () => {
  it('is a chart for eyes, and a sentence and a table for everybody', async () => {
    await show(fixture('shares-down'));
    const away = within(root('Pasta de importação'));
    expect(away.getByTestId('history-import').textContent).toMatch(
      /^Em geral \d+ ms, no máximo \d+ ms\. 3 quedas, 3 h \d\d min fora do ar\.$/,
    );
    const table = within(away.getByRole('table', { name: 'Quedas: Pasta de importação', hidden: true }));
    const rows = table.getAllByRole('row', { hidden: true });
    expect(rows).toHaveLength(4);
    expect(rows[1]?.textContent).toContain(`11:53:09ainda fora2 h 12 min${UNREACHABLE}–`);
  });

  it('is read again after a look, and drawn again only then', async () => {
    const { asked, tell, services } = await show(fixture('shares-down'));
    expect(asked('shareHistory')).toHaveLength(4);
    const drawn = filled.length;
    expect(drawn).toBeGreaterThan(0);
    const state = stateOf(services);
    tell({ set: { totals: { ...state.totals, archived: 7 }, outbox: { ...EMPTY_OUTBOX, waitingFor: ['import'] } } });
    await doing(() => undefined);
    expect(asked('shareHistory')).toHaveLength(4);
    expect(filled).toHaveLength(drawn);
    tell({
      set: {
        shares: state.shares.map((line) => (line.root === 'archive' ? { ...line, checkedAt: ago(NOW, 0) } : line)),
      },
    });
    await doing(() => undefined);
    expect(asked('shareHistory').slice(4)).toEqual([{ root: 'archive', hours: 24 }]);
    expect(filled.length).toBeGreaterThan(drawn);
  });

  it('can be seen of seven days, which is kept when one leaves the screen', async () => {
    const { asked } = await show(fixture('shares-ok'));
    await doing(() => fireEvent.click(screen.getByRole('radio', { name: '7 dias' })));
    expect(asked('shareHistory').at(-1)).toEqual({ root: 'workbook', hours: 168 });
    await clickOn('Painel');
    await clickOn(/^Compartilhamentos/);
    expect(screen.getByRole<HTMLInputElement>('radio', { name: '7 dias' }).checked).toBe(true);
  });

  it('says when it cannot be read, and is asked for again', async () => {
    const { double } = await show(fixture('shares-failed'));
    expect(root('Acervo').textContent).toContain('O histórico não pôde ser lido.');
    double.handleEngine({
      shareHistory: () => ({ samples: [{ at: ago(NOW, 5), latencyMs: 12, freeBytes: null }], outages: [] }),
    });
    await doing(() => fireEvent.click(within(root('Acervo')).getByRole('button', { name: 'Tentar de novo' })));
    expect(screen.getByTestId('history-archive').textContent).toBe('Em geral 12 ms, no máximo 12 ms. Nenhuma queda.');
  });

  it('is being read', async () => {
    await show(fixture('shares-loading'));
    expect(root('Acervo').textContent).toContain('Carregando o histórico…');
  });

  it('holds a hundred outages', async () => {
    await show(fixture('shares-many-outages'));
    const table = within(root('Acervo')).getByRole('table', { hidden: true });
    expect(within(table).getAllByRole('row', { hidden: true }).length).toBeGreaterThan(90);
  });
});

describe('what waits', () => {
  it('is told by destination, with its age and what it waits for', async () => {
    const { asked } = await show(fixture('shares-down'));
    const outbox = within(screen.getByRole('region', { name: 'Fila de entregas' }));
    expect(screen.getByTestId('outbox-import').textContent).toBe('1.204 arquivos');
    expect(outbox.getByText('O mais antigo espera há 2 h 12 min (setembro de 2026).')).toBeDefined();
    expect(outbox.getByText('12 já falharam ao menos uma vez')).toBeDefined();
    expect(outbox.getByText('1 em conflito')).toBeDefined();
    expect(outbox.getByText(/^Espera a pasta de importação voltar\. A entrega recomeça sozinha/)).toBeDefined();
    await clickOn('Entregar agora');
    expect(asked('deliverNow')).toHaveLength(1);
  });

  it('is delivered on request also when only conflicts are left, which says what that will do', async () => {
    const { asked, tell } = await show(fixture('shares-ok'));
    const isOff = (): boolean => screen.getByRole('button', { name: 'Entregar agora' }).hasAttribute('disabled');
    expect(isOff()).toBe(true);
    const [share, cancelled] = EMPTY_OUTBOX.destinations;
    tell({ set: { outbox: { ...EMPTY_OUTBOX, destinations: [{ ...share!, conflicts: 2 }, cancelled!] } } });
    expect(isOff()).toBe(false);
    expect(screen.getByTestId('outbox').textContent).toContain('“Entregar agora” e cada execução conferem de novo');
    await clickOn('Entregar agora');
    expect(asked('deliverNow')).toHaveLength(1);
  });

  it('says what the last delivery came to that somebody asked for', async () => {
    const { tell } = await show(fixture('shares-ok'));
    expect(screen.queryByTestId('asked-delivery')).toBeNull();
    const notice = { id: 'e-1', at: NOW.toISOString(), level: 'info' as const, code: ASKED_DELIVERY };
    tell({ notices: { replace: false, rows: [{ ...notice, text: 'Nada esperava para ser entregue.' }] } });
    expect(screen.getByTestId('asked-delivery').textContent).toMatch(/^\d\d:\d\d:\d\d: Nada esperava/);
  });

  it('is seen going out', async () => {
    await show(fixture('shares-draining'));
    const bar = screen.getByRole('progressbar', { name: 'Entregando o que esperava' });
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    expect(screen.getByTestId('draining').textContent).toBe('312 de 1.204 · 85 arquivos por segundo');
    expect(screen.getByRole('button', { name: 'Entregar agora' }).hasAttribute('disabled')).toBe(true);
  });

  it('is nothing, most of the time', async () => {
    await show(fixture('shares-ok'));
    expect(screen.getByTestId('outbox').textContent).toContain('Nada espera para ser entregue.');
    expect(screen.getByTestId('spool').textContent).toContain('Nada guardado.');
  });

  it('on this computer is told by what it means', async () => {
    const { tell } = await show(fixture('shares-spool-full'));
    const spool = screen.getByTestId('spool');
    expect(spool.textContent).toContain('O espaço está cheio: o Malote parou de baixar');
    expect(spool.textContent).toContain('10.412 páginas1.023 MB de 1 GB');
    expect(spool.textContent).toContain('A mais antiga espera há 6 h 39 min.');
    const held = { pages: 1, bytes: 4_096, limitBytes: 8_192, oldestAt: ago(NOW, 1), full: false };
    tell({ set: { spool: held } });
    expect(spool.textContent).toContain('O acervo está fora; o que o SIEG mandou está guardado neste computador');
    tell({ set: { shares: sharesAt(NOW) } });
    expect(spool.textContent).toContain('está sendo arquivado em ordem');
  });
});

describe('verifying again', () => {
  it('begins with the month in sight or with all of them', async () => {
    const { asked } = await show(fixture('shares-ok'));
    await clickOn('Só outubro de 2026');
    await clickOn('Todos os meses');
    expect(asked('startJob')).toEqual([{ kind: 'scrub', month: '2026-10' }, { kind: 'scrub' }]);
  });

  it('shows how far it is, and can be stopped', async () => {
    const { asked } = await show(fixture('shares-draining'));
    expect(screen.getByTestId('scrub').textContent).toContain('8.120 de 48.190 arquivos');
    await clickOn('Parar');
    expect(asked('stopJob')).toEqual([{ kind: 'scrub', how: 'now' }]);
  });

  it('does not take an absence for a loss', async () => {
    const { tell } = await show(fixture('shares-spool-full'));
    const panel = screen.getByTestId('scrub');
    expect(panel.textContent).toContain('48.190 arquivos lidos de novo até 20/11 18:05.');
    expect(panel.textContent).toContain('Não estão mais lá7.186Não prova nada: o BI retira os arquivos que já leu.');
    expect(panel.textContent).toContain('Com outro conteúdo2Alguém mudou o arquivo');
    const stopped = { running: false, done: 5, total: 9, same: 5, absent: 0, altered: 0, endedAt: ago(NOW, 1) };
    tell({ set: { scrub: stopped } });
    expect(panel.textContent).toContain('Lidos 5 de 9 arquivos');
    tell({ set: { scrub: { ...stopped, done: 0, total: 0, same: 0 } } });
    expect(panel.textContent).toContain('Não havia arquivos entregues para ler.');
  });
});

describe('on Painel', () => {
  it('each root stands in a word', async () => {
    const { services } = await show(fixture('running'));
    expect(screen.getByTestId('strip-archive').textContent).toBe('Acervo em ordem');
    expect(screen.queryByTestId('banner-shares-down')).toBeNull();
    await clickOn('Ver compartilhamentos');
    expect(services.ui.getState().screen).toBe('shares');
  });

  it('a root that is down says so over everything, why, and what waits', async () => {
    const { services, tell } = await show(fixture('panel-down'));
    const banner = screen.getByTestId('banner-shares-down');
    expect(banner.getAttribute('role')).toBe('alert');
    expect(banner.textContent).toContain('Pasta de importação fora do ar.');
    expect(banner.textContent).toContain(`${UNREACHABLE} 1.207 arquivos esperam e seguem sozinhos quando ela voltar.`);
    expect(screen.getByTestId('strip-import').textContent).toBe('Importação fora do ar');
    tell({ set: draining(NOW) });
    expect(screen.queryByTestId('banner-shares-down')).toBeNull();
    expect(screen.getByTestId('shares-strip').textContent).toContain('entregando 312 de 1.204');
    tell({ set: importDown(NOW) });
    await clickOn('Ver o que fazer');
    expect(services.ui.getState().screen).toBe('shares');
  });

  it('all of them down, and no room left, are two things', async () => {
    await show(fixture('panel-all-down'));
    expect(screen.getByTestId('banner-spool-full').textContent).toContain('O Malote parou de baixar.');
    expect(screen.getByTestId('banner-shares-down').textContent).toContain(
      '4 pastas fora do ar: o acervo, a pasta de importação, a pasta dos cancelados e a pasta da planilha.',
    );
    expect(screen.getByRole('button', { name: 'Compartilhamentos , 4 pastas fora do ar' })).toBeDefined();
  });

  it('nothing is said of roots before one is configured', async () => {
    await show(fixture('unconfigured'));
    expect(screen.queryByTestId('shares-strip')).toBeNull();
  });

  it('a share that changes leaves every row of the table as it is', async () => {
    const { tell } = await show(fixture('thousand'));
    const table = screen.getByRole('table', { name: 'Empresas' });
    const changes: MutationRecord[] = [];
    const watch = new MutationObserver((records) => changes.push(...records));
    watch.observe(table, { subtree: true, childList: true, attributes: true, characterData: true });
    tell({ set: importDown(NOW) });
    tell({ set: well(NOW) });
    await doing(() => undefined);
    watch.disconnect();
    expect(changes).toEqual([]);
  });
});
