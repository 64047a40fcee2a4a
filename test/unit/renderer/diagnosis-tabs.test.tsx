// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { clickOn, doing, fixture, show, usePage } from './page';

usePage();

async function open(tab: string): Promise<void> {
  await doing(() => fireEvent.mouseDown(screen.getByRole('tab', { name: tab }), { button: 0 }));
}

describe('the space', () => {
  it('says of everything that grows how much there is and what bounds it; what nobody has looked at is unknown', async () => {
    const { double } = await show(fixture('diagnosis'));
    double.handleEngine({
      growth: () => [
        { name: 'logs', amount: 3, bytes: 1_288_490, oldestAt: '2026-11-02T10:00:00.000Z', limits: [30] },
        { name: 'reports', amount: 1, bytes: 10, oldestAt: '2026-11-02T10:00:00.000Z', limits: [0] },
        { name: 'backups', amount: null, bytes: null, oldestAt: null, limits: [7, 4, 12] },
        { name: 'journal', amount: 12_345, bytes: null, oldestAt: '2025-01-02T10:00:00.000Z', limits: [] },
      ],
    });
    await open('Espaço');
    const row = async (name: string): Promise<string | null | undefined> =>
      (await screen.findByTestId(`growth-${name}`)).closest('[role="row"]')?.textContent;
    expect(await row('logs')).toBe('Registros (log)30 dias02/11/20263 arquivos1,2 MB');
    expect(await row('reports')).toContain('ficam para sempre');
    expect(await row('backups')).toBe('Cópias de segurança7 dias, 4 semanas, 12 meses–––');
    expect(await row('journal')).toBe('Diárionada sai sozinho02/01/202512.345 linhas–');
  });
});

describe('the copies', () => {
  it('are listed with their proof, made and proven by a button each; a restore is a command', async () => {
    const { asked, double } = await show(fixture('diagnosis'));
    const copy = { program: '0.1.0', files: 9, bytes: 2_000_000, documents: 1_234, error: null };
    double.handleEngine({
      listBackups: () => [
        { ...copy, id: 'b', createdAt: '2026-11-30T05:30:00.000Z', proof: null },
        {
          ...copy,
          id: 'a',
          createdAt: '2026-11-29T05:30:00.000Z',
          proof: { at: '2026-11-29T13:00:00.000Z', ok: false },
        },
      ],
    });
    await open('Cópias');
    await waitFor(() => expect(screen.getByText('Ainda não feita')).toBeTruthy());
    expect(screen.getByText(/^Não passou em/)).toBeTruthy();
    expect(screen.getAllByText('1.234')).toHaveLength(2);
    expect(screen.getByText(/malote backup restore/)).toBeTruthy();
    await clickOn('Provar');
    await clickOn('Fazer agora');
    expect(asked('startJob')).toEqual([{ kind: 'backup-proof' }, { kind: 'backup' }]);
  });

  it('that cannot be listed say why', async () => {
    const { double } = await show(fixture('diagnosis'));
    double.handleEngine({
      listBackups: () => {
        throw new MaloteError('BACKUP_NO_FOLDER');
      },
    });
    await open('Cópias');
    await waitFor(() => expect(screen.getByText(/Não há pasta configurada para as cópias/)).toBeTruthy());
  });
});
