// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { companyGroups, firstFound, planned, proposed } from '../../../src/renderer/features/orphans/audit/categories';
import { shownRecovery } from '../../../src/renderer/features/orphans/recovery/RecoveryTab';
import { INITIAL_ORPHANS } from '../../../src/renderer/state/evidence-view';
import { findingCounts } from '../../../src/shared/ipc/double-evidence';
import {
  auditAnswers,
  auditAt,
  overviewAt,
  findingAt,
  groups,
  OFFICE,
  planAt,
  runningRecovery,
} from '../../renderer/console/evidence';
import { NOW } from '../../renderer/console/fixtures';
import { doing, clickOn, fixture, show, stateOf, tick, usePage } from './page';

usePage();

describe('the groups of an audit', () => {
  it('are one per company, most first, over the months that are asked for', () => {
    const found = companyGroups(groups(), 'missing', null);
    expect(found.map(({ count, months }) => [count, months])).toEqual([
      [30, ['2025-08']],
      [11, ['2025-09']],
    ]);
    expect(companyGroups(groups(), 'missing', '2025-09').map(({ count }) => count)).toEqual([11]);
    expect(companyGroups(groups(), 'orphan', null).reduce((sum, { count }) => sum + count, 0)).toBe(9_927);
  });

  it('say how many a plan takes up', () => {
    const all = { categories: ['orphan', 'missing'] as const, companies: new Set<string>(), month: null };
    expect(planned(groups(), all)).toBe(9_968);
    expect(planned(groups(), { ...all, month: '2025-09' })).toBe(11);
    expect(planned(groups(), { ...all, companies: new Set([OFFICE[1]?.taxId ?? '']) })).toBe(4_491);
    expect(planned(groups(), { ...all, categories: [] })).toBe(0);
  });

  it('propose the orphans first, and what costs requests only without them', () => {
    expect(proposed(findingCounts({ orphan: 3, missing: 4 }))).toEqual(['orphan']);
    expect(proposed(findingCounts({ altered: 1, missing: 4, stray: 9 }))).toEqual(['missing', 'altered']);
    expect(firstFound(findingCounts({ stray: 2 }))).toBe('stray');
    expect(firstFound(findingCounts())).toBeNull();
  });
});

