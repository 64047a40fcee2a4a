import { Command } from 'commander';
import { DEAD_MODES, QUIRKS } from '../simulator';
import { EXIT_MEANINGS } from './exit-codes';
import { commandMessages, helpMessages, helpTitles } from '../shared/messages/pt-BR/terminal/commands';
import { renderPairs } from './text/table';

/** A command whose help is in Portuguese and whose errors are thrown, to be told in our own words (failure.ts). */
export class PortugueseCommand extends Command {
  constructor(name?: string) {
    super(name);
    this.helpOption('-h, --help', commandMessages.malote.help);
    this.configureHelp({
      styleTitle: (title) => helpTitles[title] ?? title,
      // What an option is without a value stands in its own sentence, in words.
      optionDescription: (option) => option.description,
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map((argument) => `[${argument.name()}]`)].join(' '),
    });
    this.configureOutput({ outputError: () => undefined });
    this.exitOverride();
  }

  override createCommand(name?: string): Command {
    return new PortugueseCommand(name);
  }
}

export function exitCodesHelp(): string {
  return below(
    helpMessages.exitCodes,
    EXIT_MEANINGS.map(([code, meaning]) => `${String(code)}  ${meaning}`),
  );
}

export function credentialsHelp(): string {
  return below(helpMessages.credentials.title, helpMessages.credentials.lines);
}

export function deadHelp(): string {
  return below(helpMessages.dead, renderPairs(DEAD_MODES));
}

export function quirksHelp(): string {
  return below(helpMessages.quirks, renderPairs(Object.entries(QUIRKS)));
}

function below(title: string, lines: readonly string[]): string {
  return ['', title, ...lines.map((line) => `  ${line}`)].join('\n');
}
