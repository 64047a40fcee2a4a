// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FORM, SCENES, type OfficeFixture } from '../../renderer/console/fixtures';
import { doing, clickOn, show, usePage } from './page';

usePage();

const settings = (
  form: Partial<typeof FORM> = {},
  engine: NonNullable<OfficeFixture['options']>['engine'] = {},
): OfficeFixture => {
  const made = SCENES['settings']?.();
  if (made === undefined) throw new Error('there is no such scene');
  return { ...made, options: { engine: { readSettings: () => ({ ...FORM, ...form }), ...engine } } };
};
const part = (name: string) => within(screen.getByRole('region', { name }));
const type = (label: string, value: string): Promise<void> =>
  doing(() => fireEvent.change(screen.getByLabelText(label), { target: { value } }));
const turn = (name: string): Promise<void> => doing(() => fireEvent.click(screen.getByRole('switch', { name })));

describe('the settings of watching', () => {
  it('are saved with the rest', async () => {
    const { asked } = await show(settings());
    await type('Testar as pastas a cada (minutos)', '10');
    await type('Espaço para guardar páginas (MB)', '2048');
    await type('Lembrar de uma queda a cada (minutos)', '0');
    await turn('Avisar do fim e da interrupção de execuções');
    await type('Silêncio a partir de', '22:00');
    await type('Silêncio até', '07:00');
    await clickOn('Salvar');
    expect(asked('saveSettings')).toMatchObject([
      {
        'shares.checkEveryMinutes': 10,
        'shares.spoolMegabytes': 2_048,
        'alerts.reminderMinutes': 0,
        'alerts.aboutShares': true,
        'alerts.aboutRuns': false,
        'alerts.quietFrom': '22:00',
        'alerts.quietTo': '07:00',
      },
    ]);
  });

  it('say when each part holds, and what quiet hours are', async () => {
    await show(settings());
    expect(screen.getByTestId('settings').textContent).not.toContain('Valem a partir da próxima execução');
    const atOnce = 'Vale assim que for salvo.';
    for (const name of ['Avisos', 'E-mail', 'Webhook'])
      expect(part(name).getByText(new RegExp(`${atOnce}$`))).toBeDefined();
    const afterTheRun = /Vale assim que for salvo; durante uma execução, no fim dela\./;
    for (const name of ['Acervo', 'Pasta de importação', 'Pastas e espera'])
      expect(part(name).getByText(afterTheRun)).toBeDefined();
    expect(part('SIEG').getByText(/Vale a partir da próxima execução\.$/)).toBeDefined();
    expect(
      part('Avisos').getByText(/^Nesse horário nada aparece na tela; por e-mail e webhook sai só o que é grave\./),
    ).toBeDefined();
  });

  it('of this computer take effect at once', async () => {
    const { asked } = await show(settings());
    await turn('Notificações do sistema');
    await turn('Som nos avisos graves');
    await doing(() => fireEvent.change(screen.getByTestId('close-to-tray'), { target: { value: 'tray' } }));
    expect(asked('savePreferences')).toEqual([{ notifications: false }, { sound: true }, { closeToTray: 'tray' }]);
    expect(screen.getByTestId('settings-state').textContent).toBe('Tudo salvo.');
  });
});

