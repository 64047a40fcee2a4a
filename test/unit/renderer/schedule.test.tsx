// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { clickOn, fixture, show, usePage } from './page';
import { SCHEDULED_WORKS, type ScheduledWork } from '../../../src/shared/schedule';

usePage();

const rows = (): HTMLElement[] => within(screen.getByTestId('schedule')).getAllByRole('listitem');

describe('the schedule on the Painel', () => {
  it('says of each line when it comes next, and how it ended last', async () => {
    await show(fixture('schedule'));
    const said = (work: ScheduledWork): string =>
      rows().find(({ textContent }) => textContent.startsWith(SCHEDULED_WORKS[work].title))?.textContent ?? '';
    expect(said('run-current')).toMatch(
      /^Mês correnteEm dia útil às 06:00Próxima: hoje às \d\d:\d\dÚltima: .*, concluída$/,
    );
    expect(said('audit-light')).toContain('Na fila');
    expect(said('audit-full')).toContain('falhou');
    expect(said('audit-full')).toContain('não responde.');
    expect(said('scrub')).toContain('Próxima: pausada');
    expect(said('closing-reminder')).toContain('Última: ainda não foi feita');
    // what has come to no good end shows beside the name of the tab
    expect(screen.getByRole('tab', { name: /Programação/ }).textContent).toBe('Programação1');
  });

  it('does a line now, pauses it and goes on with it', async () => {
    const { asked } = await show(fixture('schedule'));
    await clickOn('Fazer agora: Mês corrente');
    expect(asked('runScheduleNow')).toEqual([{ id: 1 }]);
    await clickOn('Pausar: Mês anterior');
    await clickOn('Retomar: Nova verificação das entregas');
    expect(asked('pauseSchedule')).toEqual([
      { id: 2, paused: true },
      { id: 5, paused: false },
    ]);
    // what waits already is not asked for once more
    expect(screen.getByRole('button', { name: 'Fazer agora: Auditoria leve' }).hasAttribute('disabled')).toBe(true);
  });

  it('asks before it removes a line', async () => {
    const { asked } = await show(fixture('schedule'));
    await clickOn('Remover: Auditoria completa');
    await clickOn('Manter');
    expect(asked('removeSchedule')).toEqual([]);
    await clickOn('Remover: Auditoria completa');
    await clickOn('Remover');
    expect(asked('removeSchedule')).toEqual([{ id: 4 }]);
  });

  it('begins with the standard of an office', async () => {
    const { asked } = await show(fixture('schedule-empty'));
    await clickOn('Programar o padrão do escritório');
    expect(asked('addStandardSchedule')).toHaveLength(1);
  });

  it('adds a line by a form that begins with what is usual, and says what is wrong with it', async () => {
    const { asked } = await show(fixture('schedule'));
    await clickOn('Programar algo');
    const dialog = screen.getByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText('O quê'), { target: { value: 'closing-reminder' } });
    const day = within(dialog).getByLabelText('Dia útil do mês');
    expect((day as HTMLInputElement).value).toBe('3');
    fireEvent.change(day, { target: { value: '20' } });
    fireEvent.change(within(dialog).getByLabelText('Hora'), { target: { value: '9h' } });
    await clickOn('Programar');
    expect(asked('addSchedule')).toEqual([]);
    expect(dialog.textContent).toContain('Escreva um número de 1 a 19.');
    expect(dialog.textContent).toContain('Escreva a hora como 06:00.');
    fireEvent.change(day, { target: { value: '5' } });
    fireEvent.change(within(dialog).getByLabelText('Hora'), { target: { value: '09:30' } });
    await clickOn('Programar');
    expect(asked('addSchedule')).toEqual([
      { work: 'closing-reminder', rule: { days: 'nth-business', nth: 5, at: '09:30' } },
    ]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
