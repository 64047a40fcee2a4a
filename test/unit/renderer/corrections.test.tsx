// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { auditAnswers, auditAt, overviewAt } from '../../renderer/console/evidence';
import {
  appliedCorrection,
  correctionAnswers,
  correctionAt,
  correctionItemAt,
} from '../../renderer/console/corrections';
import { findingCounts } from '../../../src/shared/ipc/double-evidence';
import { NOW } from '../../renderer/console/fixtures';
import { doing, clickOn, fixture, show, tick, usePage } from './page';

usePage();

const confirm = (): Promise<void> => doing(() => fireEvent.click(screen.getByTestId('confirm-correction')));

describe('corrections', () => {
  it('are proposed from the audit in sight, and shown as they come', async () => {
    const { asked, double } = await show(fixture('corrections-none'));
    expect(screen.getByText('Nenhuma correção ainda')).toBeTruthy();
    double.handleEngine({
      ...correctionAnswers(NOW, correctionAt(NOW, 2)),
      proposeCorrections: () => correctionAt(NOW, 2),
    });
    await clickOn('Propor correções');
    expect(asked('proposeCorrections')).toEqual([{ auditId: 7 }]);
    expect(await screen.findByRole('heading', { name: 'Correção 2' })).toBeTruthy();
    const table = await screen.findByRole('table', { name: 'Propostas, uma a uma' });
    expect(within(table).getAllByRole('row').length).toBeGreaterThan(10);
  });

  it('have nothing to propose where the audit found nothing out of its place', async () => {
    const last = auditAt(NOW, 7, 1, { counts: findingCounts({ orphan: 4 }) });
    const made = fixture('corrections-none');
    await show({ ...made, state: { ...made.state, audit: overviewAt(NOW, { last }) } });
    expect(screen.getByTestId('propose-corrections').hasAttribute('disabled')).toBe(true);
  });

  it('show from where to where, and why', async () => {
    await show(fixture('corrections-proposed'));
    const { identity, from, to, why, sha256 } = correctionItemAt(0, 'proposed');
    await doing(() => fireEvent.click(screen.getByRole('button', { name: identity })));
    const details = screen.getByRole('complementary', { name: 'Detalhes da proposta' });
    for (const part of [from, to, why, sha256]) expect(details.textContent).toContain(part);
  });

  it('are applied as a whole after one question', async () => {
    const { asked } = await show(fixture('corrections-proposed'));
    await clickOn('Aplicar');
    const question = screen.getByRole('dialog');
    expect(question.textContent).toContain('25 arquivos vão para o lugar certo e 18 arquivos passam para o registro.');
    expect(question.textContent).toContain('Nada é sobrescrito');
    expect(asked('startJob')).toEqual([]);
    await confirm();
    expect(asked('startJob')).toEqual([{ kind: 'correction', action: 'apply', correctionId: 2 }]);
  });

  it('are applied one by one where some were picked', async () => {
    const { asked } = await show(fixture('corrections-proposed'));
    await tick(`Escolher ${correctionItemAt(0, 'proposed').identity}`);
    await tick(`Escolher ${correctionItemAt(2, 'proposed').identity}`);
    await clickOn('Aplicar as 2 escolhidas');
    expect(screen.getByRole('dialog').textContent).toContain('2 propostas serão aplicadas.');
    await confirm();
    expect(asked('startJob')).toEqual([{ kind: 'correction', action: 'apply', correctionId: 2, items: [1, 3] }]);
  });

  it('can be stopped while they are applied, whatever screen one was on meanwhile', async () => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const made = fixture('corrections-proposed');
    const applied = appliedCorrection(NOW, 2);
    const { asked, double } = await show({
      ...made,
      options: { engine: { ...made.options?.engine, startJob: () => ended } },
    });
    await clickOn('Aplicar');
    await confirm();
    expect(screen.getByTestId('correcting').textContent).toContain('Aplicando a correção');
    await clickOn('Painel');
    await clickOn(/^Órfãos e recuperação/);
    await clickOn('Parar');
    expect(asked('stopJob')).toEqual([{ kind: 'correction', how: 'now' }]);
    double.handleEngine(correctionAnswers(NOW, applied));
    await doing(end);
    await waitFor(() => expect(screen.queryByTestId('correcting')).toBeNull());
    expect(await screen.findByTestId('undo-correction')).toBeTruthy();
  });

  it('say why they failed, and can be tried again', async () => {
    const made = fixture('corrections-proposed');
    const startJob = (): never => {
      throw new MaloteError('CORRECTION_WRONG_STATE', { id: 2 });
    };
    await show({ ...made, options: { engine: { ...made.options?.engine, startJob } } });
    await clickOn('Aplicar');
    await confirm();
    expect(await screen.findByText(/A correção 2 não está mais/)).toBeTruthy();
    expect(screen.getByTestId('apply-correction').hasAttribute('disabled')).toBe(false);
  });

  it('are undone as a batch after one question, and what did not succeed can be tried again', async () => {
    const { asked } = await show(fixture('corrections-applied'));
    expect(screen.getByTestId('figure-not-applied').textContent).toContain('2');
    await clickOn('Aplicar o resto');
    await clickOn('Cancelar');
    await clickOn('Desfazer');
    expect(screen.getByRole('dialog').textContent).toContain('Os 41 arquivos voltam para onde estavam');
    await confirm();
    expect(asked('startJob')).toEqual([{ kind: 'correction', action: 'undo', correctionId: 2 }]);
  });

  it('are dropped while nothing of them was applied, and earlier ones can be looked at', async () => {
    const { asked } = await show(fixture('corrections-proposed'));
    await clickOn('Descartar');
    expect(asked('dropCorrection')).toEqual([{ correctionId: 2 }]);
    await doing(() => fireEvent.change(screen.getByTestId('correction-choice'), { target: { value: '1' } }));
    expect(await screen.findByRole('heading', { name: 'Correção 1' })).toBeTruthy();
    expect(screen.queryByTestId('apply-correction')).toBeNull();
  });

  it('are where the findings out of their place lead', async () => {
    const { services } = await show({ ...fixture('orphans-misfiled'), options: { engine: auditAnswers(NOW) } });
    await clickOn('Ver correções');
    expect(services.ui.getState().orphans).toMatchObject({ tab: 'corrections', auditId: 7 });
  });
});
