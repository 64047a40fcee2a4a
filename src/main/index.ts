import { join } from 'node:path';
import { app, session } from 'electron';
import { probeEngineProcess } from './engine-host/client';
import { answerRuntimeProbe } from './ipc/runtime-probe';
import { guardContents, guardSession } from './security/guards';
import { registerAppScheme, serveAppFiles } from './security/protocol';
import { openMainWindow } from './windows/main-window';

// As root Chromium has no sandbox to enable: asking for it would cancel --no-sandbox, and no window would ever open.
if (process.getuid?.() !== 0) app.enableSandbox();
registerAppScheme();
guardContents(app);
app.on('window-all-closed', () => {
  app.quit();
});

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  app.exit(1);
});

async function start(): Promise<void> {
  await app.whenReady();
  guardSession(session.defaultSession);
  serveAppFiles(join(import.meta.dirname, '..', 'renderer'));
  answerRuntimeProbe(probeEngineProcess);
  await openMainWindow();
}
