import { join } from 'node:path';
import electronLog from 'electron-log/node';
import type { EngineEvent } from '../shared/views';

const MAX_BYTES = 5 * 1024 * 1024;

/** The log file of a workspace. Everything written to it has passed the redaction. */
export interface Log {
  readonly file: string;
  info(text: string): void;
  warning(text: string): void;
  error(text: string): void;
}

/** Opens `logs/malote.log` in the workspace; past 5 MB it becomes `malote.old.log`. A disk that is full never stops the program. */
export function openLog(workspace: string, redact: (text: string) => string): Log {
  const file = join(workspace, 'logs', 'malote.log');
  const logger = electronLog.create({ logId: file });
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.maxSize = MAX_BYTES;
  logger.transports.file.resolvePathFn = () => file;
  return {
    file,
    info: (text) => {
      logger.info(redact(text));
    },
    warning: (text) => {
      logger.warn(redact(text));
    },
    error: (text) => {
      logger.error(redact(text));
    },
  };
}

/** Writes what is worth keeping of the engine's events: notices, changes of phase, results. */
export function logEvents(log: Log): (event: EngineEvent) => void {
  let phase: string | null = null;
  return (event) => {
    if (event.type === 'notice') logNotice(log, event);
    if (event.type === 'progress' && event.progress.phase !== phase) {
      phase = event.progress.phase;
      log.info(`run ${String(event.progress.runId)} ${event.progress.month}: ${phase}`);
    }
    if (event.type === 'run-ended') {
      const { run, documents, requests, outbox } = event.summary;
      log.info(`run ended: ${JSON.stringify({ run, documents, requests, outbox })}`);
    }
  };
}

function logNotice(log: Log, { level, code, text }: Extract<EngineEvent, { type: 'notice' }>): void {
  log[level](code === null ? text : `${code}: ${text}`);
}
