// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { RUN } from '../../renderer/console/fixtures';
import { doing, clickOn, fixture, show, stateOf, usePage } from './page';

usePage();

/** What a browser does at the copy command: it lets the page say what is copied. */
function catchCopies(): string[] {
  const copied: string[] = [];
  const execCommand = (): boolean => {
    const clipboardData = { setData: (_type: string, text: string) => copied.push(text) };
    return document.dispatchEvent(Object.assign(new Event('copy'), { clipboardData })) || true;
  };
  Object.assign(document, { execCommand });
  return copied;
}

describe('a run under way', () => {
  it('is told in words and numbers, with a time that is left only when that is known', async () => {
    const { tell } = await show(fixture('running'));
    const card = screen.getByRole('region', { name: 'Execução' });
    expect(within(card).getByRole('heading').textContent).toBe('Baixando páginas');
    expect(card.textContent).toContain('1.204 de 2.310');
    expect(card.textContent).toContain('cerca de 33 min');
    expect(within(card).getByRole('progressbar').getAttribute('aria-valuenow')).toBe('52');
    tell({ set: { run: { ...RUN, etaSeconds: null } } });
    expect(card.textContent).not.toContain('Restam');
  });

  it('says since when SIEG does not answer and when it is tried again, until it answers', async () => {
    const { tell } = await show(fixture('running'));
    expect(screen.queryByTestId('banner-sieg-away')).toBeNull();
    const now = new Date();
    const since = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 2, 14).toISOString();
    const nextAttemptAt = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 2, 29).toISOString();
    const reason = 'O SIEG respondeu com um erro interno dele (resposta 503).';
    const siegAway = { since, nextAttemptAt, attempts: 2, code: 'SIEG_SERVER_ERROR', reason };
    tell({ set: { run: { ...RUN, siegAway, etaSeconds: null } } });
    expect(screen.getByTestId('banner-sieg-away').textContent).toContain('desde 02:14; próxima tentativa às 02:29.');
    expect(screen.getByTestId('banner-sieg-away').textContent).toContain(reason);
    tell({ set: { run: RUN } });
    expect(screen.queryByTestId('banner-sieg-away')).toBeNull();
  });

  it('promises no share before SIEG has been counted', async () => {
    await show(fixture('counting'));
    const bar = screen.getByRole('progressbar', { name: 'Andamento da execução' });
    expect(bar.hasAttribute('aria-valuenow')).toBe(false);
    expect(screen.getByTestId('run-percent').textContent).toBe('ainda sem previsão');
    expect(screen.getByTestId('total-expected').textContent).toBe('–');
  });

  it('can be paused and gone on with', async () => {
    const { tell, asked } = await show(fixture('running'));
    await clickOn('Pausar');
    expect(asked('pauseJob')).toEqual([{ kind: 'run' }]);
    tell({ set: { run: { ...RUN, paused: true } } });
    expect(screen.getByTestId('run-phase').textContent).toBe('Em pausa: baixando páginas');
    await clickOn('Continuar');
    expect(asked('resumeJob')).toEqual([{ kind: 'run' }]);
  });

  it('stops after the page at once', async () => {
    const { tell, asked } = await show(fixture('running'));
    await clickOn('Parar depois desta página');
    expect(asked('stopJob')).toEqual([{ kind: 'run', how: 'after-step' }]);
    tell({ set: { run: { ...RUN, stopping: 'after-page' } } });
    expect(screen.getByTestId('run-phase').textContent).toBe('Parando depois desta página…');
    expect(screen.getByTestId('stop-after-page').hasAttribute('disabled')).toBe(true);
    expect(screen.getByTestId('stop-now').hasAttribute('disabled')).toBe(false);
  });

  it('stops now only when that is confirmed', async () => {
    const { asked } = await show(fixture('running'));
    await clickOn('Parar agora…');
    const question = screen.getByRole('dialog', { name: 'Parar agora?' });
    await doing(() => fireEvent.click(within(question).getByRole('button', { name: 'Deixar executando' })));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(asked('stopJob')).toEqual([]);
    await clickOn('Parar agora…');
    await doing(() => fireEvent.click(screen.getByTestId('confirm-stop-now')));
    expect(asked('stopJob')).toEqual([{ kind: 'run', how: 'now' }]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('announces its phases, and its end, to who listens', async () => {
    const { tell } = await show(fixture('running'));
    const announcer = screen.getByTestId('announcer');
    expect(announcer.textContent).toBe('Execução de outubro de 2026: Baixando páginas.');
    tell({ set: { run: { ...RUN, phase: 'delivering' } } });
    expect(announcer.textContent).toContain('Entregando e conferindo');
    tell({ set: { run: null } });
    expect(announcer.textContent).toBe('A execução terminou.');
  });

  it('of another month is pointed at', async () => {
    const { asked } = await show({ state: { ...fixture('running').state, month: '2026-09' } });
    expect(screen.getByText(/Em execução: outubro de 2026/)).toBeDefined();
    await clickOn('Mostrar');
    expect(asked('showMonth')).toEqual([{ month: '2026-10' }]);
  });
});

describe('the month', () => {
  it('is started, with what only the month says', async () => {
    const { asked } = await show(fixture('idle'));
    await clickOn('Iniciar outubro de 2026');
    expect(asked('startJob')).toEqual([{ kind: 'run', month: '2026-10' }]);
  });

  it('is gone on with for the companies that its run was limited to', async () => {
    const { state } = fixture('resumable');
    const only = [state.companies[0]?.taxId ?? ''];
    const resumable = state.resumable && { ...state.resumable, only };
    const { asked } = await show({ state: { ...state, resumable } });
    const banner = screen.getByTestId('banner-resumable');
    expect(banner.textContent).toContain('31.004 de 48.211');
    await doing(() => fireEvent.click(within(banner).getByRole('button', { name: 'Continuar de onde parou' })));
    expect(asked('startJob')).toEqual([{ kind: 'run', month: '2026-10', only }]);
  });

  it('can put the offer to go on away', async () => {
    await show(fixture('resumable'));
    await clickOn('Agora não');
    expect(screen.queryByTestId('banner-resumable')).toBeNull();
    expect(screen.getByRole('button', { name: 'Continuar outubro de 2026' })).toBeDefined();
  });

  it('is chosen by a step or from the list, and never later than now', async () => {
    const { asked } = await show({ state: { ...fixture('idle').state, month: '2026-11' } });
    expect(screen.getByRole('button', { name: 'Mês seguinte' }).hasAttribute('disabled')).toBe(true);
    await clickOn('Mês anterior');
    await doing(() =>
      fireEvent.change(screen.getByRole('combobox', { name: 'Mês' }), { target: { value: '2026-03' } }),
    );
    expect(asked('showMonth')).toEqual([{ month: '2026-10' }, { month: '2026-03' }]);
  });

  it('says why it cannot start, with the way out', async () => {
    const startJob = (): never => {
      throw new MaloteError('SHELL_KEY_MISSING');
    };
    await show({ ...fixture('idle'), options: { engine: { startJob } } });
    await clickOn('Iniciar outubro de 2026');
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('A chave do SIEG ainda não foi informada neste computador.');
    expect(alert.textContent).toContain('Informe a chave em Configurações');
  });

  it('leads to the assistant while the settings are not complete', async () => {
    await show(fixture('unconfigured'));
    await clickOn('Completar a configuração');
    expect(screen.getByTestId('assistant')).toBeDefined();
  });
});

describe('the evidence', () => {
  it('says honestly what is open and leads to it, key by key', async () => {
    const copied = catchCopies();
    const { state } = fixture('finished');
    await show({ state });
    expect(screen.getByTestId('evidence-closing').textContent).toContain('7 documentos faltam');
    await doing(() => fireEvent.click(screen.getByTestId('show-gaps')));
    const key = state.lastSummary?.gaps.missing[0]?.identity ?? '';
    const gaps = screen.getByTestId('gaps');
    expect(within(gaps).getByText(key)).toBeDefined();
    expect(gaps.textContent).toContain('prometido por: relatório do SIEG');
    expect(gaps.textContent).toContain('já existe outro conteúdo com este nome');
    await clickOn(`Copiar ${key}`);
    expect(copied).toEqual([key]);
    expect(screen.getByText('Copiado.')).toBeDefined();
    await clickOn('Copiar a lista');
    expect(copied[1]).toContain('Prometidos pelo SIEG e não recebidos');
  });

  it('calls complete only what is', async () => {
    await show(fixture('complete'));
    expect(screen.getByTestId('evidence-closing').textContent).toMatch(/^Cada um dos 48\.211 documentos/);
    expect(screen.queryByTestId('show-gaps')).toBeNull();
  });

  it('keeps the verdict of a month apart from an attempt that was stopped', async () => {
    const { state } = fixture('complete');
    const run = state.lastSummary && { ...state.lastSummary.run, status: 'stopped' as const };
    await show({ state: { ...state, lastSummary: state.lastSummary && run && { ...state.lastSummary, run } } });
    expect(screen.getByTestId('evidence').textContent).toContain('Completo');
    expect(screen.getByTestId('last-attempt').textContent).toContain('foi parada');
    expect(screen.queryByTestId('show-gaps')).toBeNull();
  });

  it('of an attempt that failed tells the reason and what to do, and leaves a complete month complete', async () => {
    const { state } = fixture('complete');
    const error = new MaloteError('SIEG_AUTHENTICATION', { status: 401 }).toEnvelope();
    const lastSummary = state.lastSummary && {
      ...state.lastSummary,
      run: { ...state.lastSummary.run, status: 'failed' as const },
      error,
    };
    await show({ state: { ...state, lastSummary } });
    expect(screen.getByTestId('evidence').textContent).toContain('Completo');
    expect(screen.getByTestId('last-attempt').textContent).toContain('O SIEG recusou a credencial (resposta 401).');
    expect(screen.getByTestId('last-attempt').textContent).toContain('O que chegou está guardado.');
  });
});

describe('the engine away', () => {
  it('is said over the last figures, whose age is not hidden', async () => {
    const { double } = await show(fixture('running'));
    await doing(() => double.emit('engineStatus', { state: 'crashed', attempt: 2 }));
    expect(screen.getByTestId('banner-engine-crashed').textContent).toContain('tentativa 2');
    expect(screen.getByTestId('engine-status').textContent).toBe('Reconectando…');
    expect(screen.getByTestId('run-phase').textContent).toBe('Última notícia: baixando páginas');
    expect(screen.getByTestId('run-card').textContent).not.toContain('Restam');
    expect(screen.getByTestId('stop-now').hasAttribute('disabled')).toBe(true);
  });

  it('for good can be started again', async () => {
    const { double, asked } = await show(fixture('running'));
    await doing(() => double.emit('engineStatus', { state: 'gone' }));
    await clickOn('Ligar o motor de novo');
    expect(asked('restartEngine')).toHaveLength(1);
  });

  it('and back is told until it is read', async () => {
    const { double, services } = await show(fixture('running'));
    double.handleEngine({ snapshot: () => ({ ...stateOf(services), epoch: 'second', revision: 0, run: null }) });
    await doing(() => double.emit('engineStatus', { state: 'ready' }));
    const banner = screen.getByTestId('banner-engine-restarted');
    await doing(() => fireEvent.click(within(banner).getByRole('button', { name: 'Fechar' })));
    expect(screen.queryByTestId('banner-engine-restarted')).toBeNull();
  });
});

describe('the demonstration', () => {
  it('says that nothing is real, and is left only while nothing runs', async () => {
    const state = fixture('counting').state;
    const { asked, tell } = await show({ state });
    expect(screen.getByTestId('banner-demonstration').textContent).toContain('tudo aqui é inventado');
    const leave = screen.getByRole('button', { name: 'Sair da demonstração' });
    expect(leave.hasAttribute('disabled')).toBe(true);
    tell({ set: { run: null } });
    await doing(() => fireEvent.click(leave));
    expect(asked('leaveDemonstration')).toHaveLength(1);
  });
});

describe('journal and notices', () => {
  it('stand newest first, notices of main among the others', async () => {
    const { double } = await show(fixture('running'));
    const lines = within(screen.getByTestId('journal')).getAllByRole('listitem');
    expect(lines[0]?.textContent).toContain('14:05:04');
    const notice = {
      id: 'm',
      at: '2026-12-01T00:00:00.000Z',
      level: 'error',
      text: 'A janela travou.',
      code: null,
    } as const;
    await doing(() => double.emit('notice', notice));
    await doing(() => fireEvent.mouseDown(screen.getByRole('tab', { name: /Ocorrências/ }), { button: 0 }));
    const notices = within(screen.getByTestId('notices')).getAllByRole('listitem');
    expect(notices[0]?.textContent).toContain('A janela travou.');
    expect(within(notices[0] as HTMLElement).getByLabelText('Erro')).toBeDefined();
  });
});