describe('the audit in sight', () => {
  it('says what the witnesses say, and what disagrees', async () => {
    await show(fixture('orphans'));
    expect(screen.getByTestId('orphans-lead').textContent).toContain('9.927 documentos sem entrega comprovada');
    expect(screen.getByTestId('figure-ledger').textContent).toBe('49.982');
    expect(screen.getByTestId('category-orphan').textContent).toContain('9.927');
    const table = screen.getByRole('table', { name: 'Órfãos, por empresa' });
    expect(within(table).getAllByRole('row')).toHaveLength(5);
  });

  it('leads from a company to its exact keys, and from a key to all that is known of it', async () => {
    const { asked } = await show(fixture('orphans'));
    await clickOn(/MERCEARIA BOA SAFRA/);
    await screen.findByRole('table', { name: 'Órfãos, um a um' });
    expect(asked('auditFindings')).toContainEqual({
      query: { auditId: 7, categories: ['orphan'], companies: [OFFICE[4]?.taxId] },
      after: 0,
      limit: 200,
    });
    const { identity, path } = findingAt(0);
    await clickOn(identity ?? '');
    const details = screen.getByRole('complementary', { name: 'Detalhes do achado' });
    expect(details.textContent).toContain(path);
    await clickOn(/Mostrar todas|Só MERCEARIA/);
    await waitFor(() => expect(asked('auditFindings').length).toBeGreaterThan(1));
  });

  it('fetches the next page when the end comes into sight, and searches what is typed once it rests', async () => {
    const { asked } = await show({
      ...fixture('orphans-findings'),
      options: { engine: auditAnswers(NOW, 210) },
    });
    const table = await screen.findByRole('table', { name: 'Órfãos, um a um' });
    const region = table.parentElement;
    if (region === null) throw new Error('the table stands nowhere');
    await doing(() => {
      Object.defineProperty(region, 'scrollTop', { configurable: true, value: 5_900 });
      fireEvent.scroll(region);
    });
    await waitFor(() => expect(asked('auditFindings')).toContainEqual(expect.objectContaining({ after: 200 })));
    await screen.findByText('210 achados');
    const box = screen.getByTestId('findings-search');
    await doing(() => fireEvent.change(box, { target: { value: 'Import' } }));
    await waitFor(() => expect(asked('auditFindings').at(-1)).toMatchObject({ query: { search: 'Import' }, after: 0 }));
  });

  it('plans what is chosen: categories, companies, a month', async () => {
    const { asked } = await show(fixture('orphans'));
    await tick('Recuperar: Faltantes');
    await tick('Recuperar: MERCEARIA BOA SAFRA LTDA');
    expect(screen.getByTestId('plan-lead').textContent).toContain('4.758 achados podem ser recuperados');
    await clickOn('Planejar recuperação');
    expect(asked('planRecovery')).toEqual([
      { auditId: 7, categories: ['orphan', 'missing'], companies: [OFFICE[4]?.taxId] },
    ]);
    expect(await screen.findByTestId('plan-preview')).toBeTruthy();
  });

  it('offers no plan where nothing can be recovered', async () => {
    const counts = findingCounts({ stray: 18 });
    const state = { ...fixture('orphans').state, audit: overviewAt(NOW, { last: auditAt(NOW, 7, 5, { counts }) }) };
    const stray = groups().filter(({ category }) => category === 'stray');
    const { options, ...made } = fixture('orphans');
    const engine = { ...options?.engine, auditGroups: () => stray };
    await show({ ...made, options: { ...options, engine }, state });
    expect(screen.getByRole('button', { name: 'Planejar recuperação' }).hasAttribute('disabled')).toBe(true);
  });

  it('offers nothing that has been mended since, and says so', async () => {
    const counts = findingCounts({ orphan: 750 });
    const state = { ...fixture('orphans').state, audit: overviewAt(NOW, { last: auditAt(NOW, 7, 5, { counts }) }) };
    const [first] = groups().filter(({ category }) => category === 'orphan');
    const mended = [{ ...first!, count: 750, open: 0, openBytes: 0 }];
    const { options, ...made } = fixture('orphans');
    const engine = { ...options?.engine, auditGroups: () => mended };
    await show({ ...made, options: { ...options, engine }, state });
    expect(screen.getByRole('button', { name: 'Planejar recuperação' }).hasAttribute('disabled')).toBe(true);
    expect(screen.getByTestId('category-orphan').textContent).toBe('Órfãos0');
    expect(screen.getByTestId('findings-pane').textContent).toContain('750 já resolvidos');
    expect(screen.getByLabelText('Recuperação do que foi achado').textContent).toContain('já foi resolvido');
  });

  it('compares with an earlier one', async () => {
    const { asked } = await show(fixture('orphans'));
    await doing(() => fireEvent.change(screen.getByTestId('audit-compare'), { target: { value: '6' } }));
    expect(asked('compareAudits')).toEqual([{ older: 6, newer: 7 }]);
    expect((await screen.findByTestId('comparison')).textContent).toContain('O que mudou da auditoria 6 para a 7');
  });

  it('can be begun for what is chosen, and stopped', async () => {
    const { asked, tell } = await show(fixture('orphans'));
    await clickOn('Auditar agora');
    await doing(() => fireEvent.click(screen.getByRole('radio', { name: 'Todos os meses' })));
    await doing(() => fireEvent.click(screen.getByRole('radio', { name: 'Só as escolhidas' })));
    await tick('0004 OFICINA MECANICA PONTO CERTO ME');
    await doing(() => fireEvent.click(screen.getByTestId('confirm-audit')));
    expect(asked('startJob')).toEqual([
      { kind: 'audit', scope: { months: null, companies: [OFFICE[3]?.taxId] }, full: false },
    ]);
    const running = fixture('orphans-running').state.audit;
    tell({ set: { audit: running } });
    await clickOn('Parar');
    expect(asked('stopJob')).toEqual([{ kind: 'audit', how: 'now' }]);
  });

  it('says why what was found could not be read, and asks again', async () => {
    const { double } = await show(fixture('orphans-failed'));
    const failure = await screen.findByText(/sem resposta/);
    expect(failure).toBeTruthy();
    double.handleEngine({ auditGroups: () => groups() });
    await clickOn('Tentar de novo');
    expect(await screen.findByTestId('findings-pane')).toBeTruthy();
  });

  it('can be gone on with when it was stopped', async () => {
    const last = auditAt(NOW, 7, 5, { outcome: 'stopped' });
    const { asked } = await show({
      ...fixture('orphans'),
      state: { ...fixture('orphans').state, audit: overviewAt(NOW, { last }) },
      options: { engine: { ...auditAnswers(NOW), listAudits: () => [last] } },
    });
    await clickOn('Continuar esta auditoria');
    expect(asked('startJob')).toEqual([{ kind: 'audit', scope: last.scope, resume: 7 }]);
  });
});

