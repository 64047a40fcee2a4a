import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from './digest.mjs';
import { Explained, say } from './explain.mjs';
import { writeNotices } from './notices.mjs';
import { root, tool } from './paths.mjs';
import { run } from './process.mjs';

const SOURCES = [
  ...[
    'src',
    'electron.vite.config.ts',
    'node-programs.config.ts',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
  ],
  'scripts/lib/notices.mjs',
];
const out = join(root, 'out');
const stamp = join(out, 'sources.sha256');

/**
 * Builds out/ with electron-vite when something that it is made from has changed.
 * @throws {Explained}
 */
export async function ensureBuild() {
  const wanted = await digestOf(root, SOURCES);
  const built = await readFile(stamp, 'utf8').catch(() => '');
  if (built === wanted && existsSync(join(out, 'main', 'index.js'))) return;
  say('Compilando o Malote…');
  await rm(out, { recursive: true, force: true });
  const builder = tool('electron-vite', 'bin', 'electron-vite.js');
  const outcome = await run(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (outcome.code !== 0) {
    throw new Explained(
      'A compilação do Malote falhou; o motivo está nas linhas acima.',
      'Corrija o arquivo citado e rode de novo.',
      {
        details: outcome.output.slice(-6_000),
      },
    );
  }
  await mkdir(out, { recursive: true });
  await writeNotices(out);
  await writeFile(stamp, wanted);
}
