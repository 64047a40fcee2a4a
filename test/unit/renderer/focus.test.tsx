// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Screen } from '../../../src/renderer/state/evidence-view';
import { SCENES } from '../../renderer/console/fixtures';
import { doing, fixture, rowButton, show, usePage } from './page';

usePage();

function focused(): HTMLElement {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement)) throw new Error('nothing has the focus');
  return activeElement;
}

/** Presses it as a keyboard does: with the focus on it. */
async function pressWithFocus(button: HTMLElement): Promise<void> {
  await doing(() => {
    button.focus();
    fireEvent.click(button);
  });
}

async function escape(): Promise<void> {
  await doing(() => fireEvent.keyDown(focused(), { key: 'Escape' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
}

const ROUTES: readonly Screen[] = [
  ...(['panel', 'orphans', 'history', 'shares', 'alerts', 'settings', 'about', 'assistant', 'company'] as const),
];

describe('after navigation', () => {
  it.each(ROUTES)('the heading, or the main part, of %s has the focus', async (route) => {
    const { services } = await show(fixture(route === 'about' ? 'finished' : 'about'));
    await doing(() => services.ui.setState({ screen: route }));
    expect(focused()).not.toBe(document.body);
    const main = screen.getByRole('main');
    expect(main.contains(focused())).toBe(true);
    expect(['MAIN', 'H1']).toContain(focused().tagName);
  });

  it('whoever works on the new screen is not disturbed again', async () => {
    const { services, tell } = await show(fixture('finished'));
    await doing(() => services.ui.setState({ screen: 'settings' }));
    const theme = (await screen.findAllByRole('combobox'))[0]!;
    theme.focus();
    tell({ set: { month: '2026-09' } });
    await doing(() => undefined);
    expect(focused()).toBe(theme);
  });
});

describe('after a dialog', () => {
  it.each([
    ['running', 'Parar agora…'],
    ['orphans', /^Auditar/],
  ])('what opened it in %s has the focus', async (name, button) => {
    await show(fixture(name));
    const opener = (await screen.findAllByRole('button', { name: button }))[0]!;
    await pressWithFocus(opener);
    expect(screen.getByRole('dialog').contains(focused())).toBe(true);
    await escape();
    await waitFor(() => expect(focused()).toBe(opener));
  });

  it('what opened the evidence of a key has it, or, when that is gone, the screen', async () => {
    const { services } = await show(fixture('gaps'));
    const opener = screen.getAllByRole('button', { name: /^Prova de/ })[0]!;
    await pressWithFocus(opener);
    expect(screen.getByRole('dialog').contains(focused())).toBe(true);
    await escape();
    await waitFor(() => expect(focused()).toBe(opener));
    await pressWithFocus(opener);
    await doing(() => services.ui.setState({ panelTab: 'companies' }));
    await escape();
    await waitFor(() => expect(screen.getByRole('main').contains(focused())).toBe(true));
  });
});

describe('after an inspector', () => {
  it.each([
    ['company', 'Documentos do mês'],
    ['history', 'Diário'],
  ])('the row that opened it in %s has the focus', async (name, label) => {
    await show(fixture(name));
    const table = await screen.findByRole('table', { name: label });
    const row = rowButton(table, 1);
    await pressWithFocus(row);
    const close = screen.getByRole('button', { name: 'Fechar' });
    await pressWithFocus(close);
    expect(focused()).toBe(row);
    await pressWithFocus(row);
    screen.getByRole('button', { name: 'Fechar' }).focus();
    await doing(() => fireEvent.keyDown(focused(), { key: 'Escape' }));
    expect(focused()).toBe(row);
  });
});

describe('when what has the focus goes away', () => {
  it('what is near takes it', async () => {
    const { services } = await show(fixture('alerts-full'));
    const read = within(screen.getByRole('main')).getAllByRole('button', { name: /lido/i })[0]!;
    read.focus();
    await doing(() => {
      services.console.setState(({ console }) => ({
        console: console && { ...console, alerts: { ...console.alerts, lines: [] } },
      }));
    });
    await waitFor(() => expect(screen.getByRole('main').contains(focused())).toBe(true));
  });

  it('and a click beside everything is left as it is', async () => {
    await show(fixture('about'));
    screen.getAllByRole('button')[0]!.focus();
    focused().blur();
    await doing(() => undefined);
    expect(document.activeElement).toBe(document.body);
  });

  it.each(Object.keys(SCENES).slice(0, 3))('the first drawing of %s takes it from nobody', async (name) => {
    await show(fixture(name));
    expect(document.activeElement).toBe(document.body);
  });
});
