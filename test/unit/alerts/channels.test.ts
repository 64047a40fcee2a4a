import { describe, expect, it } from 'vitest';
import {
  ALERT_CHANNEL_NAMES,
  channelField,
  channelFields,
  channelRow,
  CHANNEL_DEFAULTS,
  CHANNEL_SECRETS,
  CHANNEL_SETTINGS_FIELDS,
  SECRET_LINE,
  secretAddress,
  SETTABLE_CHANNELS,
  type ChannelSettingsField,
} from '../../../src/shared/alert-channels';
import { openChannel } from '../../../src/engine/alerts/channels';
import { NO_ALERT_SETTINGS } from '../../../src/engine/alerts/settings';
import { checkSettings, settingsSchema } from '../../../src/engine/settings';
import { formSettings, shownValues } from '../../../src/engine-process/settings-form';
import type { SettingsInput } from '../../../src/shared/ipc/settings';
import { CHANNEL_FIELD_WORDS, CHANNEL_WORDS, SECRET_WORDS } from '../../../src/shared/messages/pt-BR/alert-channels';

/** Of a field, another value than its default. */
function other(field: ChannelSettingsField): unknown {
  const [channel = '', own = ''] = field.split('.');
  const row = channelFields(channel as (typeof SETTABLE_CHANNELS)[number])[own];
  switch (row?.is) {
    case 'flag':
      return !row.default;
    case 'text':
      return `um ${own}`;
    case 'number':
      return row.default === row.to ? row.from : row.default + 1;
    case 'choice':
      return row.of.find((value) => value !== row.default);
    case undefined:
      throw new Error(`${field} is no field`);
  }
}

const changed = Object.fromEntries(CHANNEL_SETTINGS_FIELDS.map((field) => [field, other(field)]));

function grouped(values: Readonly<Record<string, unknown>>): Record<string, Record<string, unknown>> {
  const groups: Record<string, Record<string, unknown>> = {};
  for (const [field, value] of Object.entries(values)) {
    const [group = '', own = ''] = field.split('.');
    (groups[group] ??= {})[own] = value;
  }
  return groups;
}

const REST = {
  sieg: { generation: 'v1' },
  archive: { root: 'D:\\Acervo' },
  importShare: { root: 'D:\\Importar' },
  companies: { workbook: 'D:\\Empresas.xlsx' },
  previousMonth: {},
  capture: {},
};

describe('the settings of the alert channels', () => {
  it('are those of the table where a file says nothing', () => {
    const said = settingsSchema.parse({ ...REST });
    expect(Object.fromEntries(SETTABLE_CHANNELS.map((name) => [name, said[name]]))).toEqual(grouped(CHANNEL_DEFAULTS));
  });

  it('come back from the form as they were written, every field', async () => {
    expect(
      Object.entries(changed).filter(([field, value]) => CHANNEL_DEFAULTS[field as ChannelSettingsField] === value),
    ).toEqual([]);
    const shown = shownValues({ ...REST, ...grouped(changed) });
    expect(shown).toMatchObject(changed);
    const place = { use: 'stored' } as const;
    const places = { 'archive.root': place, 'importShare.root': place, 'importShare.cancelledRoot': place };
    const input: SettingsInput = { ...shown, ...places, 'companies.workbook': place, 'backup.folder': place };
    const { raw } = await formSettings(input, { ...REST }, 'D:\\Malote', () => Promise.resolve(null));
    expect(checkSettings(raw, 'D:\\Malote\\settings.json')).toMatchObject(grouped(changed));
  });

  it('are shown as by default where the file was spoilt by hand', () => {
    const spoilt = Object.fromEntries(CHANNEL_SETTINGS_FIELDS.map((field) => [field, ['?']]));
    expect(shownValues({ ...REST, ...grouped(spoilt) })).toMatchObject(CHANNEL_DEFAULTS);
  });

  it('are refused where the table allows no such value, with the name of the field', () => {
    for (const name of SETTABLE_CHANNELS)
      for (const [own, row] of Object.entries(channelFields(name))) {
        const wrong = row.is === 'number' ? row.to + 1 : row.is === 'choice' ? 'nenhum' : 7;
        const file = { ...REST, [name]: { [own]: wrong } };
        expect(() => checkSettings(file, 'D:\\Malote\\settings.json')).toThrow(
          CHANNEL_FIELD_WORDS[channelField(name, own)].named,
        );
      }
  });
});

describe.each(SETTABLE_CHANNELS)('the form of %s', (name) => {
  const { form, required, secret, fields } = channelRow(name);

  it('shows every field once, and the secret where there is one', () => {
    const lines = form.flat();
    const own = Object.keys(fields ?? {});
    expect(lines.toSorted()).toEqual([...own, ...(secret === null ? [] : [SECRET_LINE])].toSorted());
    expect(required.filter((field) => !own.includes(field))).toEqual([]);
    const named = [secret?.neededBy ?? null, secret?.server?.field ?? null].filter((field) => field !== null);
    expect(named.filter((field) => !own.includes(field))).toEqual([]);
  });

  it('has words for every value that can be chosen', () => {
    for (const [own, row] of Object.entries(channelFields(name))) {
      const { label, named, options = {} } = CHANNEL_FIELD_WORDS[channelField(name, own)];
      expect([label, named].every((text) => text.trim() !== '')).toBe(true);
      expect(Object.keys(options)).toEqual(row.is === 'choice' ? row.of : []);
      if (row.is === 'choice') expect(row.of).toContain(row.default);
      if (row.is === 'number') expect(row.default >= row.from && row.default <= row.to).toBe(true);
    }
  });
});

it('a channel is opened under its own name', () => {
  const noSecret = (): Promise<null> => Promise.resolve(null);
  expect(ALERT_CHANNEL_NAMES.map((name) => openChannel(name, NO_ALERT_SETTINGS, noSecret, {}).name)).toEqual(
    ALERT_CHANNEL_NAMES,
  );
  expect(new Set(ALERT_CHANNEL_NAMES.map((name) => CHANNEL_WORDS[name].name)).size).toBe(ALERT_CHANNEL_NAMES.length);
});

it('a secret goes to the server that its channel names, or is an address itself', () => {
  for (const secret of CHANNEL_SECRETS) {
    const address = secretAddress(secret, (own) => (own === secret.server?.field ? 'https://servidor.exemplo' : 587));
    if (secret.server === null) expect(address).toBeNull();
    else expect(address).toContain('servidor.exemplo');
    expect(SECRET_WORDS[secret.name].label).not.toBe('');
  }
});
