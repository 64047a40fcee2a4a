import { join } from 'node:path';
import electronLog from 'electron-log/node';
import { setAsideSync } from '../../engine/files';
import { plainEntry } from '../../shared/plain-words';
import { MOST_LOGS_ASIDE } from '../../shared/retention';
import { createRedactor } from '../../shared/redact';

const MAX_BYTES = 5 * 1024 * 1024;

export type LogLevel = 'info' | 'warning' | 'error';

/** The one log of the program: main writes it, for itself, for the engine's process and for the page. */
export interface Log {
  readonly folder: string;
  write(source: 'main' | 'engine' | 'page', level: LogLevel, text: string): void;
  /** From now on this text never appears in the log. */
  hide(secret: string): void;
}

const METHODS = { info: 'info', warning: 'warn', error: 'error' } as const;

/**
 * Opens `malote.log` in a folder; past 5 MB it is set aside under its moment, and bounded by the retention. Everything passes the redaction, and a line of text stays one
 * entry however long. A disk that is full never stops the program.
 */
export function openLog(folder: string): Log {
  const file = join(folder, 'malote.log');
  const redactor = createRedactor([]);
  // the Node flavour: it opens no channel of its own to the pages
  const logger = electronLog.create({ logId: file });
  // the library tells of a log that it cannot write on the console of its first logger, with a stack: that is nobody's business
  electronLog.transports.console.writeFn = () => undefined;
  logger.transports.console.level = false;
  // else it looks for a package.json from the current folder up, and without one writes nothing
  logger.transports.file.setAppName('malote');
  logger.transports.file.level = 'info';
  logger.transports.file.maxSize = MAX_BYTES;
  logger.transports.file.resolvePathFn = () => file;
  logger.transports.file.archiveLogFn = () => {
    try {
      setAsideSync(file, new Date(), MOST_LOGS_ASIDE);
    } catch {
      // somebody has it open: it grows on, and is tried again after as much again
    }
  };
  return {
    folder,
    write: (source, level, text) => {
      logger[METHODS[level]](`[${source}] ${plainEntry(redactor.redact(text)).slice(0, 20_000)}`);
    },
    hide: (secret) => {
      redactor.add(secret);
    },
  };
}
