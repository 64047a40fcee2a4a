import type { Redactor } from '../engine';
import type { ExitCode } from './exit-codes';
import type { Host } from './host';
import type { AlertSecretValues, Secrets } from './secrets';

/** What every command is given. */
export interface Context {
  readonly host: Host;
  readonly secrets: Secrets;
  readonly alertSecrets: AlertSecretValues;
  /** Knows every secret of this process. */
  readonly redactor: Redactor;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly workspace?: string;
  readonly debug?: boolean;
}

export type CommandResult = Promise<ExitCode>;

/** A result for a program: one line of JSON, the last on stdout. */
export function writeJson(host: Host, value: unknown): void {
  host.stdout.write(`${JSON.stringify(value)}\n`);
}
