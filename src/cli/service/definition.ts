/** Of whom the service is, which says what may be written in its definition. */
export type ServiceKind = 'systemd-user' | 'systemd-system' | 'task-scheduler';

/** What is started without a person, and with what around it. */
export interface ServiceDefinition {
  readonly workspace: string;
  /** Program and arguments, each as it is. */
  readonly command: readonly string[];
  /** Variables that are no secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** Files that hold secrets, by the name of the variable that each stands for. */
  readonly credentials: readonly Credential[];
  /** The account; null: the one that the definition is given to. */
  readonly account: string | null;
}

export interface Credential {
  readonly name: string;
  readonly file: string;
  /** By systemd-creds. */
  readonly encrypted: boolean;
}

/** Of the environment of who installs: what changes where the program finds its files and how it reaches the network. */
const HANDED_ON = [
  'XDG_DATA_HOME',
  'MALOTE_SIEG_SERVER',
  'MALOTE_CLOCK_SPEED',
  'NODE_EXTRA_CA_CERTS',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
] as const;

/** A definition may be read by anybody: an address that has a user and a password in it stays out. */
function isPlain(value: string): boolean {
  return !value.includes('@');
}

/** As the program is started everywhere else (scripts/malote.mjs), with what has to be the same as for who installs it. */
export function environmentFor(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = HANDED_ON.flatMap((name): [string, string][] => {
    const value = env[name] ?? '';
    return value !== '' && isPlain(value) ? [[name, value]] : [];
  });
  return { UV_THREADPOOL_SIZE: env['UV_THREADPOOL_SIZE'] ?? '16', ...Object.fromEntries(given) };
}
