import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { hasDisplay } from './lib/display.mjs';
import { runMain, say } from './lib/explain.mjs';
import { root } from './lib/paths.mjs';
import { hand } from './lib/process.mjs';

/**
 * `npm start`: prepares what is missing and opens the console; without a screen it says so and runs the demonstration in the
 * terminal. Arguments go to whichever of the two it is.
 */
await runMain(async () => {
  const args = process.argv.slice(2);
  // Four calls stuck on a dead share would stall every other file operation in libuv's default pool of four.
  const env = { UV_THREADPOOL_SIZE: '16', ...process.env };
  if (!hasDisplay(process.platform, process.env)) {
    say('Esta sessão não tem tela para a janela do Malote; a demonstração roda aqui mesmo, no terminal.');
    await bootstrap();
    return hand(process.execPath, [join(root, 'out', 'main', 'cli.js'), 'demo', ...args], env);
  }
  const { electron } = await bootstrap({ electron: true, system: process.platform === 'linux' });
  // Chromium refuses its sandbox to root; every other user has it.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return hand(electron?.executable ?? '', [...asRoot, root, ...args], env);
});
