import type { AlertSecrets, SiegCredentials } from '../engine';
import { parseBaseUrl } from '../engine';
import { CHANNEL_SECRETS, type SecretName } from '../shared/alert-channels';
import { audienceOf, SIEG_ADDRESS } from '../shared/audience';
import { SECRET_VARIABLES } from '../shared/environment';
import { MaloteError } from '../shared/errors';
import type { Host } from './host';
import { isDocumentKey } from './values';
import { SIEG_GENERATIONS, type SiegGeneration } from '../shared/sieg-generations';
import { credentialMessages } from '../shared/messages/pt-BR/terminal/usage';

/** The credentials of SIEG that the environment held; a missing one is an empty text. */
export interface Secrets {
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Credential {
  readonly field: keyof Secrets;
  readonly variable: string;
  readonly name: string;
  /** Of the generations that have more than the key. */
  readonly ofClient: boolean;
}

const CREDENTIALS: readonly Credential[] = [
  { field: 'apiKey', variable: SECRET_VARIABLES.apiKey, name: credentialMessages.names.apiKey, ofClient: false },
  { field: 'clientId', variable: SECRET_VARIABLES.clientId, name: credentialMessages.names.clientId, ofClient: true },
  {
    field: 'clientSecret',
    variable: SECRET_VARIABLES.clientSecret,
    name: credentialMessages.names.clientSecret,
    ofClient: true,
  },
];

const SECRET_OPTION = /^--?[\w-]*(key|chave|secret|segredo|senha|password|token|client-?id)[\w-]*(=|$)/i;

/** Reads the credentials and removes them from the environment, so that no child process inherits them. */
export function takeSecrets(env: NodeJS.ProcessEnv): Secrets {
  const taken = { apiKey: '', clientId: '', clientSecret: '' };
  for (const { field, variable } of CREDENTIALS) {
    taken[field] = env[variable]?.trim() ?? '';
    Reflect.deleteProperty(env, variable);
  }
  return taken;
}

/** The secrets of the alert channels that the environment held; a missing one is an empty text. */
export type AlertSecretValues = Readonly<Record<SecretName, string>>;

/** As `takeSecrets`, for the alert channels. Nobody is asked for these: an alert may leave when no person is there. */
export function takeAlertSecrets(env: NodeJS.ProcessEnv): AlertSecretValues {
  return Object.fromEntries(
    CHANNEL_SECRETS.map(({ name, variable }) => {
      const value = env[variable]?.trim() ?? '';
      Reflect.deleteProperty(env, variable);
      return [name, value];
    }),
  ) as Record<SecretName, string>;
}

/** As the engine asks for them. */
export function alertSecrets(values: AlertSecretValues): AlertSecrets {
  return (name) => Promise.resolve(values[name] === '' ? null : values[name]);
}

/**
 * The key of a document is no secret: `journal --key` takes one. Anything else behind `--key` may be a key of SIEG.
 * @throws MaloteError CLI_KEY_IN_ARGUMENT, without repeating what was typed.
 */
export function refuseSecretArguments(argv: readonly string[]): void {
  const suspect = argv.filter((argument, index) => {
    const next = argv[index + 1] ?? '';
    return argv[0] !== 'journal' || !isDocumentKeyOption(argument, next);
  });
  if (suspect.some((argument) => SECRET_OPTION.test(argument))) throw new MaloteError('CLI_KEY_IN_ARGUMENT');
}

function isDocumentKeyOption(argument: string, next: string): boolean {
  if (argument === '--key') return isMeantAsDocumentKey(next);
  return argument.startsWith('--key=') && isMeantAsDocumentKey(argument.slice('--key='.length));
}

/** Figures alone, however many: a mistyped key of a document, and none of SIEG's. */
function isMeantAsDocumentKey(text: string): boolean {
  return isDocumentKey(text) || /^[\d\s.]*\d[\d\s.]*$/.test(text);
}

export interface Asking {
  readonly secrets: Secrets;
  readonly generation: SiegGeneration;
  readonly host: Pick<Host, 'canAsk' | 'askSecret' | 'env'>;
  /** Told every credential before it is used, so that it can be hidden wherever text is written. */
  readonly hide: (secret: string) => void;
}

/** Names, on purpose, another server that the key may go to. */
const OTHER_SERVER = 'MALOTE_SIEG_SERVER';

/**
 * The credentials when the engine first needs them: from the environment, else asked for on the terminal, once. They go to SIEG, to
 * this computer, or to the server that the environment names; a file of settings that says another one gets none.
 * @throws MaloteError CLI_SIEG_ELSEWHERE, CLI_KEY_MISSING (no terminal), CANCELLED (the person gave up)
 */
export function credentialsOnce(asking: Asking): (address: string) => Promise<SiegCredentials> {
  let answer: Promise<SiegCredentials> | undefined;
  return async (address) => {
    refuseOtherServers(address, asking.host.env);
    return (answer ??= collect(asking));
  };
}

function refuseOtherServers(address: string, env: NodeJS.ProcessEnv): void {
  const asked = audienceOf(address);
  const named = audienceOf(env[OTHER_SERVER] ?? '');
  if (asked === SIEG_ADDRESS || (asked !== null && asked === named) || parseBaseUrl(address).loopback) return;
  throw new MaloteError('CLI_SIEG_ELSEWHERE', { server: asked ?? '', variable: OTHER_SERVER });
}

async function collect({ secrets, generation, host, hide }: Asking): Promise<SiegCredentials> {
  const found: Record<keyof Secrets, string> = { ...secrets };
  for (const credential of CREDENTIALS) {
    if (credential.ofClient && !SIEG_GENERATIONS[generation].hasClient) continue;
    if (found[credential.field] === '') found[credential.field] = await ask(credential, host);
    hide(found[credential.field]);
  }
  return found;
}

async function ask(credential: Credential, host: Asking['host']): Promise<string> {
  const missing = new MaloteError('CLI_KEY_MISSING', { what: credential.name, variable: credential.variable });
  if (!host.canAsk) throw missing;
  const typed = (await host.askSecret(credentialMessages.question(credential.name))).trim();
  if (typed === '') throw missing;
  return typed;
}
