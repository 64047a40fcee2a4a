import { join } from 'node:path';
import electronLog from 'electron-log/node';
import { setAsideSync, type EventLog } from '../engine';
import { plainEntry } from '../shared/plain-words';
import { MOST_LOGS_ASIDE } from '../shared/retention';

export { logEvents } from '../engine';

const MAX_BYTES = 5 * 1024 * 1024;

/** The log file of a workspace. Everything written to it has passed the redaction. */
export interface Log extends EventLog {
  readonly file: string;
}

/** Opens `logs/malote.log` in the workspace; past 5 MB it is set aside under its moment, and bounded by the retention. A disk that is full never stops the program. */
export function openLog(workspace: string, redact: (text: string) => string): Log {
  const file = join(workspace, 'logs', 'malote.log');
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
    file,
    info: (text) => {
      logger.info(plainEntry(redact(text)));
    },
    warning: (text) => {
      logger.warn(plainEntry(redact(text)));
    },
    error: (text) => {
      logger.error(plainEntry(redact(text)));
    },
  };
}
