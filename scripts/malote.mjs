import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { Explained, runMain } from './lib/explain.mjs';
import { root } from './lib/paths.mjs';
import { hand } from './lib/process.mjs';

/** `npm run malote -- …`: prepares what is missing, then runs the command line with the arguments given; its exit code is ours. */
await runMain(async () => {
  await bootstrap();
  const cli = join(root, 'out', 'main', 'cli.js');
  if (!existsSync(cli)) {
    throw new Explained(
      'A linha de comando (src/cli/main.ts) não faz parte desta cópia do projeto.',
      'Clone o repositório de novo.',
    );
  }
  // Four calls stuck on a dead share would stall every other file operation in libuv's default pool of four.
  const env = { UV_THREADPOOL_SIZE: '16', ...process.env };
  return hand(process.execPath, [cli, ...process.argv.slice(2)], env);
});
