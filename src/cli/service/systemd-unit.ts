import { serviceMessages as words } from '../../shared/messages/pt-BR/terminal/service';
import type { ServiceDefinition } from './definition';

/**
 * A unit of systemd (systemd.unit(5), systemd.service(5)), as text and back. It is given up by nobody: started anew 5 s after it has ended,
 * whatever the reason, later after 30 s where systemd can wait longer each time (254 and newer).
 */
export interface UnitOptions {
  readonly scope: 'user' | 'system';
  /** Of the systemd that reads it. */
  readonly version: number;
}

const GROWING_WAITS_SINCE = 254;

/** What stands in a list of words: `%` begins a specifier, `\` an escape, and in a command `$` a variable. */
function quoted(text: string, { isCommand = false } = {}): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('%', '%%');
  return `"${isCommand ? escaped.replaceAll('$', '$$$$') : escaped}"`;
}

/** A value that is one path or one text to the end of its line. */
const plain = (text: string): string => text.replaceAll('%', '%%').replaceAll(/[\r\n]/g, ' ');

export function unitText(definition: ServiceDefinition, { scope, version }: UnitOptions): string {
  const { workspace, command, environment, credentials, account } = definition;
  const isSystem = scope === 'system';
  return [
    `# ${words.madeBy}`,
    '[Unit]',
    `Description=${plain(words.description(workspace))}`,
    ...(isSystem ? ['Wants=network-online.target', 'After=network-online.target remote-fs.target'] : []),
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=exec',
    ...(isSystem && account !== null ? [`User=${plain(account)}`] : []),
    `ExecStart=${command.map((word) => quoted(word, { isCommand: true })).join(' ')}`,
    `WorkingDirectory=${plain(workspace)}`,
    ...Object.entries(environment).map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`),
    ...credentials.map(({ name, file, encrypted }) =>
      encrypted ? `LoadCredentialEncrypted=${name}:${plain(file)}` : `LoadCredential=${name}:${plain(file)}`,
    ),
    'Restart=always',
    'RestartSec=5',
    ...(version >= GROWING_WAITS_SINCE ? ['RestartSteps=2', 'RestartMaxDelaySec=30'] : []),
    // the program ends its share agents itself, once what they have in hand is put away
    'KillMode=mixed',
    'TimeoutStopSec=90',
    'UMask=0077',
    'NoNewPrivileges=yes',
    'LockPersonality=yes',
    'RestrictRealtime=yes',
    'RestrictSUIDSGID=yes',
    // no PrivateTmp: the link of the workspace lies in /tmp (docs/decisions/0041-link.md)
    'StandardOutput=journal',
    'StandardError=journal',
    'SyslogIdentifier=malote',
    '',
    '[Install]',
    `WantedBy=${isSystem ? 'multi-user.target' : 'default.target'}`,
    '',
  ].join('\n');
}

export interface ReadUnit {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workspace: string | null;
}

/** What a unit that `unitText` wrote starts. */
export function readUnit(text: string): ReadUnit {
  const lines = text.split('\n');
  const values = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));
  const command = values('ExecStart').flatMap((value) => wordsOf(value, { isCommand: true }));
  const pairs = values('Environment').flatMap((value) => wordsOf(value));
  return {
    command,
    environment: Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
    workspace: values('WorkingDirectory')[0]?.replaceAll('%%', '%') ?? null,
  };
}

function wordsOf(value: string, { isCommand = false } = {}): string[] {
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => {
    const plainWord = word
      .replaceAll('%%', '%')
      .replaceAll(/\\(.)/g, (_escape, letter: string) => (letter === 'n' ? '\n' : letter));
    return isCommand ? plainWord.replaceAll('$$', '$') : plainWord;
  });
}
