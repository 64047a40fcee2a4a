import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { ensureDebianPackages, SMB_PACKAGES } from './lib/debian.mjs';
import { Explained, runMain, say } from './lib/explain.mjs';
import { localCache, root } from './lib/paths.mjs';
import { missingPrograms, playScenario } from './lib/smb-machine.mjs';

/** Exit code for "this machine cannot run a laboratory": nothing was tested, nothing failed. */
const CANNOT = 3;
/** Laboratories at once: one a core, four at most. With more, each boots and answers so slowly that it runs into its limit. */
const SIDE_BY_SIDE = Math.min(4, availableParallelism());

const USAGE = `Uso: npm run test:smb [-- --install] [-- --report=FILE] [-- CENA …]

Encena quedas de um compartilhamento SMB de verdade (Samba e o cliente CIFS do Linux) dentro de um Linux em modo usuário e confere
que nada se perdeu. Sai com 0 quando tudo se manteve, com 1 quando algo falhou, com ${CANNOT} quando esta máquina não pode encenar.
  --install      instala antes os pacotes do Debian que faltarem (como root)
  --report=FILE  escreve em FILE quantas cenas passaram e quantas falharam, em JSON`;

/**
 * @typedef {import('./lib/smb-machine.mjs').Played} Played
 */

await runMain(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    say(USAGE);
    return;
  }
  await bootstrap();
  if (args.includes('--install')) await install();
  const missing = await missingPrograms();
  if (missing.length > 0) {
    say(`Esta máquina não pode encenar quedas de SMB: falta ${missing.join(', ')}.`);
    say(`No Debian: apt-get install --no-install-recommends ${SMB_PACKAGES.join(' ')}`);
    return CANNOT;
  }
  const folder = join(localCache, `smb-${process.pid}`);
  try {
    await bundle(folder);
    const played = await playAll(await chosen(folder, args), folder);
    if (played === undefined) return CANNOT;
    const report = args.find((argument) => argument.startsWith('--report='));
    if (report !== undefined) await writeFile(report.slice('--report='.length), JSON.stringify(played));
    return played.failed === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** What cannot be installed is missing afterwards, and said. */
async function install() {
  try {
    await ensureDebianPackages(SMB_PACKAGES, 'encenar quedas de um compartilhamento');
  } catch (error) {
    if (!(error instanceof Explained)) throw error;
    say(error.message);
  }
}

/**
 * The programs of the laboratory, each a plain file that the guest's Node runs.
 * @param {string} out
 */
async function bundle(out) {
  const entry = createRequire(join(root, 'package.json')).resolve('vite');
  const vite = /** @type {typeof import('vite')} */ (await import(pathToFileURL(entry).href));
  const guest = join(root, 'test', 'smb', 'guest');
  const programs = ['main', 'office-process', 'witness-process', 'bi-process', 'contract-process'];
  await vite.build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: out,
      rolldownOptions: {
        input: {
          ...Object.fromEntries(programs.map((name) => [name, join(guest, `${name}.ts`)])),
          'share-agent': join(root, 'src', 'engine', 'shares', 'agent', 'entry.ts'),
          scenarios: join(root, 'test', 'smb', 'scenarios', 'index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
}

/**
 * @param {string} folder
 * @param {string[]} args
 * @returns {Promise<{ name: string, title: string }[]>}
 */
async function chosen(folder, args) {
  const { SCENARIOS } = /** @type {{ SCENARIOS: { name: string, title: string }[] }} */ (
    await import(pathToFileURL(join(folder, 'scenarios.mjs')).href)
  );
  const names = args.filter((argument) => !argument.startsWith('--'));
  const unknown = names.find((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown !== undefined)
    throw new Explained(`A cena ${unknown} não existe.`, `Existem: ${SCENARIOS.map(({ name }) => name).join(', ')}.`);
  return names.length === 0 ? SCENARIOS : SCENARIOS.filter(({ name }) => names.includes(name));
}

/**
 * Each scenario in a machine of its own; some at a time, for most of them mostly wait.
 * @param {{ name: string, title: string }[]} scenarios
 * @param {string} folder
 * @returns {Promise<{ passed: number, failed: number } | undefined>} nothing when no machine came up
 */
async function playAll(scenarios, folder) {
  const waiting = [...scenarios];
  /** @type {Played[]} */
  const played = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name, title } = next;
      process.stdout.write(`[${name}] ${title}\n`);
      played.push(await playScenario({ name, folder, handle: (line) => process.stdout.write(`[${name}] ${line}\n`) }));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  if (played.every(({ booted }) => !booted)) {
    say(`O Linux em modo usuário não roda nesta máquina:\n${played[0]?.output ?? ''}`);
    return undefined;
  }
  printSeen(played);
  return printResults(scenarios, played);
}

/** @param {Played[]} played */
function printSeen(played) {
  const seen = played.flatMap((one) => one.seen);
  const calls = Object.keys(seen[0]?.calls ?? {});
  if (calls.length === 0) return;
  process.stdout.write(`\nwhat Node saw | ${calls.join(' | ')}\n`);
  for (const { event, calls: said } of seen) {
    process.stdout.write(`${event} | ${calls.map((call) => said[call] ?? '').join(' | ')}\n`);
  }
}

/**
 * @param {{ name: string, title: string }[]} scenarios
 * @param {Played[]} played
 */
function printResults(scenarios, played) {
  process.stdout.write('\n');
  for (const { name, title } of scenarios) {
    const one = played.find((candidate) => candidate.name === name);
    const word = one?.failures.length === 0 ? 'ok    ' : 'FAILED';
    process.stdout.write(`${word} ${name.padEnd(20)} ${String(one?.seconds ?? 0).padStart(4)} s  ${title}\n`);
    for (const failure of one?.failures ?? []) process.stdout.write(`         ${failure}\n`);
  }
  const failed = played.filter(({ failures }) => failures.length > 0).length;
  process.stdout.write(`${played.length - failed} passed, ${failed} failed\n`);
  return { passed: played.length - failed, failed };
}
