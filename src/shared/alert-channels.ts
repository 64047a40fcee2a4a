import { mailAddress } from './audience';

/** A field of a channel's settings; its words stand in `messages/pt-BR/alert-channels.ts`. */
export type ChannelField =
  | { readonly is: 'flag'; readonly default: boolean }
  /** Empty where nothing is said. */
  | { readonly is: 'text'; readonly default: '' }
  | { readonly is: 'number'; readonly from: number; readonly to: number; readonly default: number }
  | { readonly is: 'choice'; readonly of: readonly [string, ...string[]]; readonly default: string };

/** The secret of a channel: held by the vault of the window, or given to the command line in a variable of the environment. */
interface ChannelSecretRow {
  readonly name: string;
  readonly variable: string;
  /**
   * Whom it is for: under which name the window is told so, the field that names the server, and its address by the fields of the
   * channel. Null: it is an address itself, which a person confirms, and goes to nobody else.
   */
  readonly server: {
    readonly audience: string;
    readonly field: string;
    readonly address: (of: (field: string) => string) => string;
  } | null;
  /** The field without which it is not needed; null: always. */
  readonly neededBy: string | null;
}

/** What the rest of the program has to know of a way to reach a person; how it is sent stands in `engine/alerts/channels.ts`. */
interface AlertChannelRow {
  /** Beside the one that switches it on. Null: it has no settings and is on wherever there is a window. */
  readonly fields: Readonly<Record<string, ChannelField>> | null;
  /** The form, line by line: a field, two beside each other, or the secret. */
  readonly form: readonly (string | readonly [string, string])[];
  /** Fields without which there is nothing to try. */
  readonly required: readonly string[];
  readonly secret: ChannelSecretRow | null;
  /** Whether an outage that lasts is told again on it: the office wants one e-mail per outage and one per recovery. */
  readonly reminds: boolean;
  /** In quiet hours nothing leaves on it; the others, which wake nobody who did not ask for it, carry what is critical. */
  readonly rests: boolean;
}

const TEXT = { is: 'text', default: '' } as const;

/** Where a form has the secret of its channel. */
export const SECRET_LINE = 'secret';

/** The ways on which an alert may leave. Settings, contracts, vault, forms and commands know them by their keys. */
export const ALERT_CHANNELS = {
  desktop: { fields: null, form: [], required: [], secret: null, reminds: true, rests: true },
  email: {
    fields: {
      host: TEXT,
      port: { is: 'number', from: 1, to: 65_535, default: 587 },
      security: { is: 'choice', of: ['starttls', 'tls', 'none'], default: 'starttls' },
      /** Empty: the server asks for no name. */
      user: TEXT,
      from: TEXT,
      /** Addresses, separated by commas. */
      to: TEXT,
    },
    form: [['host', 'port'], 'security', 'user', SECRET_LINE, ['from', 'to']],
    required: ['host', 'from', 'to'],
    secret: {
      name: 'smtp-password',
      variable: 'MALOTE_SMTP_PASSWORD',
      server: { audience: 'mail', field: 'host', address: (of) => mailAddress(of('host'), of('port')) },
      neededBy: 'user',
    },
    reminds: false,
    rests: false,
  },
  webhook: {
    fields: { format: { is: 'choice', of: ['teams', 'slack'], default: 'teams' } },
    form: ['format', SECRET_LINE],
    required: [],
    secret: { name: 'webhook-url', variable: 'MALOTE_WEBHOOK_URL', server: null, neededBy: null },
    reminds: true,
    rests: false,
  },
} as const satisfies Readonly<Record<string, AlertChannelRow>>;

/** What may become of an alert on a channel. `held`: quiet hours or mute kept it back, or what its error says; it stands in the list. */
export const SEND_STATES = ['waiting', 'sent', 'failed', 'held'] as const;
export type SendState = (typeof SEND_STATES)[number];

type Table = typeof ALERT_CHANNELS;
type ValueOf<Field> = Field extends { readonly is: 'choice'; readonly of: readonly (infer Value)[] }
  ? Value
  : Field extends { readonly is: 'number' }
    ? number
    : string;

export type AlertChannelName = keyof Table;

/** A channel that the settings switch on and off. */
export type SettableChannel = {
  [Name in AlertChannelName]: Table[Name]['fields'] extends null ? never : Name;
}[AlertChannelName];

/** The settings of one channel. */
export type ChannelSettings<Name extends SettableChannel> = { readonly enabled: boolean } & {
  readonly [Field in keyof Table[Name]['fields']]: ValueOf<Table[Name]['fields'][Field]>;
};

