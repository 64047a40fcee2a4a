import {
  CHANNEL_SECRETS,
  forChannelFields,
  isSettable,
  SETTABLE_CHANNELS,
  channelRow,
  type ALERT_CHANNELS,
  type AlertChannelName,
  type ChannelSettings,
  type ChannelSettingsField,
  type SecretName,
  type SendState,
  type SettableChannel,
} from '../../alert-channels';
import { either } from './numbers';

interface NamedChannel {
  /** In a sentence: "O aviso por … não saiu". */
  readonly name: string;
  /** In a list of what left where: the journal's and the window's, and the terminal's. */
  readonly listed: string;
  readonly onTerminal: string;
  readonly outcomes: Readonly<Record<SendState, string>>;
}

interface FieldWords {
  readonly label: string;
  /** Within a sentence, without article. */
  readonly named: string;
  readonly hint?: string;
  readonly placeholder?: string;
}

type Fields<Name extends SettableChannel> = (typeof ALERT_CHANNELS)[Name]['fields'];

/** Of a field; one that is a choice names each of its values too. */
type WordsOf<Field> = FieldWords &
  (Field extends { readonly of: readonly (infer Value extends string)[] }
    ? { readonly options: Readonly<Record<Value, string>> }
    : unknown);

interface SettableWords<Name extends SettableChannel> extends NamedChannel {
  readonly section: { readonly title: string; readonly text: string };
  readonly fields: { readonly enabled: FieldWords } & {
    readonly [Field in keyof Fields<Name>]: WordsOf<Fields<Name>[Field]>;
  };
  /** Of the button that sends a test, and after it has left. */
  readonly test: string;
  readonly tested: (settings: ChannelSettings<Name>) => string;
}

type WindowChannel = Exclude<AlertChannelName, SettableChannel>;

/** Of the channels that are on wherever there is a window. */
const WINDOW_WORDS: Readonly<Record<WindowChannel, NamedChannel & { readonly tested: () => string }>> = {
  desktop: {
    name: 'notificação na tela',
    listed: 'notificação',
    onTerminal: 'tela',
    outcomes: {
      waiting: 'notificação na fila',
      sent: 'notificação mostrada',
      failed: 'notificação falhou',
      held: 'notificação retida pelo silêncio',
    },
    tested: () => 'A notificação foi mostrada nesta tela.',
  },
};

const SETTABLE_WORDS: { readonly [Name in SettableChannel]: SettableWords<Name> } = {
  email: {
    name: 'e-mail',
    listed: 'e-mail',
    onTerminal: 'e-mail',
    outcomes: {
      waiting: 'e-mail na fila',
      sent: 'e-mail enviado',
      failed: 'e-mail falhou',
      held: 'e-mail retido pelo silêncio',
    },
    section: { title: 'E-mail', text: 'Uma mensagem por queda e uma por volta.' },
    fields: {
      enabled: { label: 'Avisar por e-mail', named: 'aviso por e-mail' },
      host: { label: 'Servidor (SMTP)', named: 'servidor de e-mail', placeholder: 'smtp.exemplo.com.br' },
      port: { label: 'Porta', named: 'porta do servidor de e-mail' },
      security: {
        label: 'Segurança',
        named: 'segurança da conexão de e-mail',
        options: {
          starttls: 'STARTTLS (em geral, porta 587)',
          tls: 'TLS (em geral, porta 465)',
          none: 'Sem cifra (só em rede confiável)',
        },
      },
      user: {
        label: 'Usuário',
        named: 'usuário do e-mail',
        hint: 'Em branco, se o servidor não pede usuário nem senha.',
      },
      from: { label: 'Remetente', named: 'remetente dos avisos', placeholder: 'malote@exemplo.com.br' },
      to: {
        label: 'Destinatários',
        named: 'destinatários dos avisos',
        hint: 'Separe vários endereços com vírgulas.',
      },
    },
    test: 'Enviar um e-mail de teste',
    tested: ({ to }) => `O e-mail de teste saiu para ${to}.`,
  },
  webhook: {
    name: 'webhook',
    listed: 'webhook',
    onTerminal: 'webhook',
    outcomes: {
      waiting: 'webhook na fila',
      sent: 'webhook enviado',
      failed: 'webhook falhou',
      held: 'webhook retido pelo silêncio',
    },
    section: { title: 'Webhook', text: 'Os mesmos avisos em um canal do Teams ou do Slack.' },
    fields: {
      enabled: { label: 'Avisar por webhook', named: 'aviso por webhook' },
      format: {
        label: 'Formato',
        named: 'formato do webhook',
        options: { teams: 'Microsoft Teams', slack: 'Slack e compatíveis' },
      },
    },
    test: 'Enviar um teste ao webhook',
    tested: () => 'O aviso de teste foi aceito pelo canal do webhook.',
  },
};

