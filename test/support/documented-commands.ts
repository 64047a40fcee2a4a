import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';

const root = join(import.meta.dirname, '..', '..');

/** A command line that a page shows, or the option that it speaks of. */
export interface Mention {
  /** File and line. */
  readonly place: string;
  readonly text: string;
}

/** One command of the program with its full name, `companies import`, and the options that are its own. */
export interface CommandShape {
  readonly name: string;
  /** `--month` and so on. */
  readonly options: ReadonlySet<string>;
}

/** What a command line names: its command, null when there is none of that name, and its options. */
export interface CommandLine {
  readonly command: string | null;
  readonly options: readonly string[];
}

/** README, changelog, and every page of docs that speaks of the program as it is; a decision speaks of the day on which it was made. */
export async function documentedMentions(): Promise<Mention[]> {
  const pagesOf = async (folder: string): Promise<string[]> =>
    (await readdir(join(root, folder))).filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
  const files = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...(await pagesOf('changes')),
    ...(await pagesOf('docs')),
  ];
  return (await Promise.all(files.map(mentionsIn))).flat();
}

/** Code spans anywhere, and the lines of blocks that are not prose. */
async function mentionsIn(file: string): Promise<Mention[]> {
  const lines = (await readFile(join(root, file), 'utf8')).split('\n');
  let block = false;
  return lines.flatMap((line, index) => {
    const place = `${file}:${String(index + 1)}`;
    if (line.startsWith('```')) {
      block = !block;
      return [];
    }
    const texts = block ? [line] : [...line.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
    return texts.map((text) => ({ place, text: text.replaceAll('\\|', '|').trim() }));
  });
}

/** The leaves of the program: what can be run, by its full name. */
export function shapesOf(program: Command, above = ''): CommandShape[] {
  return program.commands.flatMap((command) => {
    const name = `${above} ${command.name()}`.trim();
    if (command.commands.length > 0) return shapesOf(command, name);
    return [{ name, options: new Set(command.options.flatMap(({ long }) => long ?? [])) }];
  });
}

/** The command that the words name, with a default subcommand where the program has one. */
export function commandIn(program: Command, words: readonly string[]): string | null {
  const [first = '', second = ''] = words;
  const command = program.commands.find((one) => one.name() === first);
  if (command === undefined) return null;
  if (command.commands.length === 0) return first;
  const below = command.commands.find((one) => one.name() === second);
  return below === undefined ? `${first} ${defaultBelow(command)}` : `${first} ${second}`;
}

function defaultBelow(command: Command): string {
  const usual = (command as unknown as { readonly _defaultCommandName?: string | null })._defaultCommandName;
  return usual ?? command.commands[0]?.name() ?? '';
}

/** What the words of a command line, without the program's name, name. */
export function readCommandLine(program: Command, words: readonly string[]): CommandLine {
  const options = words.flatMap((word) => /^--[a-z][a-z-]*/.exec(word) ?? []);
  return { command: commandIn(program, words), options };
}

/** The words of a mention when it shows how to call Malote; else null. `…` stands for any command. */
export function wordsOf({ text }: Mention, program: Command): readonly string[] | null {
  const call = /^\$?\s*(?:npm run (demo)|npm run malote --|malote)(?: (.*))?$/.exec(text);
  if (call === null) return shortForm(text, program);
  const [, demo, rest = ''] = call;
  const words = split(rest).filter((word) => word !== '--');
  if (demo !== undefined) return ['demo', ...words];
  return words.length === 0 || words[0] === '…' || words[0]?.startsWith('-') === true ? null : words;
}

/** `audit --full`: a command without the program's name, recognised by the option after it. */
function shortForm(text: string, program: Command): readonly string[] | null {
  const words = split(text);
  const known = commandIn(program, words) !== null && words.slice(1).some((word) => word.startsWith('--'));
  return known ? words : null;
}

function split(text: string): string[] {
  return text
    .replace(/[[\]]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
}