type FieldOf<Name extends SettableChannel> = keyof ChannelSettings<Name> & string;

/** "email.host" */
export type ChannelSettingsField = { [Name in SettableChannel]: `${Name}.${FieldOf<Name>}` }[SettableChannel];

/** What stands in each field, of all channels. */
export type ChannelValues = {
  [Field in ChannelSettingsField]: Field extends `${infer Name extends SettableChannel}.${infer Own}`
    ? ChannelSettings<Name>[Own & FieldOf<Name>]
    : never;
};

type SecretRow = NonNullable<Table[AlertChannelName]['secret']>;
export type SecretName = SecretRow['name'];
/** Under which name it is told whom a secret is for. */
export type SecretAudience = NonNullable<SecretRow['server']>['audience'];

export const ALERT_CHANNEL_NAMES = Object.keys(ALERT_CHANNELS) as [AlertChannelName, ...AlertChannelName[]];

const ROWS: Readonly<Record<AlertChannelName, AlertChannelRow>> = ALERT_CHANNELS;

/** In the order of the table, as everything that is derived from it. */
export const SETTABLE_CHANNELS = ALERT_CHANNEL_NAMES.filter(
  (name): name is SettableChannel => ROWS[name].fields !== null,
);

export function isSettable(name: string): name is SettableChannel {
  return SETTABLE_CHANNELS.some((channel) => channel === name);
}

/** The row, without the literal types of its own. */
export function channelRow(name: AlertChannelName): AlertChannelRow {
  return ROWS[name];
}

/** The fields of a channel, with the one that switches it on. */
export function channelFields(name: SettableChannel): Readonly<Record<string, ChannelField>> {
  return { enabled: { is: 'flag', default: false }, ...ROWS[name].fields };
}

const FIELDS = SETTABLE_CHANNELS.flatMap((name) =>
  Object.entries(channelFields(name)).map(([own, field]) => [`${name}.${own}` as ChannelSettingsField, field] as const),
);

export const CHANNEL_SETTINGS_FIELDS = FIELDS.map(([name]) => name);

/** Something for every field of every channel, by the field's name. The caller says what it is for each. */
export function forChannelFields<Made>(
  make: (field: ChannelField, name: ChannelSettingsField) => Made,
): Record<ChannelSettingsField, Made> {
  return Object.fromEntries(FIELDS.map(([name, field]) => [name, make(field, name)])) as Record<
    ChannelSettingsField,
    Made
  >;
}

export const CHANNEL_DEFAULTS = forChannelFields((field) => field.default) as ChannelValues;

/** A secret, and the channel that it is of. */
export interface ChannelSecret extends ChannelSecretRow {
  readonly name: SecretName;
  readonly channel: SettableChannel;
}

export const CHANNEL_SECRETS = SETTABLE_CHANNELS.flatMap((channel): ChannelSecret[] => {
  const { secret } = ROWS[channel];
  return secret === null ? [] : [{ ...secret, name: secret.name as SecretName, channel }];
});

export const SECRET_NAMES = CHANNEL_SECRETS.map(({ name }) => name) as [SecretName, ...SecretName[]];

const SECRETS = new Map(CHANNEL_SECRETS.map((secret) => [secret.name, secret]));

export function channelSecret(name: SecretName): ChannelSecret {
  const secret = SECRETS.get(name);
  if (secret === undefined) throw new Error(`${name} is no secret`);
  return secret;
}

/** Of those secrets that are for a server. */
export const SECRET_AUDIENCES = CHANNEL_SECRETS.flatMap(({ name, server }) =>
  server === null ? [] : [{ name, audience: server.audience as SecretAudience }],
);

/** Whom these secrets are for, as the window is told. */
export function audiencesOf(of: (name: SecretName) => string | null): Record<SecretAudience, string | null> {
  return Object.fromEntries(SECRET_AUDIENCES.map(({ name, audience }) => [audience, of(name)])) as Record<
    SecretAudience,
    string | null
  >;
}

/** The name of a field among all settings: "email.host". */
export function channelField(channel: SettableChannel, own: string): ChannelSettingsField {
  return `${channel}.${own}` as ChannelSettingsField;
}

/**
 * The address that a secret goes to by these settings; null for one that is an address itself.
 * @param value of a field of its channel by its own name ("host"), whatever it is
 */
export function secretAddress({ server }: ChannelSecret, value: (own: string) => unknown): string | null {
  return server?.address((own) => asText(value(own))) ?? null;
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
