// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { recovery as words } from '../../../src/shared/messages/pt-BR/screens/recovery';
import { MaloteError } from '../../../src/shared/errors';
import { finishedRecovery, OFFICE, planAt, runningRecovery } from '../../renderer/console/evidence';
import { NOW } from '../../renderer/console/fixtures';
import { doing, clickOn, fixture, show, tick, usePage } from './page';

usePage();

const type = (testId: string, value: string): Promise<void> =>
  doing(() => fireEvent.change(screen.getByTestId(testId), { target: { value } }));

describe('the plan', () => {
  it('says what, from where, to where, how many, how long and what SIEG costs', async () => {
    await show(fixture('recovery-plan'));
    const preview = screen.getByTestId('plan-preview');
    expect(screen.getByTestId('figure-deliver').textContent).toBe('9.927');
    expect(screen.getByTestId('figure-seconds').textContent).toBe('cerca de 7 min');
    for (const part of ['Y:\\XML_CLIENTES', 'xml_import\\Import', 'de 2 a 12 consultas', 'Nada é apagado'])
      expect(preview.textContent).toContain(part);
  });

  it('is narrowed by company, kind, month and file, each step after the other', async () => {
    const { asked, double, services } = await show(fixture('recovery-plan'));
    double.handleEngine({ narrowRecovery: () => ({ ...planAt(NOW), excluded: asked('narrowRecovery').length }) });
    await tick(/0005 MERCEARIA BOA SAFRA/);
    await tick('CTe');
    await tick('07/2025');
    await tick('07/2025');
    await doing(() =>
      fireEvent.mouseDown(screen.getByRole('tab', { name: 'Arquivo por arquivo' }), { button: 0, ctrlKey: false }),
    );
    const [first] = await screen.findAllByRole('checkbox', { name: /^Incluir 3526/ });
    await doing(() => fireEvent.click(first!));
    expect(asked('narrowRecovery')).toEqual([
      { recoveryId: 3, include: false, companies: [OFFICE[4]?.taxId] },
      { recoveryId: 3, include: false, kinds: ['CTe'] },
      { recoveryId: 3, include: false, months: ['2025-07'] },
      { recoveryId: 3, include: true, months: ['2025-07'] },
      { recoveryId: 3, include: false, items: [1] },
    ]);
    await waitFor(() => expect(services.ui.getState().orphans.plan?.excluded).toBe(5));
    expect(screen.getByTestId('figure-excluded').textContent).toBe('5');
  });

  it('shows what it holds again when the engine refuses a step', async () => {
    const { double, services } = await show(fixture('recovery-plan'));
    double.handleEngine({
      narrowRecovery: () => {
        throw new MaloteError('RECOVERY_BEGUN', { id: 3 });
      },
    });
    await tick(/0005 MERCEARIA BOA SAFRA/);
    await waitFor(() => expect(services.ui.getState().toasts).toHaveLength(1));
    const box = screen.getByRole('checkbox', { name: /0005 MERCEARIA BOA SAFRA/ });
    expect(box.matches(':checked')).toBe(true);
  });

  it('is executed with the options in robocopy’s words, and not with one out of its range', async () => {
    const { asked } = await show(fixture('recovery-plan'));
    await type('option-threads', '65');
    expect(screen.getByText('De 1 a 64.')).toBeTruthy();
    expect(screen.getByTestId('execute-recovery').hasAttribute('disabled')).toBe(true);
    await type('option-threads', '16');
    await type('option-retries', '0');
    await doing(() => fireEvent.click(screen.getByTestId('execute-recovery')));
    expect(asked('startJob')).toEqual([
      { kind: 'recovery', recoveryId: 3, options: { threads: 16, retries: 0, waitSeconds: 5 } },
    ]);
  });

  it('is exported, and leads to the file', async () => {
    const { asked } = await show(fixture('recovery-plan'));
    await type('export-plan', 'powershell');
    expect(asked('exportRecovery')).toEqual([{ recoveryId: 3, format: 'powershell' }]);
    await screen.findByText('Gravado: arquivo.xlsx');
    await clickOn('Abrir a pasta');
    expect(asked('openFolder')).toEqual([{ folder: 'reports' }]);
  });

  it('cannot be executed when everything was left out', async () => {
    const plan = { ...planAt(NOW), deliver: { items: 0, bytes: 0 }, fetch: { ...planAt(NOW).fetch, items: 0 } };
    const made = fixture('recovery-plan');
    await show({
      ...made,
      state: { ...made.state, recovery: plan },
      ui: { screen: 'orphans', orphans: { ...made.ui!.orphans!, plan } },
    });
    expect(screen.getByTestId('execute-recovery').hasAttribute('disabled')).toBe(true);
  });
});

