import { CommanderError } from 'commander';
import { MaloteError, isMaloteError, type ErrorCode } from '../shared/errors';
import { usageReasons } from '../shared/messages/pt-BR/terminal/usage';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes';
import { columnsOf, writeLines, type Host } from './host';
import { styleFor } from './text/style';
import { wrap } from './text/width';

export interface FailureOptions {
  readonly json: boolean;
  /** Shows the stack of an unexpected error. */
  readonly debug: boolean;
  readonly redact: (text: string) => string;
}

/** Any thrown value as an expected failure; what nobody expected becomes INTERNAL. */
export function asMaloteError(error: unknown): MaloteError {
  if (isMaloteError(error)) return error;
  if (error instanceof CommanderError) return usageError(error);
  if (error instanceof Error && error.name === 'AbortError') return new MaloteError('CANCELLED', {}, { cause: error });
  return new MaloteError('INTERNAL', { reason: reasonOf(error) }, { cause: error });
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').replace(/[.\s]+$/, '');
}

/** Tells a person (stderr) and, with --json, a program (last line of stdout) what went wrong. @returns the exit code. */
export function reportFailure(
  error: unknown,
  host: Pick<Host, 'stdout' | 'stderr' | 'env'>,
  options: FailureOptions,
): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.complete;
  // The help was shown because no command was named.
  if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.configuration;
  const failure = asMaloteError(error);
  const message = options.redact(failure.message);
  const style = styleFor(host.stderr, host.env);
  // Whole lines in a log or a pipe, so that a search finds them.
  const lines = (text: string): string[] => (host.stderr.isTTY === true ? wrap(text, columnsOf(host.stderr)) : [text]);
  writeLines(host.stderr, [...lines(message).map(style.bad), ...lines(failure.action)]);
  const origin: unknown = failure.cause ?? failure;
  if (options.debug && origin instanceof Error)
    writeLines(host.stderr, [style.quiet(options.redact(origin.stack ?? ''))]);
  if (options.json) writeLines(host.stdout, [failureLine(failure.code, message, failure.action)]);
  return exitCodeOf(failure.code);
}

function failureLine(code: ErrorCode, message: string, action: string): string {
  return JSON.stringify({ error: { code, message, action } });
}

const USAGE: Readonly<Record<string, (name: string) => string>> = {
  'commander.unknownOption': usageReasons.unknownOption,
  'commander.unknownCommand': usageReasons.unknownCommand,
  'commander.optionMissingArgument': usageReasons.valueMissing,
  'commander.missingArgument': usageReasons.argumentMissing,
  'commander.excessArguments': usageReasons.argumentsTooMany,
};

function usageError(error: CommanderError): MaloteError {
  // The part after "=" is a value that nobody asked to see again.
  const name = (/'([^'=]*)/.exec(error.message)?.[1] ?? '').trim();
  const reason = USAGE[error.code]?.(name) ?? usageReasons.other;
  return new MaloteError('CLI_USAGE', { reason });
}
