import type { RootOpener } from '../engine';
import type { ServiceSurroundings } from './service/manager';

/** A stream of text and, when it is a terminal, how wide it is. */
export type TextStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** `asked`: Ctrl+C and the like. `closing`: the terminal is gone, or will be in seconds, and this process with it. */
export type StopWish = 'asked' | 'closing';

/** Everything the command line takes from the process around it; a port, so that tests can stand in for a person and a terminal. */
export interface Host {
  /** The environment as handed down; secrets are taken out of it once, at the start (`takeSecrets`). */
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Home folder of the user. */
  readonly home: string;
  readonly version: string;
  /** Results: the one place for what a program or a person asked for. */
  readonly stdout: TextStream;
  /** Progress, notices and errors. */
  readonly stderr: TextStream;
  /** Whether somebody can be asked: input and stderr are a terminal. */
  readonly canAsk: boolean;
  /** The built ledger-reader.js. */
  readonly reader: string;
  now(): Date;
  /** Asks with hidden input. @throws MaloteError CANCELLED when the person gives up. */
  askSecret(question: string): Promise<string>;
  /** Calls `listener` for every Ctrl+C, Ctrl+Break, SIGTERM and closing of the terminal until the returned function is called. */
  onStopSignal(listener: (wish: StopWish) => void): () => void;
  /** Opens a share behind a process of its own; absent where there is none, and it is opened in this process. */
  readonly openRoot?: RootOpener;
  /** Who keeps programs running here; absent where nobody may be asked. */
  readonly services?: ServiceSurroundings;
  /** Ends the process at once. */
  exit(code: number): void;
}

const FALLBACK_COLUMNS = 80;

export function columnsOf(stream: TextStream): number {
  return stream.columns ?? FALLBACK_COLUMNS;
}

export function writeLines(stream: TextStream, lines: readonly string[]): void {
  stream.write(lines.map((line) => `${line}\n`).join(''));
}
