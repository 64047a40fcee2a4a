// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { pretty } from '../../../src/renderer/features/history/EntryDetail';
import { journalQuery, topicName } from '../../../src/renderer/features/history/journal-query';
import { JOURNAL_ACTIONS } from '../../../src/shared/ipc/journal-actions';
import { MaloteError } from '../../../src/shared/errors';
import { OFFICE } from '../../renderer/console/evidence';
import { journalOf } from '../../renderer/console/offices';
import { NOW } from '../../renderer/console/fixtures';
import { doing, clickOn, fixture, rowButton, show, usePage } from './page';

usePage();

const choose = (testId: string, value: string): Promise<void> =>
  doing(() => fireEvent.change(screen.getByTestId(testId), { target: { value } }));

describe('what a filter asks of the journal', () => {
  it('is nothing where nothing is said, or a day is half typed', () => {
    expect(journalQuery({ search: '', topic: 'all', from: '', to: '2026-1' })).toEqual({});
  });

  it('is whole days by the clock of this computer', () => {
    const { from, to, topics } = journalQuery({ search: 'x', topic: 'shares', from: '2026-10-01', to: '2026-10-31' });
    expect(new Date(from ?? '').getTime()).toBe(new Date(2026, 9, 1).getTime());
    expect(new Date(to ?? '').getTime()).toBe(new Date(2026, 10, 1).getTime() - 1);
    expect(topics).toEqual(['share']);
  });

  it('knows the subject of every action, also of one that another version wrote', () => {
    expect(topicName('delivery.verified')).toBe('Entregas');
    expect(topicName('unknown')).toBe('De outra versão');
    for (const action of JOURNAL_ACTIONS) expect(topicName(action), action).not.toBe(topicName('unknown'));
  });

  it('shows evidence as people read it, and what is no JSON as it is', () => {
    expect(pretty('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(pretty('não é JSON')).toBe('não é JSON');
  });
});

describe('the journal', () => {
  it('opens an entry with its evidence', async () => {
    await show(fixture('history'));
    const table = await screen.findByRole('table', { name: 'Diário' });
    await doing(() => fireEvent.click(rowButton(table)));
    expect(screen.getByTestId('entry').textContent).toContain('"sha256"');
    await clickOn('Fechar');
    expect(screen.queryByTestId('entry')).toBeNull();
  });

  it('is searched, filtered and exported by the same question', async () => {
    const { asked } = await show(fixture('history'));
    await choose('journal-topic', 'deliveries');
    await doing(() => fireEvent.change(screen.getByTestId('journal-search'), { target: { value: ' 0001_ALFA ' } }));
    const query = { search: '0001_ALFA', topics: ['delivery', 'destination', 'spool'] };
    await waitFor(() => expect(asked('journalPage').at(-1)).toEqual({ query, before: null, limit: 200 }));
    await screen.findByRole('table', { name: 'Diário' });
    await clickOn('CSV');
    expect(asked('exportJournal')).toEqual([{ query, format: 'csv' }]);
    await clickOn('Limpar o filtro');
    await waitFor(() => expect(asked('journalPage').at(-1)).toEqual({ query: {}, before: null, limit: 200 }));
  });

  it('does not move under the reader: what came since is shown when it is asked for', async () => {
    const { asked, tell } = await show(fixture('history'));
    await screen.findByRole('table', { name: 'Diário' });
    const before = asked('journalPage').length;
    tell({ journal: { replace: true, rows: journalOf(9, NOW).map((line) => ({ ...line, id: line.id + 500 })) } });
    expect(asked('journalPage')).toHaveLength(before);
    await clickOn('Mostrar o que chegou');
    expect(asked('journalPage')).toHaveLength(before + 1);
  });

  it('says that it is empty, and that a day comes after another', async () => {
    const { services } = await show(fixture('history-empty'));
    await screen.findByText('O diário está vazio');
    await doing(() =>
      services.ui.setState(({ history }) => ({ history: { ...history, from: '2026-10-02', to: '2026-10-01' } })),
    );
    expect(screen.getByRole('alert').textContent).toBe('O primeiro dia vem depois do último.');
  });

  it('says why it could not be read', async () => {
    const { double } = await show({
      ...fixture('history'),
      options: {
        engine: {
          journalPage: () => {
            throw new MaloteError('INTERNAL', { reason: 'disco' });
          },
        },
      },
    });
    await screen.findByText(/disco/);
    double.handleEngine(fixture('history').options?.engine ?? {});
    await clickOn('Tentar de novo');
    expect(await screen.findByRole('table', { name: 'Diário' })).toBeTruthy();
  });
});

describe('runs and reports', () => {
  it('leads from a run to its month', async () => {
    const { asked, services } = await show(fixture('history-runs'));
    const table = await screen.findByRole('table', { name: 'Execuções' });
    expect(table.textContent).toContain('com pendências');
    await doing(() => fireEvent.click(within(table).getAllByRole('button', { name: 'setembro de 2026' })[0]!));
    expect(asked('showMonth')).toEqual([{ month: '2026-09' }]);
    expect(services.ui.getState().screen).toBe('panel');
  });

  it('writes the evidence of a month, and leads to the file', async () => {
    const { asked } = await show(fixture('history'));
    await choose('report-month', '2026-08');
    await clickOn('Para imprimir');
    expect(asked('writeReport')).toEqual([{ month: '2026-08', format: 'html' }]);
    await screen.findByText('Relatório gravado: arquivo.xlsx');
    await clickOn('Abrir a pasta');
    expect(asked('openFolder')).toEqual([{ folder: 'reports' }]);
  });
});

describe("one company's month", () => {
  it('is opened from the Painel, and leads back there', async () => {
    const { asked, services } = await show(fixture('idle'));
    await clickOn(/0002 ?TRANSPORTES/);
    expect(asked('companyMonth')).toEqual([{ company: OFFICE[1]?.taxId, month: '2026-10' }]);
    await clickOn('Voltar');
    expect(services.ui.getState().screen).toBe('panel');
  });

  it('shows the four witnesses side by side and marks what does not agree', async () => {
    await show(fixture('company'));
    const table = await screen.findByTestId('kinds');
    const [, nfe, cte, nfce] = within(table).getAllByRole('row');
    expect(within(nfe!).getAllByRole('img', { name: 'não bate com os registrados' })).toHaveLength(3);
    expect(within(cte!).queryAllByRole('img')).toHaveLength(0);
    expect(cte!.textContent).toContain('641 só pelo sistema anterior');
    expect(nfce!.textContent).toContain('nenhuma auditoria olhou o disco deste mês');
  });

  it('says what is proven of it, and each thing that is not with what to do', async () => {
    await show(fixture('company'));
    const verdict = await screen.findByTestId('company-verdict');
    expect(verdict.textContent).toContain('Pendente');
    const [missing, undelivered, nameless] = within(verdict).getAllByRole('listitem');
    expect(missing!.textContent).toMatch(/^30 documentos prometidos não foram recebidos de NFe\. Atualize o mês/);
    expect(undelivered!.textContent).toContain('4.491 documentos sem entrega comprovada. A entrega continua sozinha');
    expect(nameless!.textContent).toContain('Podem ser desta empresa.');
  });

  it('without documents says what the month before had', async () => {
    await show(fixture('company-empty'));
    const verdict = await screen.findByTestId('company-verdict');
    expect(verdict.textContent).toBe('Sem documentos, sem explicaçãoNo mês anterior havia 12.');
  });

  it('leads to the exact keys of what an audit found', async () => {
    const { services } = await show(fixture('company'));
    await screen.findByTestId('kinds');
    await clickOn(/Ver os achados: Órfãos/);
    expect(services.ui.getState()).toMatchObject({
      screen: 'orphans',
      orphans: { auditId: 7, category: 'orphan', mode: 'findings', company: OFFICE[2], month: '2026-10' },
    });
  });

  it('lists its documents by state, kind and search, another month too', async () => {
    const { asked } = await show(fixture('company'));
    await screen.findByRole('table', { name: 'Documentos do mês' });
    await choose('document-state', 'orphan');
    const query = { company: OFFICE[2]?.taxId, month: '2026-10', state: 'orphan' };
    await waitFor(() => expect(asked('companyDocuments').at(-1)).toEqual({ query, after: null, limit: 200 }));
    await clickOn('Mês anterior');
    expect(asked('companyMonth').at(-1)).toEqual({ company: OFFICE[2]?.taxId, month: '2026-09' });
  });
});
