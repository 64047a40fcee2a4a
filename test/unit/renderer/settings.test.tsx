// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { FORM, SCENES, type OfficeFixture } from '../../renderer/console/fixtures';
import { doing, clickOn, show, usePage } from './page';

usePage();

function settings(options: OfficeFixture['options'] = {}): OfficeFixture {
  const made = SCENES['settings']?.();
  if (made === undefined) throw new Error('there is no such scene');
  return { ...made, options: { ...made.options, ...options, engine: { ...made.options?.engine, ...options.engine } } };
}
const type = (label: string, value: string): Promise<void> =>
  doing(() => fireEvent.change(screen.getByLabelText(label), { target: { value } }));
const state = (): string => screen.getByTestId('settings-state').textContent;

describe('the settings', () => {
  it('say when something is not saved, and save it with places untouched', async () => {
    const { asked } = await show(settings());
    expect(state()).toBe('Tudo salvo.');
    expect(screen.getByTestId('settings-save').hasAttribute('disabled')).toBe(true);
    await type('Endereço', 'https://sieg.exemplo.com');
    expect(state()).toBe('Há alterações não salvas.');
    await clickOn('Salvar');
    expect(asked('saveSettings')).toMatchObject([
      { 'sieg.baseUrl': 'https://sieg.exemplo.com', 'archive.root': { use: 'stored' }, 'previousMonth.days': 3 },
    ]);
    expect(screen.getByText('Configurações salvas.')).toBeDefined();
  });

  it('give edits up', async () => {
    const { asked } = await show(settings());
    await type('Consultas por minuto', '12');
    await clickOn('Descartar');
    expect(screen.getByLabelText<HTMLInputElement>('Consultas por minuto').value).toBe('');
    expect(state()).toBe('Tudo salvo.');
    expect(asked('saveSettings')).toEqual([]);
  });

  it('show what is wrong at its field, until the field is changed', async () => {
    const saveSettings = () => ({ saved: false as const, problems: { 'sieg.baseUrl': 'use um endereço https' } });
    await show(settings({ engine: { saveSettings } }));
    await type('Endereço', 'http://exemplo');
    await clickOn('Salvar');
    const field = screen.getByLabelText('Endereço');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const described = (field.getAttribute('aria-describedby') ?? '').split(' ');
    expect(described.map((id) => document.getElementById(id)?.textContent)).toContain('use um endereço https');
    expect(screen.getByRole('alert').textContent).toContain('1 campo precisa de correção; nada foi salvo.');
    await type('Endereço', 'https://exemplo');
    expect(field.hasAttribute('aria-invalid')).toBe(false);
  });

  it('keep what was typed while another screen is looked at', async () => {
    await show(settings());
    await type('Endereço', 'https://sieg.exemplo.com');
    await clickOn('Painel');
    await clickOn('Configurações');
    expect(screen.getByLabelText<HTMLInputElement>('Endereço').value).toBe('https://sieg.exemplo.com');
    expect(state()).toBe('Há alterações não salvas.');
  });

  it('store a typed key with the rest, and forget one', async () => {
    const { asked } = await show(settings());
    await clickOn('Trocar a chave');
    await type('Chave da API', 'nova');
    await clickOn('Salvar');
    expect(screen.getByText('Preencha todos os campos da credencial.')).toBeDefined();
    await type('Client Id', 'c');
    await type('Secret Key', 's');
    await clickOn('Salvar');
    expect(asked('storeKey')).toEqual([
      { generation: 'v1', address: 'https://api.sieg.com', apiKey: 'nova', clientId: 'c', clientSecret: 's' },
    ]);
    await clickOn('Esquecer a chave');
    expect(asked('forgetKey')).toHaveLength(1);
    expect(screen.getByLabelText('Chave da API')).toBeDefined();
  });

  it('let a key that is held give way only to one that SIEG accepts, or that a person insists on', async () => {
    const refusal = { ok: false, words: 'O SIEG recusou a credencial.' };
    let answer = refusal;
    const { asked } = await show(settings({ engine: { test: () => answer } }));
    await clickOn('Trocar a chave');
    for (const [field, text] of [
      ['Chave da API', 'nova'],
      ['Client Id', 'c'],
      ['Secret Key', 's'],
    ] as const) {
      await type(field, text);
    }
    await clickOn('Salvar');
    expect(asked('test')).toMatchObject([{ what: 'sieg', offered: 'offered-1' }]);
    expect(screen.getByRole('dialog').textContent).toContain('O SIEG recusou a credencial.');
    await clickOn('Manter a de antes');
    expect([asked('storeKey'), asked('saveSettings')]).toEqual([[], []]);
    // it stays typed, to be mended
    expect(screen.getByLabelText<HTMLInputElement>('Chave da API').value).toBe('nova');
    await clickOn('Salvar');
    await clickOn('Trocar mesmo assim');
    expect([asked('storeKey').length, asked('saveSettings').length]).toEqual([1, 1]);
    expect(screen.queryByRole('dialog')).toBeNull();

    answer = { ok: true, words: '' };
    await clickOn('Trocar a chave');
    for (const field of ['Chave da API', 'Client Id', 'Secret Key']) await type(field, 'x');
    await clickOn('Salvar');
    expect(asked('storeKey')).toHaveLength(2);
  });

  it('ask for the key again when the address has become that of another server', async () => {
    await show(settings());
    expect(screen.getByTestId('key-held')).toBeDefined();
    await doing(() =>
      fireEvent.change(screen.getByTestId('sieg-address'), { target: { value: 'https://api.sieg.com/v2' } }),
    );
    expect(screen.getByTestId('key-held')).toBeDefined();
    await doing(() =>
      fireEvent.change(screen.getByTestId('sieg-address'), { target: { value: 'https://outro.exemplo' } }),
    );
    expect(screen.queryByTestId('key-held')).toBeNull();
    expect(screen.getByText(/A chave guardada é para https:\/\/api.sieg.com e não vai a nenhum outro/)).toBeDefined();
    expect(screen.getByTestId('test-sieg').hasAttribute('disabled')).toBe(true);
  });

  it('warn when the computer cannot keep the key', async () => {
    await show(
      settings({
        engine: {
          readSettings: () => ({
            ...FORM,
            key: {
              generation: 'v1',
              kept: 'session',
              secrets: [],
              audience: { sieg: 'https://api.sieg.com', mail: null },
            },
          }),
        },
      }),
    );
    expect(screen.getByTestId('key-held').textContent).toContain('só até o programa fechar');
  });

  it('of a form that was left unfinished count as not saved', async () => {
    const { asked } = await show(settings({ engine: { readSettings: () => ({ ...FORM, unfinished: true }) } }));
    expect(state()).toBe('Há alterações não salvas.');
    expect(screen.getByRole('button', { name: 'Descartar' }).hasAttribute('disabled')).toBe(true);
    await clickOn('Salvar');
    expect(asked('saveSettings')).toHaveLength(1);
  });

  it('of the demonstration are only to be seen', async () => {
    await show(settings({ engine: { readSettings: () => ({ ...FORM, readOnly: true }) } }));
    expect(screen.getByLabelText<HTMLInputElement>('Endereço').readOnly).toBe(true);
    expect(screen.queryByTestId('settings-save')).toBeNull();
    expect(screen.queryByRole('button', { name: /Procurar/ })).toBeNull();
  });

  it('put the theme on the page at once', async () => {
    const { asked } = await show(settings());
    await doing(() => fireEvent.change(screen.getByLabelText('Tema'), { target: { value: 'dark' } }));
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(asked('savePreferences')).toEqual([{ theme: 'dark' }]);
    await doing(() => fireEvent.change(screen.getByLabelText('Tema'), { target: { value: 'system' } }));
    expect(document.documentElement.dataset['theme']).toBeUndefined();
  });

  it('say why they cannot be read, and try again', async () => {
    const readSettings = (): never => {
      throw new MaloteError('SETTINGS_UNREADABLE', { file: 'settings.json', reason: 'sem acesso' });
    };
    const { double } = await show(settings({ engine: { readSettings } }));
    expect(screen.getByText('As configurações não puderam ser lidas')).toBeDefined();
    double.handleEngine({ readSettings: () => FORM });
    await clickOn('Tentar de novo');
    expect(screen.getByTestId('settings')).toBeDefined();
  });
});
