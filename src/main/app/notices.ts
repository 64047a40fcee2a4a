import { randomUUID } from 'node:crypto';
import type { EngineStatus, Notice } from '../../shared/ipc/state';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';
import { RESTART_WAITS_MS } from '../engine/supervisor';

/** What a person is told when the engine's process has died; null for every other status. */
export function engineNotice(status: EngineStatus, now = new Date()): Notice | null {
  const about = { id: `m-${randomUUID()}`, at: now.toISOString(), code: 'IPC_ENGINE_AWAY' } as const;
  if (status.state === 'crashed') {
    const text = shellMessages.engineCrashed(status.attempt, RESTART_WAITS_MS.length);
    return { ...about, level: 'warning', text };
  }
  if (status.state !== 'gone') return null;
  return { ...about, level: 'error', text: shellMessages.engineGone };
}