describe('the one click', () => {
  it('leaves audit and plan to the engine, shows how far they are, and can stop them', async () => {
    const made = fixture('panel-orphans');
    const { asked, tell } = await show(made);
    await doing(() => fireEvent.click(screen.getByTestId('recover-orphans')));
    expect(asked('startJob')).toEqual([
      { kind: 'whole-recovery', until: 'plan', categories: ['orphan', 'cancelled-live'] },
    ]);
    const { audit, wholeRecovery } = fixture('recovery-one-click').state;
    tell({ set: { audit, wholeRecovery } });
    expect(screen.getByTestId('one-click').textContent).toContain('o plano aparece em seguida');
    await clickOn('Deixar para depois');
    expect(asked('stopJob')).toEqual([{ kind: 'whole-recovery', how: 'now' }]);
    tell({ set: { wholeRecovery: fixture('recovery-one-click-failed').state.wholeRecovery, recovery: null } });
    expect(screen.getByRole('tabpanel').textContent).toContain('O plano não ficou pronto');
    await clickOn('Continuar');
    expect(asked('startJob')).toHaveLength(2);
    tell({ set: { wholeRecovery: fixture('recovery-one-click-nothing').state.wholeRecovery } });
    expect(screen.getByRole('tabpanel').textContent).toContain('Nada a recuperar');
  });

  it('is not offered while a run or a recovery is under way, or without orphans', async () => {
    const { tell, services } = await show(fixture('panel-orphans'));
    const { audit } = stateOf(services);
    tell({ set: { audit: { ...audit, orphans: { documents: 0, bytes: 0 } } } });
    expect(screen.queryByTestId('banner-orphans')).toBeNull();
    tell({ set: { audit, recovery: runningRecovery(NOW) } });
    expect(screen.queryByTestId('banner-orphans')).toBeNull();
    expect(screen.getByTestId('banner-recovery').textContent).toContain('5.517 de 9.939 arquivos.');
    await clickOn('Acompanhar');
    expect(services.ui.getState()).toMatchObject({ screen: 'orphans', orphans: { tab: 'recovery' } });
  });
});

describe('which recovery is shown', () => {
  const plan = planAt(NOW);
  const running = runningRecovery(NOW);
  it('is the plan at hand, then what the engine tells of it, and one at work before all', () => {
    expect(shownRecovery(null, null)).toBeNull();
    expect(shownRecovery(plan, { ...plan, excluded: 4 })).toBe(plan);
    expect(shownRecovery(plan, running)).toBe(running);
    expect(shownRecovery(plan, { ...running, id: 9 })).toMatchObject({ id: 9 });
    expect(shownRecovery(plan, { ...running, id: 2, state: 'complete' })).toBe(plan);
  });
});

it('keeps what was chosen when one leaves the screen', async () => {
  const { services } = await show(fixture('orphans'));
  await tick('Recuperar: Faltantes');
  await clickOn('Painel');
  expect(services.ui.getState().orphans).toEqual({ ...INITIAL_ORPHANS, chosen: ['orphan', 'missing'] });
});
