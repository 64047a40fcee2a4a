// @vitest-environment happy-dom
import { createServices } from '../../../src/renderer/app/mount';
import { TooltipProvider } from '../../../src/renderer/components/Tooltip';
import { ServicesProvider } from '../../../src/renderer/state/services';
import { createBridgeDouble } from '../../../src/shared/ipc/double';
import { fireEvent, render, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { Table, type Column } from '../../../src/renderer/components/Table';
import { SCENES } from '../../renderer/console/fixtures';
import { doing, show, stateOf, usePage } from './page';

usePage();

const thousand = () => {
  const made = SCENES['thousand']?.();
  if (made === undefined) throw new Error('there is no such scene');
  return made;
};
const table = (): HTMLElement => screen.getByRole('table', { name: 'Empresas' });
const headers = (): string[] =>
  within(table())
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);

describe('a thousand companies', () => {
  it('are announced, while only those in sight are in the page', async () => {
    await show(thousand());
    expect(table().getAttribute('aria-rowcount')).toBe('1001');
    const rows = within(table()).getAllByRole('row');
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.length).toBeLessThan(60);
    expect(screen.getByTestId('companies-shown').textContent).toBe('1.000 empresas');
  });

  it('are filtered by name and by phase, and the filter is cleared', async () => {
    await show(thousand());
    const filter = screen.getByRole('searchbox', { name: 'Filtrar por nome ou CNPJ' });
    await doing(() => fireEvent.change(filter, { target: { value: 'mercearia' } }));
    expect(headers().length).toBeGreaterThan(15);
    expect(headers().every((text) => text.includes('MERCEARIA'))).toBe(true);
    expect(screen.getByTestId('companies-shown').textContent).toMatch(/^\d+ de 1\.000 empresas$/);
    await doing(() => fireEvent.change(filter, { target: { value: 'nenhuma assim' } }));
    expect(screen.getByText('Nenhuma empresa com este filtro')).toBeDefined();
    await doing(() => fireEvent.click(screen.getAllByRole('button', { name: 'Limpar filtro' })[0] as HTMLElement));
    await doing(() => fireEvent.change(screen.getByRole('combobox', { name: 'Fase' }), { target: { value: 'gaps' } }));
    const phases = [...table().querySelectorAll('[data-column=phase]')].map(({ textContent }) => textContent);
    expect(new Set(phases)).toEqual(new Set(['Pendente']));
  });

  it('are sorted by the headers, which say so', async () => {
    await show(thousand());
    const header = within(table()).getByRole('columnheader', { name: 'Arquivados' });
    await doing(() => fireEvent.click(within(header).getByRole('button')));
    expect(header.getAttribute('aria-sort')).toBe('descending');
    const numbers = [...table().querySelectorAll('[data-column=archived]')].map(({ textContent }) =>
      Number(textContent.replaceAll('.', '')),
    );
    expect(numbers.length).toBeGreaterThan(15);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    await doing(() => fireEvent.click(within(header).getByRole('button')));
    expect(header.getAttribute('aria-sort')).toBe('ascending');
  });

  it('keep filter and order when the screen is left and come back to', async () => {
    await show(thousand());
    await doing(() => fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'padaria' } }));
    await doing(() => fireEvent.click(screen.getByRole('button', { name: 'Sobre' })));
    await doing(() => fireEvent.click(screen.getByRole('button', { name: 'Painel' })));
    expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('padaria');
  });

  it('show a change of one company in its row alone', async () => {
    const { services, tell } = await show(thousand());
    const [first] = stateOf(services).companies;
    if (first === undefined) throw new Error('no companies');
    const before = within(table())
      .getAllByRole('row')
      .map(({ textContent }) => textContent);
    tell({ companies: { replace: false, rows: [{ ...first, gaps: 77 }] } });
    const after = within(table())
      .getAllByRole('row')
      .map(({ textContent }) => textContent);
    expect(after.filter((text, index) => text !== before[index])).toHaveLength(1);
    expect(after[1]).toContain('77');
  });
});

interface Item {
  readonly id: string;
  readonly value: number;
}

describe('the table', () => {
  it('draws again only the rows that are other objects', () => {
    const drawn: string[] = [];
    const columns: readonly Column<Item, 'id'>[] = [
      {
        key: 'id',
        title: 'Nome',
        width: '1fr',
        render: ({ id, value }) => {
          drawn.push(id);
          return value;
        },
      },
    ];
    const items: readonly Item[] = Array.from({ length: 12 }, (_, value) => ({ id: `r${String(value)}`, value }));
    const services = createServices(createBridgeDouble({}).bridge);
    const tableOf = (rows: readonly Item[]): ReactNode => (
      <ServicesProvider services={services}>
        <TooltipProvider>
          <Table
            name="items"
            label="Itens"
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            sort={{ column: 'id', descending: false }}
            onSort={() => undefined}
            empty={null}
          />
        </TooltipProvider>
      </ServicesProvider>
    );
    const { rerender } = render(tableOf(items));
    expect(new Set(drawn).size).toBe(12);
    drawn.length = 0;
    rerender(tableOf(items.map((item) => (item.id === 'r3' ? { ...item, value: 99 } : item))));
    expect(drawn).toEqual(['r3']);
  });
});
