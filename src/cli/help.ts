import { Command } from 'commander';
import { DEAD_MODES, QUIRKS } from '../simulator';
import { EXIT_MEANINGS } from './exit-codes';
import { renderPairs } from './text/table';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Uso:',
  'Arguments:': 'Argumentos:',
  'Options:': 'Opções:',
  'Commands:': 'Comandos:',
};

/** A command whose help is in Portuguese and whose errors are thrown, to be told in our own words (failure.ts). */
export class PortugueseCommand extends Command {
  constructor(name?: string) {
    super(name);
    this.helpOption('-h, --help', 'mostra esta ajuda');
    this.configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
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
  return ['', 'Códigos de saída:', ...EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code)}  ${meaning}`)].join(
    '\n',
  );
}

export function credentialsHelp(): string {
  return [
    '',
    'Credencial do SIEG:',
    '  Vem de MALOTE_SIEG_KEY (na API v1 também MALOTE_SIEG_CLIENT_ID e MALOTE_SIEG_CLIENT_SECRET)',
    '  ou é pedida no terminal, sem aparecer. Nunca é aceita como argumento.',
    '  Vai para https://api.sieg.com ou para este computador; MALOTE_SIEG_SERVER diz outro servidor, de propósito.',
  ].join('\n');
}

export function deadHelp(): string {
  return ['', 'O que nunca funciona, com --dead:', ...renderPairs(DEAD_MODES).map((line) => `  ${line}`)].join('\n');
}

export function quirksHelp(): string {
  return ['', 'Manias do SIEG:', ...renderPairs(Object.entries(QUIRKS)).map((line) => `  ${line}`)].join('\n');
}
