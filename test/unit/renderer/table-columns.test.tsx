// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { SCENES, type OfficeFixture } from '../../renderer/console/fixtures';
import { doing, clickOn, show, usePage } from './page';

usePage();

const thousand = (): OfficeFixture => {
  const made = SCENES['thousand']?.();
  if (made === undefined) throw new Error('there is no such scene');
  return made;
};
const table = (): HTMLElement => screen.getByRole('table', { name: 'Empresas' });
const titles = (): string[] =>
  within(table())
    .getAllByRole('columnheader')
    .map(({ textContent }) => textContent);
const head = (): HTMLElement => within(table()).getAllByRole('row')[0] as HTMLElement;
const openMenu = (): Promise<void> => clickOn('Colunas: Empresas');
const tick = (title: string): Promise<void> =>
  doing(() => fireEvent.click(screen.getByRole('checkbox', { name: new RegExp(`^${title}`) })));

/** As the first column is drawn, which a page without a screen does not say. */
function drawnAt(width: number): void {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, width, 30));
}

describe('the columns of a table', () => {
  it('can be put away and brought back, and are remembered', async () => {
    const { asked, services } = await show(thousand());
    expect(titles()).toContain('CT-e');
    await openMenu();
    await tick('CT-e');
    expect(titles()).not.toContain('CT-e');
    expect(asked('savePreferences')).toEqual([{ tables: { companies: { widths: {}, hidden: ['cte'] } } }]);
    expect(services.ui.getState().preferences.tables).toMatchObject({ companies: { hidden: ['cte'] } });
    await tick('CT-e');
    expect(titles()).toContain('CT-e');
  });

  it('leave no order that nobody sees: with the sorted one the names take over', async () => {
    const { services } = await show(thousand());
    await clickOn('CT-e');
    expect(services.ui.getState().table.sort).toEqual({ column: 'cte', descending: true });
    await openMenu();
    await tick('CT-e');
    expect(services.ui.getState().table.sort).toEqual({ column: 'folder', descending: false });
    expect(
      within(table())
        .getByRole('columnheader', { name: /Empresa/ })
        .getAttribute('aria-sort'),
    ).toBe('ascending');
  });

  it('never lose the one that names the rows', async () => {
    await show(thousand());
    await openMenu();
    expect(screen.getByRole('checkbox', { name: /^Empresa/ }).hasAttribute('disabled')).toBe(true);
  });

  it('are made wider without a mouse, and as they were before', async () => {
    const { asked } = await show(thousand());
    drawnAt(200);
    const before = head().style.gridTemplateColumns;
    await openMenu();
    await clickOn('Alargar Empresa');
    expect(head().style.gridTemplateColumns).toMatch(/^224px /);
    expect(asked('savePreferences')).toHaveLength(1);
    await clickOn('Como eram antes');
    expect(head().style.gridTemplateColumns).toBe(before);
  });

  it('follow the mouse while it pulls, within bounds, and are kept once it lets go', async () => {
    const { asked } = await show(thousand());
    drawnAt(200);
    const edge = within(table()).getAllByRole('columnheader')[0]?.lastElementChild as HTMLElement;
    edge.setPointerCapture = () => undefined;
    await doing(() => fireEvent.pointerDown(edge, { clientX: 500 }));
    for (const clientX of [510, 540, 560]) await doing(() => fireEvent.pointerMove(edge, { clientX }));
    expect(head().style.gridTemplateColumns).toMatch(/^260px /);
    expect(asked('savePreferences')).toEqual([]);
    await doing(() => fireEvent.pointerMove(edge, { clientX: -5_000 }));
    await doing(() => fireEvent.lostPointerCapture(edge));
    expect(head().style.gridTemplateColumns).toMatch(/^40px /);
    expect(asked('savePreferences')).toEqual([{ tables: { companies: { widths: { folder: 40 }, hidden: [] } } }]);
    await doing(() => fireEvent.pointerMove(edge, { clientX: 900 }));
    expect(head().style.gridTemplateColumns).toMatch(/^40px /);
  });

  it('that say nothing in any row give their space away, and the menu says so', async () => {
    const made = thousand();
    const quiet = made.state.companies.map((row) => ({ ...row, ratePerMinute: null }));
    await show({ ...made, state: { ...made.state, companies: quiet } });
    expect(titles()).not.toContain('Ritmo');
    await openMenu();
    expect(screen.getByRole('checkbox', { name: 'Ritmo (vazia nesta lista)' })).toBeDefined();
  });
});
