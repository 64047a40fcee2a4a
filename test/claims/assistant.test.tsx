// @vitest-environment happy-dom
import { join } from 'node:path';
import { fireEvent, screen, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doing, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { emptyOffice, officeAfter, type Office } from './support/office';
import { counted, factsIn, plain, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
let empty: Office;
let host: HostProcess;
beforeAll(async () => {
  [office, empty] = [await officeAfter('complete'), await emptyOffice()];
  host = await office.open();
}, 120_000);
afterAll(async () => {
  await office.close();
  await empty.close();
});

usePage();
useWordsForPeople();

/** The steps, and whether each says that it is done. */
function steps(): [name: string, done: boolean][] {
  return within(screen.getByRole('navigation', { name: 'Passos' }))
    .getAllByRole('button')
    .map((button) => {
      const text = plain(button.textContent);
      return [text.replace(/^\d/, '').replace(/, feito$/, ''), text.endsWith(', feito')];
    });
}

/** What the review says of a step: its value, and how its trial stands; empty where it has none. */
function reviewed(label: string): readonly [value: string, state: string] {
  const value = within(screen.getByTestId('assistant')).getByText(label, { selector: 'dt' }).nextElementSibling;
  const state = plain(value?.querySelector('span')?.textContent);
  const text = plain(value?.textContent);
  return [text.slice(0, text.length - state.length), state];
}

describe('the assistant', () => {
  it('begins where nothing is, and calls no step done', async () => {
    const page = await showOffice(await empty.open());
    await screen.findByText('Bem-vindo ao Malote');
    expect(screen.getByTestId('begin-work').textContent).toBe('Começar');
    await doing(() => page.services.ui.setState({ step: 'archive' }));
    expect(steps().filter(([, done]) => done)).toEqual([]);
    expect(plain(screen.getByTestId('assistant').textContent)).toContain('Passo 2 de 5');
    await doing(() => page.services.ui.setState({ step: 'ready' }));
    const review = factsIn(screen.getByTestId('assistant'));
    expect(review['Chave']).toBe('não informada');
    for (const field of ['Pasta do acervo', 'Pasta de importação', 'Planilha de empresas'])
      expect(review[field], field).toBe('Nada escolhido ainda');
  });

  it('shows at its end what is set, and imports as many companies as the workbook has', async () => {
    await showOffice(host, { screen: 'assistant', step: 'ready' });
    await screen.findByTestId('assistant-finish');
    // it is set, and nobody has tried it in this window
    for (const [label, value] of [
      ['Chave', 'guardada'],
      ['Pasta do acervo', office.archive],
      ['Pasta de importação', office.import],
      ['Planilha de empresas', join(office.workspace, 'empresas.xlsx')],
    ] as const)
      expect(reviewed(label), label).toEqual([value, 'não testado']);
    expect(screen.getAllByText('não testado', { selector: 'dd *' })).toHaveLength(4);
    expect(steps().filter(([, done]) => done)).toEqual([]);
    await doing(() => fireEvent.click(screen.getByTestId('assistant-finish')));
    await screen.findByTestId('imported');
    const listed = office.value('SELECT count(*) FROM companies WHERE active = 1');
    expect(textAt('imported')).toContain(counted(listed, 'empresa importada', 'empresas importadas'));
    expect(textAt('imported')).toContain('empresas.xlsx');
    expect(screen.getByTestId('imported').querySelector('[data-ok]')?.getAttribute('data-ok')).toBe('true');
    const [entry] = office.sql<{ detail: string }>(
      "SELECT detail FROM journal WHERE action = 'companies.imported' ORDER BY id DESC LIMIT 1",
    );
    expect(JSON.parse(entry?.detail ?? '{}')).toMatchObject({ total: listed });
  });
});
