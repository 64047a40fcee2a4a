// @vitest-environment happy-dom
import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { DOUBLE_STATE } from '../../../src/shared/ipc/double';
import { clickOn, fixture, show, usePage } from './page';

usePage();

describe('a damaged ledger', () => {
  it('is said over every screen, and begun anew only after the question', async () => {
    const { double, asked, services } = await show(fixture('idle'));
    double.handleEngine({
      snapshot: () => {
        throw new MaloteError('LEDGER_DAMAGED', { place: 'C:\\Malote\\malote.db' });
      },
    });
    act(() => services.console.setState({ failure: new MaloteError('LEDGER_DAMAGED', { place: 'malote.db' }) }));
    expect((await screen.findByTestId('banner-ledger-damaged')).textContent).toMatch(/malote ledger restore/);
    await clickOn('Começar um registro vazio');
    expect(asked('acceptFreshLedger')).toHaveLength(0);
    expect((await screen.findByRole('dialog')).textContent).toMatch(/entregue outra vez/);
    double.handleEngine({ snapshot: () => DOUBLE_STATE });
    await clickOn('Guardar e começar vazio');
    expect(asked('acceptFreshLedger')).toHaveLength(1);
  });

  it('is spoken of as gone where it is gone, and nothing is promised to be kept', async () => {
    const { services } = await show(fixture('idle'));
    act(() => services.console.setState({ failure: new MaloteError('LEDGER_GONE', { place: 'malote.db' }) }));
    const banner = await screen.findByTestId('banner-ledger-damaged');
    expect(banner.textContent).toMatch(/sumiu.*quarentena.*malote ledger restore/);
    expect(banner.textContent).not.toMatch(/danificado/);
    await clickOn('Começar um registro vazio');
    expect((await screen.findByRole('dialog')).textContent).not.toMatch(/danificado|guardado na pasta/);
  });
});
