import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './lib/build.mjs';
import { ELECTRON_PACKAGES, ensureDebianPackages, FAULT_PACKAGES } from './lib/debian.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ensureElectron } from './lib/electron.mjs';
import { Explained, runMain, say } from './lib/explain.mjs';
import { withLock } from './lib/lock.mjs';
import { checkNode } from './lib/node-version.mjs';
import { root } from './lib/paths.mjs';
import { ensureSqliteBinding } from './lib/sqlite-binding.mjs';

const USAGE = `Uso: node scripts/bootstrap.mjs [--electron] [--system]

Deixa o Malote pronto para rodar nesta máquina; o que já está pronto não é refeito.
  --electron  busca também um Electron de verdade (o oficial ou, sem acesso a ele, o do npm)
  --system    instala os pacotes do Debian de que o Electron e os testes precisam (como root; senão diz o comando)`;

/**
 * Brings a clone to where it can run: dependencies, SQLite for this Node, build. Each step does nothing when its result is there.
 * Two at once wait for each other.
 * @param {{ electron?: boolean, system?: boolean }} [wanted]
 * @returns {Promise<{ electron: import('./lib/electron.mjs').Electron | undefined }>}
 * @throws {Explained}
 */
export async function bootstrap({ electron = false, system = false } = {}) {
  checkNode();
  const waiting = () => say('Outra preparação do Malote está em andamento; esperando…');
  return withLock(
    join(root, '.cache', 'bootstrap.lock'),
    async () => {
      if (system) {
        await ensureDebianPackages(ELECTRON_PACKAGES, 'abrir o Electron');
        await ensureDebianPackages(FAULT_PACKAGES, 'testar compartilhamentos que falham');
      }
      await ensureDependencies();
      await ensureSqliteBinding();
      await ensureBuild();
      if (!electron) return { electron: undefined };
      const found = await ensureElectron();
      await ensureSqliteBinding({ nodeApi: found.nodeApi });
      return { electron: found };
    },
    waiting,
  );
}

if (realpathSync(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    const args = process.argv.slice(2);
    if (args.includes('--help')) {
      say(USAGE);
      return;
    }
    const unknown = args.find((argument) => !['--electron', '--system'].includes(argument));
    if (unknown !== undefined) throw new Explained(`A opção ${unknown} não existe.`, 'Veja as que existem com --help.');
    await bootstrap({ electron: args.includes('--electron'), system: args.includes('--system') });
    say('Malote pronto.');
  });
}