/** What each channel is called, and the words of its settings. */
export const CHANNEL_WORDS = { ...WINDOW_WORDS, ...SETTABLE_WORDS };

type AllSettings = { readonly [Name in SettableChannel]: ChannelSettings<Name> };

function testedBy<Name extends SettableChannel>(name: Name, settings: Pick<AllSettings, Name>): string {
  return SETTABLE_WORDS[name].tested(settings[name]);
}

/** After a test has left on a channel. */
export function testedWords(name: AlertChannelName, settings: AllSettings): string {
  return isSettable(name) ? testedBy(name, settings) : WINDOW_WORDS[name].tested();
}

interface SecretWords {
  /** In a sentence, with its article: "a senha do e-mail". */
  readonly named: string;
  /** In a list of what the command line takes from the environment. */
  readonly onTerminal: string;
  readonly label: string;
  readonly hint: string;
  readonly disk: string;
  readonly session: string;
  readonly replace: string;
  readonly forget: string;
}

export const SECRET_WORDS: Readonly<Record<SecretName, SecretWords>> = {
  'smtp-password': {
    named: 'a senha do e-mail',
    onTerminal: 'senha do e-mail',
    label: 'Senha',
    hint: 'Depois de guardada, não é mostrada de novo.',
    disk: 'Senha guardada, cifrada pelo sistema.',
    session: 'Senha guardada só até o programa fechar: este computador não oferece um cofre para cifrá-la.',
    replace: 'Trocar a senha',
    forget: 'Esquecer a senha',
  },
  'webhook-url': {
    named: 'o endereço do webhook',
    onTerminal: 'webhook',
    label: 'Endereço do canal',
    hint: 'O endereço https que o canal gerou. Quem o tem pode escrever no canal; por isso é guardado como uma senha.',
    disk: 'Endereço guardado, cifrado pelo sistema.',
    session: 'Endereço guardado só até o programa fechar: este computador não oferece um cofre para cifrá-lo.',
    replace: 'Trocar o endereço',
    forget: 'Esquecer o endereço',
  },
};

/** The words of a field, whichever it is; `options` by value where it is a choice. */
export interface AnyFieldWords extends FieldWords {
  readonly options?: Readonly<Record<string, string>>;
}

function wordsOfField(field: ChannelSettingsField): AnyFieldWords {
  const [channel, own] = field.split('.') as [SettableChannel, string];
  const fields: Readonly<Record<string, AnyFieldWords>> = CHANNEL_WORDS[channel].fields;
  const words = fields[own];
  if (words === undefined) throw new Error(`${field} has no words`);
  return words;
}

/** By field: "email.host". */
export const CHANNEL_FIELD_WORDS = forChannelFields((_, field) => wordsOfField(field));

const SETTABLE_NAMES = SETTABLE_CHANNELS.map((name) => CHANNEL_WORDS[name].name);

/** "e-mail ou webhook": the channels that can be switched on. */
export const SOME_CHANNEL = either(SETTABLE_NAMES);

/** "a senha do e-mail ou o endereço do webhook" */
export const SOME_SECRET = either(CHANNEL_SECRETS.map(({ name }) => SECRET_WORDS[name].named));

/** Those that carry what is critical in quiet hours. */
export const WAKING_CHANNELS: readonly string[] = SETTABLE_CHANNELS.filter((name) => !channelRow(name).rests).map(
  (name) => CHANNEL_WORDS[name].name,
);
