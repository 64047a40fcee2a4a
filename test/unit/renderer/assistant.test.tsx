// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { DOUBLE_STATE, type DoubleOptions } from '../../../src/shared/ipc/double';
import type { PlaceChoice, SettingsForm, TestResult } from '../../../src/shared/ipc/settings';
import { FORM } from '../../renderer/console/fixtures';
import { doing, clickOn, show, type ShownConsole, usePage } from './page';

usePage();

const type = (label: string, value: string): Promise<void> =>
  doing(() => fireEvent.change(screen.getByLabelText(label), { target: { value } }));
const here = (): string | null => screen.getByTestId('assistant').getAttribute('data-step');

const stepState = (name: RegExp): string | null =>
  within(screen.getByRole('navigation', { name: 'Passos' }))
    .getByRole('button', { name })
    .getAttribute('data-state');

/** An engine that takes settings only when they are complete, as the real one does. */
function strictly(): DoubleOptions {
  let stored = false;
  const isGiven = ({ use }: PlaceChoice): boolean => (use === 'stored' ? stored : use !== 'none');
  return {
    engine: {
      readSettings: () => (stored ? FORM : EMPTY_FORM),
      saveSettings: (input) => {
        const problems = {
          ...(isGiven(input['archive.root']) ? {} : { 'archive.root': 'não pode ficar vazio' }),
          ...(isGiven(input['importShare.root']) ? {} : { 'importShare.root': 'não pode ficar vazio' }),
          ...(isGiven(input['companies.workbook']) ? {} : { 'companies.workbook': 'não pode ficar vazio' }),
        };
        if (Object.keys(problems).length > 0) return { saved: false, problems };
        stored = true;
        return { saved: true };
      },
      importCompanies: () => ({
        source: 'empresas.xlsx',
        total: 38,
        added: 38,
        changed: 0,
        retired: 0,
        badRows: [{ row: 7, reason: 'o CNPJ não confere' }],
        sheet: 'Ativas',
        padded: [],
        leftOut: [{ name: 'Inativas', hidden: true, isList: true }],
      }),
    },
  };
}

const EMPTY_FORM: SettingsForm = {
  ...FORM,
  values: {
    ...FORM.values,
    'archive.root': null,
    'importShare.root': null,
    'companies.workbook': null,
  },
  key: { generation: null, kept: 'disk', secrets: [], audience: { sieg: null, mail: null } },
};

async function typeKey(): Promise<void> {
  await type('Chave da API', 'chave-secreta');
  await type('Client Id', 'cliente');
  await type('Secret Key', 'segredo');
}

async function upTo(step: 'archive' | 'import' | 'companies'): Promise<ShownConsole> {
  const shown = await show({ state: DOUBLE_STATE, options: strictly() });
  await clickOn('Começar');
  await typeKey();
  await clickOn('Continuar');
  if (step === 'archive') return shown;
  await clickOn('Procurar pasta do acervo');
  await clickOn('Continuar');
  if (step === 'import') return shown;
  await clickOn('Procurar pasta de importação');
  await clickOn('Continuar');
  return shown;
}

