// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { DIAGNOSIS_CHECK_NAMES, DIAGNOSIS_ITEMS } from '../../../src/shared/ipc/diagnosis';
import { diagnosisText } from '../../../src/shared/messages/pt-BR/diagnosis';
import { linesOf } from '../../../src/renderer/state/diagnosis-state';
import { clickOn, doing, fixture, show, usePage } from './page';

usePage();

const lead = (): string | null => screen.getByTestId('diagnosis-lead').textContent;

describe('the diagnosis', () => {
  it('is asked for when the screen is opened, check by check, and says how everything is', async () => {
    const { asked } = await show(fixture('diagnosis'));
    await waitFor(() => expect(lead()).toBe('Tudo em ordem: 24 pontos verificados.'));
    expect(asked('diagnose')).toEqual(DIAGNOSIS_CHECK_NAMES.map((check) => ({ checks: [check] })));
    expect(screen.getAllByTestId(/^diagnosis-(?!lead)/)).toHaveLength(DIAGNOSIS_ITEMS.length);
    expect(screen.getByTestId('diagnosis-disk').textContent).toContain('212 GB livres');
  });

  it('shows what answers at once while the rest is still looked at', async () => {
    await show(fixture('diagnosis-asking'));
    await waitFor(() => expect(lead()).toBe('Faltam 4 verificações…'));
    expect(screen.getByTestId('diagnosis-settings').textContent).toContain('completas');
    expect(within(screen.getByTestId('check-key')).getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByTestId('check-sieg').textContent).toContain('Verificando…');
    expect(screen.getByRole('button', { name: 'Copiar diagnóstico' }).hasAttribute('disabled')).toBe(true);
  });

  it('names each trouble with its fix, and a button for what this window can do', async () => {
    const { services, asked } = await show(fixture('diagnosis-troubles'));
    await waitFor(() => expect(lead()).toBe('3 falhas; 4 pontos pedem atenção; 1 ponto não pôde ser verificado.'));
    const outbox = screen.getByTestId('diagnosis-outbox');
    expect(outbox.textContent).toContain('Atenção');
    expect(outbox.textContent).toContain('31 já falharam');
    await doing(() => fireEvent.click(within(outbox).getByRole('button', { name: 'Entregar agora' })));
    expect(asked('deliverNow')).toHaveLength(1);
    const key = within(screen.getByTestId('diagnosis-key'));
    await doing(() => fireEvent.click(key.getByRole('button', { name: 'Configurações: SIEG' })));
    expect(services.ui.getState().screen).toBe('settings');
  });

  it('tries one check again, and keeps what was found when one leaves', async () => {
    const { services, asked, double } = await show(fixture('diagnosis-troubles'));
    await waitFor(() => expect(lead()).toMatch(/^3 falhas/));
    double.handleEngine({
      diagnose: ({ checks }) => checks.map((check) => ({ ...linesOf(services.ui.getState().diagnosis)[0]!, check })),
    });
    await clickOn('Testar de novo: Este computador');
    expect(asked('diagnose').at(-1)).toEqual({ checks: ['machine'] });
    const before = asked('diagnose').length;
    await clickOn('Painel');
    await clickOn('Diagnóstico');
    expect(asked('diagnose')).toHaveLength(before);
    expect(lead()).toMatch(/^3 falhas/);
  });

  it('says why nothing could be looked at', async () => {
    await show(fixture('diagnosis-failed'));
    await waitFor(() => expect(screen.getByTestId('check-settings').textContent).toContain('o motor não respondeu'));
    expect(lead()).toBe('Nada pôde ser verificado.');
  });

  it('is asked for where no workspace can be opened', async () => {
    const { engine, ...options } = fixture('diagnosis').options ?? {};
    await show({
      ...fixture('diagnosis'),
      options: {
        ...options,
        engine: {
          ...engine,
          snapshot: () => {
            throw new MaloteError('LEDGER_DAMAGED', { place: 'malote.db' });
          },
        },
      },
    });
    await waitFor(() => expect(lead()).toBe('Tudo em ordem: 24 pontos verificados.'));
  });
});

it('is a text that can be sent to the support', async () => {
  const { services } = await show(fixture('diagnosis-troubles'));
  await waitFor(() => expect(lead()).toMatch(/^3 falhas/));
  const text = diagnosisText('Diagnóstico do Malote', linesOf(services.ui.getState().diagnosis));
  expect(text.split('\n').slice(0, 2)).toEqual([
    'Diagnóstico do Malote',
    '3 falhas; 4 pontos pedem atenção; 1 ponto não pôde ser verificado.',
  ]);
  expect(text).toContain('✖ Relógio: ');
  expect(text).toContain('[DIAGNOSIS_CLOCK_OFF]');
  expect(text).toMatch(/^ {4}→ Ligue no Windows/m);
});