describe('a recovery under way', () => {
  it('says how far it is, and can be paused, resumed and stopped', async () => {
    const { asked, tell } = await show(fixture('recovery-running'));
    const run = screen.getByTestId('recovery-run');
    expect(run.textContent).toContain('5.517 de 9.939 arquivos');
    expect(run.textContent).toContain('Restam cerca de 2 min');
    await clickOn('Pausar');
    tell({ set: { recovery: runningRecovery(NOW, { state: 'paused' }) } });
    expect(run.textContent).not.toContain('Restam');
    await clickOn('Continuar');
    await clickOn('Parar');
    expect(['pauseJob', 'resumeJob', 'stopJob'].map(asked)).toEqual([
      [{ kind: 'recovery' }],
      [{ kind: 'recovery' }],
      [{ kind: 'recovery', how: 'now' }],
    ]);
  });

  it('says which share it waits for, and promises no end meanwhile', async () => {
    await show(fixture('recovery-waiting'));
    expect(screen.getByText(/^Espera voltar: Pasta de importação/)).toBeTruthy();
    expect(screen.queryByText(/^Restam/)).toBeNull();
  });

  it('takes the place of the plan by itself once it has begun', async () => {
    const { tell } = await show(fixture('recovery-plan'));
    tell({ set: { recovery: runningRecovery(NOW) } });
    expect(screen.queryByTestId('plan-preview')).toBeNull();
    expect(screen.getByTestId('recovery-run')).toBeTruthy();
  });
});

describe('the report', () => {
  it('is the table that readers of robocopy know, with its exit code in words', async () => {
    await show(fixture('recovery-complete'));
    const table = screen.getByRole('table', { name: 'Resumo, como o robocopy o escreve' });
    const files = within(table).getByRole('row', { name: /^Arquivos/ });
    expect(
      within(files)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['9.939', '9.612', '322', '3', '2', '0']);
    expect(screen.getByTestId('exit-words').textContent).toBe(
      'alguns arquivos falharam; no destino havia outro conteúdo com o mesmo nome; arquivos foram copiados',
    );
    expect(screen.getByTestId('recovery-outcome').textContent).toContain('2 arquivos falharam');
  });

  it('has a word for every exit code', () => {
    expect(words.report.exitWords(0)).toBe('nada precisava ser copiado');
    for (let code = 1; code < 32; code += 1) expect(words.report.exitWords(code)).not.toBe('');
  });

  it('offers to go on with what was interrupted', async () => {
    const { asked } = await show(fixture('recovery-interrupted'));
    await doing(() => fireEvent.click(screen.getByTestId('carry-on-recovery')));
    expect(asked('startJob')).toEqual([{ kind: 'recovery', recoveryId: 3 }]);
  });

  it('of an earlier recovery is opened from the list', async () => {
    await show(fixture('recovery-earlier'));
    const table = await screen.findByRole('table', { name: 'Recuperações' });
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    await doing(() => fireEvent.click(screen.getAllByRole('button', { name: /01\/|13:|14:/ })[2]!));
    expect(screen.getByTestId('recovery-outcome').textContent).toContain('encerrado no meio');
    expect(finishedRecovery(NOW).summary?.exitCode).toBe(13);
  });
});

describe('the old system', () => {
  it('is looked at without writing before it is imported', async () => {
    const { asked, tell } = await show(fixture('legacy-empty'));
    expect(screen.getByTestId('legacy-dry-run').hasAttribute('disabled')).toBe(true);
    await clickOn('Escolher pasta…');
    expect(asked('pickPath')).toEqual([{ what: 'legacy' }]);
    expect(screen.getByTestId('legacy-import').hasAttribute('disabled')).toBe(true);
    await doing(() => fireEvent.click(screen.getByTestId('legacy-dry-run')));
    tell({ set: { legacy: fixture('legacy-running').state.legacy } });
    expect(screen.getByTestId('legacy-running').textContent).toContain('31.204 de 45.678 arquivos');
    await clickOn('Parar');
    tell({ set: { legacy: fixture('legacy-found').state.legacy } });
    await doing(() => fireEvent.click(screen.getByTestId('legacy-import')));
    expect(asked('startJob')).toEqual([
      { kind: 'legacy-import', pathId: 'picked-1', dryRun: true },
      { kind: 'legacy-import', pathId: 'picked-1', dryRun: false },
    ]);
    expect(asked('stopJob')).toEqual([{ kind: 'legacy-import', how: 'now' }]);
  });

  it('is not imported from another folder than the one that was looked at', async () => {
    const { double, tell } = await show(fixture('legacy-found'));
    const importing = (): boolean => screen.getByTestId('legacy-import').hasAttribute('disabled');
    expect(importing()).toBe(true);
    await doing(() => fireEvent.click(screen.getByTestId('legacy-dry-run')));
    tell({ set: { legacy: fixture('legacy-found').state.legacy } });
    expect(importing()).toBe(false);
    double.handleMain({ pickPath: () => ({ id: 'picked-2', shown: 'Z:\\OUTRA' }) });
    await clickOn('Escolher outra…');
    expect(importing()).toBe(true);
  });

  it('names who was fetched singly, and every file that could not be read', async () => {
    await show(fixture('legacy-found'));
    const singles = screen.getByRole('table', { name: 'Empresas com documentos buscados um a um' });
    expect(within(singles).getAllByRole('row')).toHaveLength(5);
    const bad = screen.getByRole('table', { name: 'Arquivos ilegíveis' });
    expect(within(bad).getAllByRole('row')).toHaveLength(15);
  });
});
