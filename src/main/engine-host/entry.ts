import { probeRuntime } from '../../engine';
import type { RuntimeProbeAnswer } from '../../shared/ipc';

/** The engine's process (an Electron utilityProcess): answers each message of the main process with what it runs on. */
process.parentPort.on('message', () => {
  process.parentPort.postMessage(answer());
});

function answer(): RuntimeProbeAnswer {
  try {
    return { ok: true, value: probeRuntime() };
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    return { ok: false, error: { code: 'ENGINE_PROBE_FAILED', sentence } };
  }
}
