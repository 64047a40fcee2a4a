import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { openApp, openDemonstration, type OpenApp } from './support/app';

/** Of the page, in CSS pixels: 1366×768 at 150 % and at 100 %, the smallest that is promised, and a large screen. */
const SIZES = [
  ['1366×768 at 150 %', 910, 480],
  ['1024×700', 1024, 700],
  ['1366×768', 1366, 738],
  ['1920×1080', 1920, 1040],
] as const;
/** As many companies as the assistant offers, and as many troubles, in a month that is soon over; its figures still have four digits. */
const OFFICE = { companies: 40, documents: 25, seed: 1, quirks: 'all' };
const THEMES = ['light', 'dark'] as const;

let app: OpenApp;

test.beforeAll(async () => {
  app = await openApp();
});

test.afterAll(async () => {
  await app.close();
});

async function resize(width: number, height: number): Promise<void> {
  await app.application.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setMinimumSize(200, 200);
      window?.setContentSize(w, h);
    },
    [width, height] as const,
  );
  await expect.poll(() => app.page.evaluate(() => innerWidth)).toBe(width);
}

/** What cannot be seen or reached in the page as it stands, in words short enough to read. */
function troubles(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const say = (what: string, element: Element): number =>
      found.push(`${what}: ${element.outerHTML.replace(/\s+/g, ' ').slice(0, 140)}`);
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) say('the page overflows', root);
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('.sr-only') === null;
    /** The nearest part around it that scrolls in a direction can bring it into sight. */
    const scrolls = (element: Element, side: 'overflowX' | 'overflowY'): boolean => {
      for (let one = element.parentElement; one !== null; one = one.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(one)[side])) return true;
      return false;
    };
    for (const control of document.querySelectorAll('button, input, select, a[href]')) {
      const box = control.getBoundingClientRect();
      if (!isSeen(control) || box.width < 2 || control.matches('[class*="skip"]')) continue;
      const isOff =
        ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(control, 'overflowX')) ||
        ((box.bottom > innerHeight + 1 || box.top < -1) && !scrolls(control, 'overflowY'));
      if (isOff) say('a control is off the screen', control);
    }
    for (const part of document.querySelectorAll('main section, main dl, main [role="status"]')) {
      const isClipped = ['hidden', 'clip'].includes(getComputedStyle(part).overflowY);
      if (isSeen(part) && isClipped && part.scrollHeight > part.clientHeight + 2 && part.clientWidth > 2)
        say('a part is cut in its height', part);
    }
    for (const button of document.querySelectorAll('[role="dialog"] button')) {
      const box = button.getBoundingClientRect();
      const isAction = button.closest('[role="region"]') === null;
      if (isAction && (box.bottom > innerHeight || box.right > innerWidth || box.top < 0))
        say('a button is cut', button);
    }
    for (const element of document.querySelectorAll('main *, nav *, [role="dialog"] *')) {
      if (!(element instanceof HTMLElement) || !isSeen(element)) continue;
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
      const style = getComputedStyle(element);
      if (!hasText || !['hidden', 'clip'].includes(style.overflowX) || element.clientWidth <= 2) continue;
      if (element.scrollWidth <= element.clientWidth + 1) continue;
      element.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      const hint = element.closest('[title]')?.getAttribute('title') ?? '';
      if (hint === '') say('a text is cut, and nothing says the rest', element);
    }
    return found;
  });
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Every screen and tab there is, each with what leads to it. */
async function* everyScreen(page: Page): AsyncGenerator<string> {
  const navigation = page.getByRole('navigation', { name: 'Telas' });
  for (const item of await navigation.getByRole('button').all()) {
    const name = (await item.getAttribute('title')) ?? '';
    await item.click();
    await page.waitForTimeout(250);
    yield name;
    for (const tab of await page.getByRole('main').getByRole('tab').all()) {
      await tab.click();
      await page.waitForTimeout(250);
      yield `${name}, ${(await tab.textContent()) ?? ''}`;
    }
  }
}

async function openDocument(page: Page): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Painel/ })
    .click();
  await page.getByRole('tab', { name: 'Empresas' }).click();
  const companies = page.getByRole('table', { name: 'Empresas' });
  const busy = companies.getByRole('row').filter({ has: page.getByRole('cell', { name: /^[1-9]/ }) });
  await busy.first().getByRole('button').first().click();
  const documents = page.getByRole('table', { name: 'Documentos do mês' });
  await documents.getByRole('row').nth(1).getByRole('button').first().click();
  await expect(page.getByTestId('document-evidence')).toBeVisible();
}

// the first: the other gives the window sizes of its own
test('the window is never larger than its screen', async () => {
  const { bounds, area } = await app.application.evaluate(({ BrowserWindow, screen }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { bounds: window!.getBounds(), area: screen.getPrimaryDisplay().workArea };
  });
  expect(bounds.width).toBeLessThanOrEqual(area.width);
  expect(bounds.height).toBeLessThanOrEqual(area.height);
});

test('every screen, tab, detail and dialog fits every size, in either theme, and axe finds nothing', async () => {
  test.setTimeout(600_000);
  const { page } = app;
  await openDemonstration(page, OFFICE);
  await page.getByTestId('start-run').click();
  await expect(page.getByTestId('evidence')).toBeVisible({ timeout: 240_000 });
  for (const [size, width, height] of SIZES) {
    await resize(width, height);
    // colours change nothing of what fits
    for (const theme of size === SIZES[0][0] ? THEMES : THEMES.slice(0, 1)) {
      await page.emulateMedia({ colorScheme: theme });
      const at = (where: string): string => `${size}, ${theme}, ${where}`;
      for await (const where of everyScreen(page)) {
        expect.soft(await troubles(page), at(where)).toEqual([]);
        if (size === SIZES[0][0]) expect.soft(await axe(page), at(where)).toEqual([]);
      }
      await openDocument(page);
      expect.soft(await troubles(page), at('documento')).toEqual([]);
      if (size === SIZES[0][0]) expect.soft(await axe(page), at('documento')).toEqual([]);
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /^Órfãos/ })
        .click();
      await page.getByRole('tab', { name: 'Auditoria' }).click();
      await page.getByRole('button', { name: 'Auditar agora' }).first().click();
      await expect(page.getByTestId('confirm-audit')).toBeInViewport({ ratio: 1 });
      expect.soft(await troubles(page), at('diálogo da auditoria')).toEqual([]);
      await page.keyboard.press('Escape');
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /^Sobre/ })
        .click();
      await page.getByRole('button', { name: 'Ver componentes e licenças' }).click();
      await page.getByTestId('others-list').locator('summary').first().click();
      expect.soft(await troubles(page), at('diálogo dos componentes')).toEqual([]);
      if (size === SIZES[0][0]) expect.soft(await axe(page), at('diálogo dos componentes')).toEqual([]);
      await page.keyboard.press('Escape');
    }
  }
});
