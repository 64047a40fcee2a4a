// @vitest-environment happy-dom
import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { DOUBLE_STATE } from '../../../src/shared/ipc/double';
import { press, scene, show, usePage } from './page';

usePage();

describe('a damaged ledger', () => {
  it('is said over every screen, and begun anew only after the question', async () => {
    const { double, asked, services } = await show(scene('idle'));
    double.handleEngine({
      snapshot: () => {
        throw new MaloteError('LEDGER_DAMAGED', { place: 'C:\\Malote\\malote.db' });
      },
    });
    act(() => services.console.setState({ failure: new MaloteError('LEDGER_DAMAGED', { place: 'malote.db' }) }));
    expect((await screen.findByTestId('banner-ledger-damaged')).textContent).toMatch(/malote ledger restore/);
    await press('Começar um registro vazio');
    expect(asked('acceptFreshLedger')).toHaveLength(0);
    expect((await screen.findByRole('dialog')).textContent).toMatch(/entregue outra vez/);
    double.handleEngine({ snapshot: () => DOUBLE_STATE });
    await press('Guardar e começar vazio');
    expect(asked('acceptFreshLedger')).toHaveLength(1);
  });
});
