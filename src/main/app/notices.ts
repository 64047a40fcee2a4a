import { randomUUID } from 'node:crypto';
import type { EngineStatus, Notice } from '../../shared/ipc/state';
import { RESTART_WAITS_MS } from '../engine/supervisor';

/** What a person is told when the engine's process has died; null for every other status. */
export function engineNotice(status: EngineStatus, now = new Date()): Notice | null {
  const about = { id: `m-${randomUUID()}`, at: now.toISOString(), code: 'IPC_ENGINE_AWAY' } as const;
  if (status.state === 'crashed') {
    const attempt = `tentativa ${String(status.attempt)} de ${String(RESTART_WAITS_MS.length)}`;
    const text = `O motor parou e está sendo reiniciado (${attempt}). O que foi arquivado e entregue não se perde; uma execução em andamento pode ser retomada.`;
    return { ...about, level: 'warning', text };
  }
  if (status.state !== 'gone') return null;
  const text =
    'O motor parou vezes demais e não foi reiniciado. Reinicie-o pelo aviso no alto da tela; se repetir, envie o registro ao suporte.';
  return { ...about, level: 'error', text };
}
