import { ipcMain } from 'electron';
import { channels } from '../../shared/ipc';
import type { RuntimeProbeAnswer } from '../../shared/ipc';
import { APP_ORIGIN } from '../security/app-files';

/** Lets the application's own page, and no other sender, ask what the engine's process runs on. */
export function answerRuntimeProbe(probe: () => Promise<RuntimeProbeAnswer>): void {
  ipcMain.handle(channels.runtimeProbe, (event) => {
    const { senderFrame } = event;
    if (senderFrame?.parent !== null || !senderFrame.url.startsWith(`${APP_ORIGIN}/`))
      throw new Error('sender refused');
    return probe();
  });
}
