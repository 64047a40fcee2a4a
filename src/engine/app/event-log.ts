import type { EngineEvent } from '../../shared/views';

/** Where a host of the engine writes its log. */
export interface EventLog {
  info(text: string): void;
  warning(text: string): void;
  error(text: string): void;
}

/** Writes what is worth keeping of the engine's events: notices, changes of phase, results. */
export function logEvents(log: EventLog): (event: EngineEvent) => void {
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

function logNotice(log: EventLog, { level, code, text }: Extract<EngineEvent, { type: 'notice' }>): void {
  log[level](code === null ? text : `${code}: ${text}`);
}
