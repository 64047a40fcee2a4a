import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { runtimeProbeAnswerSchema } from '../../shared/ipc';
import type { RuntimeProbeAnswer } from '../../shared/ipc';

const ANSWER_MS = 15_000;

/**
 * Starts the engine's process, asks what it runs on and ends it. Never rejects: a process that dies, stays silent for 15 s or
 * answers something else is a failed answer.
 */
export function probeEngineProcess(): Promise<RuntimeProbeAnswer> {
  return new Promise((resolve) => {
    const child = utilityProcess.fork(join(import.meta.dirname, 'engine-host.js'), [], {
      serviceName: 'Malote engine',
      env: { UV_THREADPOOL_SIZE: '16', ...process.env },
    });
    const settle = (answer: RuntimeProbeAnswer): void => {
      clearTimeout(timer);
      child.kill();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      settle(failed('O processo do motor não respondeu em 15 segundos.'));
    }, ANSWER_MS);
    child.on('message', (message: unknown) => {
      const parsed = runtimeProbeAnswerSchema.safeParse(message);
      settle(parsed.success ? parsed.data : failed('O processo do motor respondeu algo que a janela não entende.'));
    });
    child.on('exit', (code) => {
      settle(failed(`O processo do motor terminou sem responder (código ${String(code)}).`));
    });
    child.postMessage('runtime-probe');
  });
}

function failed(sentence: string): RuntimeProbeAnswer {
  return { ok: false, error: { code: 'ENGINE_PROCESS_FAILED', sentence } };
}