describe('the e-mail of alerts', () => {
  it('is asked for only where it is wanted', async () => {
    await show(settings());
    expect(part('E-mail').queryByRole('textbox')).toBeNull();
    await turn('Avisar por e-mail');
    expect(part('E-mail').getByLabelText('Servidor (SMTP)')).toBeDefined();
  });

  it('is tried as it stands, with the password lent and stored only with the rest', async () => {
    const { asked, services, double } = await show(settings());
    await turn('Avisar por e-mail');
    await type('Servidor (SMTP)', 'smtp.exemplo.com');
    await type('Senha', 'segredo');
    expect(screen.getByTestId('settings-state').textContent).toBe('Há alterações não salvas.');
    expect(screen.getByTestId('test-email').hasAttribute('disabled')).toBe(true);
    await type('Remetente', 'a@exemplo.com');
    await type('Destinatários', 'b@exemplo.com, c@exemplo.com');
    await clickOn('Enviar um e-mail de teste');
    expect(asked('offerSecret')).toEqual([
      { name: 'smtp-password', value: 'segredo', address: 'smtp://smtp.exemplo.com:587' },
    ]);
    expect(asked('storeSecret')).toEqual([]);
    expect(asked('testAlert')).toMatchObject([
      {
        channel: 'email',
        settings: { 'email.host': 'smtp.exemplo.com', 'email.to': 'b@exemplo.com, c@exemplo.com' },
        offered: 'offered-2',
      },
    ]);
    expect(screen.getByTestId('test-email-result').textContent).toBe('O aviso foi enviado.');
    expect(JSON.stringify([services.ui.getState().settings, asked('testAlert')])).not.toContain('segredo');
    double.handleEngine({
      readSettings: () => ({
        ...FORM,
        values: { ...FORM.values, 'email.host': 'smtp.exemplo.com' },
        key: {
          ...FORM.key,
          secrets: ['smtp-password'] as const,
          audience: { sieg: null, mail: 'smtp://smtp.exemplo.com:587' },
        },
      }),
    });
    await clickOn('Salvar');
    await turn('Avisar por e-mail');
    expect(asked('storeSecret')).toEqual([
      { name: 'smtp-password', value: 'segredo', address: 'smtp://smtp.exemplo.com:587' },
    ]);
    expect(screen.getByTestId('smtp-password-held').textContent).toContain('Senha guardada, cifrada pelo sistema.');
  });

  it('asks for the password again when the server has become another one', async () => {
    const key = {
      ...FORM.key,
      secrets: ['smtp-password'] as const,
      audience: { sieg: null, mail: 'smtp://smtp.exemplo.com:587' },
    };
    await show(settings({ key, values: { ...FORM.values, 'email.enabled': true, 'email.host': 'smtp.exemplo.com' } }));
    expect(screen.getByTestId('smtp-password-held')).toBeDefined();
    await type('Servidor (SMTP)', 'smtp.outro.com');
    expect(screen.queryByTestId('smtp-password-held')).toBeNull();
    expect(
      part('E-mail').getByText(/A senha guardada é para smtp.exemplo.com:587 e não vai a nenhum outro/),
    ).toBeDefined();
  });

  it('says at its field what is wrong', async () => {
    const problems = { 'email.host': 'escreva o nome do servidor' };
    await show(settings({}, { saveSettings: () => ({ saved: false, problems }) }));
    await turn('Avisar por e-mail');
    await clickOn('Salvar');
    expect(screen.getByLabelText('Servidor (SMTP)').getAttribute('aria-invalid')).toBe('true');
    await turn('Avisar por e-mail');
    expect(part('E-mail').getByText('escreva o nome do servidor')).toBeDefined();
  });
});

describe('the webhook', () => {
  const on = {
    values: { ...FORM.values, 'webhook.enabled': true },
    key: {
      generation: 'v1',
      kept: 'disk',
      secrets: ['webhook-url'],
      audience: { sieg: 'https://api.sieg.com', mail: null },
    },
  } as const;

  it('has an address that is kept like a password, exchanged and forgotten', async () => {
    const { asked } = await show(settings(on));
    expect(screen.getByTestId('webhook-url-held').textContent).toContain('Endereço guardado');
    await clickOn('Trocar o endereço');
    await type('Endereço do canal', 'https://canal.exemplo/novo');
    await clickOn('Salvar');
    expect(asked('storeSecret')).toEqual([{ name: 'webhook-url', value: 'https://canal.exemplo/novo', address: null }]);
  });

  it('is tried with what is held, and what is typed can be given up', async () => {
    const { asked } = await show(settings(on));
    await clickOn('Enviar um teste ao webhook');
    expect(asked('testAlert')).toMatchObject([{ channel: 'webhook' }]);
    await clickOn('Trocar o endereço');
    await type('Endereço do canal', 'x');
    await clickOn('Descartar');
    expect(screen.getByTestId('webhook-url-held')).toBeDefined();
    await clickOn('Esquecer o endereço');
    expect(asked('forgetSecret')).toEqual([{ name: 'webhook-url' }]);
  });

  it('of the demonstration shows no secret and takes none', async () => {
    await show(settings({ ...on, readOnly: true }));
    expect(screen.queryByTestId('webhook-url-held')).toBeNull();
    expect(screen.queryByTestId('secret-webhook-url')).toBeNull();
  });
});