describe('the first start', () => {
  it('begins with a choice, since nothing is configured', async () => {
    await show({ state: DOUBLE_STATE });
    expect(screen.getByRole('heading', { name: 'Bem-vindo ao Malote' })).toBeDefined();
    expect(screen.getByRole('button', { name: 'Começar' })).toBeDefined();
  });

  it('opens the demonstration office and shows its month', async () => {
    const { asked } = await show({ state: DOUBLE_STATE });
    await clickOn('Abrir a demonstração');
    expect(asked('beginDemonstration')).toEqual([{}]);
    expect(screen.getByTestId('panel')).toBeDefined();
  });

  it('stores the key on the way, and neither keeps nor shows it', async () => {
    const { asked, services } = await upTo('archive');
    expect(asked('storeKey')).toEqual([
      {
        generation: 'v1',
        address: 'https://api.sieg.com',
        apiKey: 'chave-secreta',
        clientId: 'cliente',
        clientSecret: 'segredo',
      },
    ]);
    await clickOn(/SIEG/);
    expect(screen.getByTestId('key-held').textContent).toContain('Chave guardada, cifrada pelo sistema.');
    expect(document.body.innerHTML).not.toContain('chave-secreta');
    expect(JSON.stringify(services.ui.getState())).not.toContain('chave-secreta');
  });

  it('hides the key while it is typed', async () => {
    await show({ state: DOUBLE_STATE });
    await clickOn('Começar');
    expect(screen.getByLabelText('Chave da API').getAttribute('type')).toBe('password');
  });

  it('says what is missing only when one goes on', async () => {
    await show({ state: DOUBLE_STATE });
    await clickOn('Começar');
    expect(screen.queryByText('Informe a chave.')).toBeNull();
    await clickOn('Continuar');
    expect(here()).toBe('sieg');
    expect(screen.getByLabelText('Chave da API').getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Informe a chave.')).toBeDefined();
    await type('Chave da API', 'só a chave');
    await clickOn('Continuar');
    expect(screen.getByText('Preencha todos os campos da credencial.')).toBeDefined();
  });

  it('takes a folder from the system alone, and tests it as it stands in the form', async () => {
    const { asked } = await upTo('archive');
    await clickOn('Continuar');
    expect(screen.getByText('Escolha antes de continuar.')).toBeDefined();
    await clickOn('Procurar pasta do acervo');
    expect(asked('pickPath')).toEqual([{ what: 'archive.root' }]);
    expect(screen.getByLabelText<HTMLInputElement>('Pasta do acervo').readOnly).toBe(true);
    await clickOn('Testar o acervo');
    expect(asked('test')).toMatchObject([
      { what: 'archive', settings: { 'archive.root': { use: 'picked', id: 'picked-1' } } },
    ]);
    expect(screen.getByTestId('test-archive-result').textContent).toBe('Tudo em ordem.');
  });

  it('takes the words of a test back when the form changes', async () => {
    const { double } = await upTo('archive');
    await clickOn('Procurar pasta do acervo');
    await clickOn('Testar o acervo');
    double.handleMain({ pickPath: () => ({ id: 'picked-2', shown: 'Z:\\XML' }) });
    await clickOn('Procurar pasta do acervo');
    expect(screen.getByTestId('test-archive-result').textContent).toBe('');
  });

  it('can be left and gone on with where it was', async () => {
    await upTo('import');
    await clickOn('Terminar depois');
    expect(screen.getByTestId('panel')).toBeDefined();
    await clickOn('Completar a configuração');
    expect(here()).toBe('import');
    await clickOn(/Acervo/);
    expect(screen.getByLabelText<HTMLInputElement>('Pasta do acervo').value).toBe('Y:\\XML');
  });

  it('goes on by itself at the step where an earlier start ended', async () => {
    const begun: SettingsForm = {
      ...FORM,
      values: { ...FORM.values, 'importShare.root': null, 'companies.workbook': null },
      unfinished: true,
    };
    await show({ state: DOUBLE_STATE, options: { engine: { readSettings: () => begun } } });
    expect(here()).toBe('import');
    await clickOn(/Acervo/);
    expect(screen.getByLabelText<HTMLInputElement>('Pasta do acervo').value).toBe(FORM.values['archive.root']);
  });

  it('keeps what the step has got when it is left for later', async () => {
    const { asked } = await upTo('archive');
    await clickOn('Procurar pasta do acervo');
    await clickOn('Terminar depois');
    expect(screen.getByTestId('panel')).toBeDefined();
    expect(asked('saveSettings').at(-1)).toMatchObject({ 'archive.root': { use: 'picked', id: 'picked-1' } });
  });

  it('ends with everything saved and the companies imported, bad rows by their number', async () => {
    const { asked } = await upTo('companies');
    await doing(() => fireEvent.change(screen.getByLabelText('De onde vem'), { target: { value: 'address' } }));
    await type('Planilha de empresas', 'https://exemplo.com/empresas.xlsx');
    await clickOn('Continuar');
    expect(here()).toBe('ready');
    await clickOn('Salvar e importar empresas');
    expect(asked('importCompanies')).toHaveLength(1);
    const imported = screen.getByTestId('imported');
    expect(imported.textContent).toContain('38 empresas importadas');
    expect(within(imported).getByRole('rowheader', { name: '7' })).toBeDefined();
    await clickOn('Abrir o painel');
    expect(screen.getByTestId('panel')).toBeDefined();
  });

  it('leads back to the step that is wrong', async () => {
    await upTo('import');
    await clickOn(/Tudo pronto/);
    await clickOn('Salvar e importar empresas');
    expect(here()).toBe('import');
  });

  it('tries a key before it is stored, and ticks the step only when SIEG took it', async () => {
    const { asked, double } = await show({ state: DOUBLE_STATE, options: strictly() });
    double.handleEngine({ test: ({ offered }) => ({ ok: offered === undefined, words: 'O SIEG recusou a chave.' }) });
    await clickOn('Começar');
    await typeKey();
    await clickOn('Testar a conexão com o SIEG');
    expect(asked('offerKey')).toEqual([
      {
        generation: 'v1',
        address: 'https://api.sieg.com',
        apiKey: 'chave-secreta',
        clientId: 'cliente',
        clientSecret: 'segredo',
      },
    ]);
    expect(asked('test')).toMatchObject([{ what: 'sieg', offered: 'offered-1' }]);
    expect(asked('storeKey')).toEqual([]);
    expect(screen.getByTestId('test-sieg-result').textContent).toBe('O SIEG recusou a chave.');
    await clickOn('Continuar');
    expect(stepState(/SIEG/)).toBe('failed');
    expect(screen.getByRole('button', { name: /SIEG/ }).textContent).toContain('o teste falhou');
    await clickOn(/SIEG/);
    await clickOn('Testar a conexão com o SIEG');
    expect(stepState(/SIEG/)).toBe('tested');
  });

  it('takes the outcome of a trial back when another key is typed, even while it lasts', async () => {
    const { double } = await show({ state: DOUBLE_STATE, options: strictly() });
    let answer: (result: TestResult) => void = () => undefined;
    double.handleEngine({ test: () => new Promise<TestResult>((resolve) => (answer = resolve)) });
    await clickOn('Começar');
    await typeKey();
    await clickOn('Testar a conexão com o SIEG');
    await type('Secret Key', 'outro');
    await doing(() => answer({ ok: true, words: 'Tudo em ordem.' }));
    expect(screen.getByTestId('test-sieg-result').textContent).toBe('');
    await clickOn('Continuar');
    expect(stepState(/SIEG/)).toBe('untested');
  });

  it('says of every step at the end whether it was tried, and how', async () => {
    const { double } = await upTo('archive');
    double.handleMain({
      pickPath: ({ what }) => ({ id: 'picked-1', shown: what === 'legacy' ? '' : (FORM.values[what] ?? '') }),
    });
    await clickOn('Procurar pasta do acervo');
    await clickOn('Testar o acervo');
    await clickOn('Continuar');
    double.handleEngine({ test: () => ({ ok: false, words: 'Sem permissão.' }) });
    await clickOn('Procurar pasta de importação');
    await clickOn('Testar a pasta de importação');
    await clickOn('Continuar');
    await clickOn('Procurar planilha de empresas');
    await clickOn('Continuar');
    expect(here()).toBe('ready');
    const said = screen.getAllByText(/^(?:testado|não testado|o teste falhou)$/, { selector: 'dd *' });
    expect(said.map(({ textContent }) => textContent)).toEqual([
      'não testado',
      'testado',
      'o teste falhou',
      'não testado',
    ]);
    expect(stepState(/Acervo/)).toBe('tested');
  });
});
