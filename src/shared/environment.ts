import { CHANNEL_SECRETS } from './alert-channels';
import { environmentMessages } from './messages/pt-BR/program';

/** What would undo a protection if it came from the surroundings of a process: anybody who starts the program could set it. */
const UNDOES = ['NODE_TLS_REJECT_UNAUTHORIZED'];
/** Where the command line's credentials come from: the window has a vault of its own. Those of the alert channels: `CHANNEL_SECRETS`. */
export const SECRET_VARIABLES = {
  apiKey: 'MALOTE_SIEG_KEY',
  clientId: 'MALOTE_SIEG_CLIENT_ID',
  clientSecret: 'MALOTE_SIEG_CLIENT_SECRET',
} as const;
const CHANNEL_VARIABLES = CHANNEL_SECRETS.map(({ variable }) => variable);
/** Names native code to be loaded: for development and tests alone. */
const NATIVE = 'MALOTE_SQLITE_BINDING';

/**
 * Takes out of the environment of a process, before anything looks at it and any child inherits it, what would undo a protection; out
 * of the window's also what is a secret and, in the program that ships, what names native code.
 * @returns the names of what undid a protection and was there
 */
export function guardEnvironment(
  env: Record<string, string | undefined>,
  { window = false, packaged = false } = {},
): string[] {
  const undone = UNDOES.filter((name) => env[name] !== undefined);
  for (const name of [
    ...UNDOES,
    ...(window ? [...Object.values(SECRET_VARIABLES), ...CHANNEL_VARIABLES] : []),
    ...(packaged ? [NATIVE] : []),
  ])
    Reflect.deleteProperty(env, name);
  return undone;
}

/** For who set it. */
export const ignoredWords = environmentMessages.ignored;
