import { act, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach } from 'vitest';
import { App } from '../../../src/renderer/app/App';
import { createServices } from '../../../src/renderer/app/mount';
import { connectConsole } from '../../../src/renderer/state/connect';
import type { Services } from '../../../src/renderer/state/services';
import type { UiState } from '../../../src/renderer/state/ui-store';
import type { BridgeDouble, DoubleOptions } from '../../../src/shared/ipc/double';
import type { ConsoleState } from '../../../src/shared/ipc/state';
import { settled, stateOf } from '../../unit/renderer/page';
import type { HostProcess } from './host';

/** The real page on a real engine. */
export interface OfficePage {
  readonly services: Services;
  /** Main, which the contract's double plays. */
  readonly main: BridgeDouble;
  /** What the page has last been told. */
  readonly state: () => ConsoleState;
  /** Resolves once what the page was told is as it is wanted. */
  readonly until: (wanted: (state: ConsoleState) => boolean) => Promise<ConsoleState>;
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const PATIENCE = { timeout: 60_000, interval: 50 };

/** Draws the page on an engine's process and waits until its first state stands. */
export async function showOffice(
  host: HostProcess,
  ui: Partial<UiState> = {},
  main: DoubleOptions['main'] = {},
): Promise<OfficePage> {
  const { bridge, double } = host.line(main);
  const services = createServices(bridge);
  services.ui.setState(ui);
  stops.push(connectConsole(services.client, services.console));
  await act(async () => {
    render(<App services={services} />);
    await settled();
  });
  const state = (): ConsoleState => stateOf(services);
  await waitFor(state, PATIENCE);
  return {
    services,
    main: double,
    state,
    until: (wanted) =>
      waitFor(() => {
        if (!wanted(state())) throw new Error('not yet');
        return state();
      }, PATIENCE),
  };
}

/** What the page writes for a number, and for an amount in cents. */
export const shown = (value: number): string => value.toLocaleString('pt-BR');
export const reais = (cents: number): string =>
  plain((cents / 100).toLocaleString('pt-BR', { style: 'currency', currency: 'BRL' }));
/** "1 documento", "1.204 documentos" */
export const counted = (value: number, one: string, many: string): string =>
  `${shown(value)} ${value === 1 ? one : many}`;

export const plain = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** The text that stands at a test id, with plain blanks. */
export const textAt = (id: string): string => plain(screen.getByTestId(id).textContent);

/** A company's folder as people read it. */
export const nameOf = (folder: string): string => folder.replace(/^\d+_/, '').replaceAll('_', ' ');

/** The texts of a table's body, row by row and cell by cell. */
export function cellsOf(table: HTMLElement): string[][] {
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      [...row.querySelectorAll('[role=cell],[role=rowheader],td,th')].map(({ textContent }) => plain(textContent)),
    );
}

/** The rows of a table by the names of their columns; one that says nothing in any row may not be in sight. */
export function rowsOf(table: HTMLElement): Record<string, string>[] {
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      Object.fromEntries(
        [...row.querySelectorAll<HTMLElement>('[data-column]')].map(({ dataset, textContent }) => [
          dataset['column'] ?? '',
          plain(textContent),
        ]),
      ),
    );
}

/** Facts of a list of terms: "Tamanho" → "12 KB". */
export function factsIn(element: HTMLElement): Record<string, string> {
  const terms = [...element.querySelectorAll('dt')];
  return Object.fromEntries(
    terms.map((term) => [plain(term.textContent), plain(term.nextElementSibling?.textContent)]),
  );
}
