// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { nextMorning } from '../../../src/renderer/features/alerts/MuteButtons';
import { alerts } from '../../../src/shared/messages/pt-BR/screens/alerts';
import { NOW } from '../../renderer/console/fixtures';
import { alertsAt } from '../../renderer/console/watch';
import { doing, clickOn, fixture, show, usePage } from './page';

usePage();

const bell = (): HTMLElement => within(screen.getByRole('navigation')).getByRole('button', { name: /^Avisos/ });

describe('the list of alerts', () => {
  it('says nothing when there is none', async () => {
    await show(fixture('alerts-empty'));
    expect(screen.getByText('Nenhum aviso')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Marcar tudo como lido' }).hasAttribute('disabled')).toBe(true);
    expect(bell().textContent).toBe('Avisos');
  });

  it('stands newest first: how grave, when, what, and how each channel went', async () => {
    await show(fixture('alerts-full'));
    expect(screen.getAllByTestId(/^alert-\d+$/)).toHaveLength(200);
    const first = screen.getByTestId('alert-200');
    expect(within(first).getByRole('heading').textContent).toBe('Pasta de importação fora do ar');
    expect(first.textContent).toContain('Grave14:02:09');
    const sends = within(first).getAllByRole('listitem');
    expect(sends.map(({ textContent }) => textContent)).toEqual([
      'notificação mostrada',
      'e-mail enviado',
      'webhook falhou: o endereço respondeu 403',
    ]);
    expect(screen.getByText('São mostrados os 200 mais recentes.')).toBeDefined();
  });

  it('leads to where something can be done, and is read by that', async () => {
    const { asked, services } = await show(fixture('alerts'));
    const row = within(screen.getByTestId('alert-3'));
    expect(row.getByLabelText('Não lido')).toBeDefined();
    await doing(() => fireEvent.click(row.getByRole('button', { name: /^Ver nas Configurações/ })));
    expect(services.ui.getState().screen).toBe('settings');
    expect(asked('markAlertsRead')).toEqual([{ ids: [3] }]);
  });

  it('can be marked as read, one by one or all at once', async () => {
    const { asked, tell } = await show(fixture('alerts'));
    expect(screen.getByTestId('alerts-unread').textContent).toBe('4 avisos não lidos. ');
    await doing(() =>
      fireEvent.click(within(screen.getByTestId('alert-6')).getByRole('button', { name: /^Marcar como lido/ })),
    );
    await clickOn('Marcar tudo como lido');
    expect(asked('markAlertsRead')).toEqual([{ ids: [6] }, {}]);
    const lines = alertsAt(NOW, 6).lines.map((line) => ({ ...line, read: true }));
    tell({ set: { alerts: { unread: 0, lines, mutedUntil: null } } });
    expect(screen.getByTestId('alerts-unread').textContent).toBe('Tudo lido. ');
    expect(screen.queryByLabelText('Não lido')).toBeNull();
  });

  it('counts the unread ones at the bell, wherever one is', async () => {
    const { tell } = await show(fixture('running'));
    expect(bell().textContent).toBe('Avisos');
    tell({ set: { alerts: { ...alertsAt(NOW, 3), unread: 120 } } });
    expect(bell().textContent).toBe('Avisos99+, 120 avisos não lidos');
  });
});

describe('what became of an alert on a channel', () => {
  it('is silence only where silence kept it back', () => {
    const held = { channel: 'email', state: 'held' } as const;
    expect(alerts.outcome({ ...held, error: null })).toBe('e-mail retido pelo silêncio');
    expect(alerts.outcome({ ...held, error: 'O aviso perdeu a hora.' })).toBe(
      'e-mail não saiu: O aviso perdeu a hora.',
    );
    expect(alerts.outcome({ ...held, state: 'failed', error: 'Recusado.' })).toBe('e-mail falhou: Recusado.');
  });
});

describe('silence', () => {
  it('is kept for an hour or until the office opens', async () => {
    const { asked } = await show(fixture('alerts'));
    await clickOn('por 1 hora');
    await clickOn('até as 8 h de amanhã');
    const morning = new Date(NOW);
    morning.setDate(morning.getDate() + 1);
    morning.setHours(8, 0, 0, 0);
    expect(asked('muteAlerts')).toEqual([
      { until: new Date(NOW.getTime() + 3_600_000).toISOString() },
      { until: morning.toISOString() },
    ]);
  });

  it('says until when, and can be broken', async () => {
    const { asked } = await show(fixture('alerts-muted'));
    expect(screen.getByTestId('banner-muted').textContent).toContain('Em silêncio até 15:05:09.');
    expect(screen.queryByRole('button', { name: 'por 1 hora' })).toBeNull();
    await clickOn('Voltar a avisar');
    expect(asked('muteAlerts')).toEqual([{ until: null }]);
  });

  it('ends at the next eight in the morning, also before it', () => {
    expect(nextMorning(new Date(2026, 10, 21, 3, 0))).toEqual(new Date(2026, 10, 21, 8, 0));
    expect(nextMorning(new Date(2026, 10, 21, 8, 0))).toEqual(new Date(2026, 10, 22, 8, 0));
    expect(nextMorning(new Date(2026, 10, 30, 22, 0))).toEqual(new Date(2026, 11, 1, 8, 0));
  });
});

describe('a click outside the window', () => {
  it.each([
    ['shares', 'shares'],
    ['alerts', 'alerts'],
    ['settings', 'settings'],
    ['panel', 'panel'],
  ] as const)('leads to the screen "%s"', async (name, testId) => {
    const { double } = await show(fixture('about'));
    await doing(() => double.emit('openScreen', { screen: name }));
    expect(screen.getByTestId(testId)).toBeDefined();
  });
});
