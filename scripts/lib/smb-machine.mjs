import { spawn } from 'node:child_process';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './paths.mjs';
import { run } from './process.mjs';

/** What a laboratory needs: the kernel that runs as a program, the server, the mount helper, a second client, and their tools. */
const PROGRAMS = ['linux.uml', 'smbd', 'smbpasswd', 'mount.cifs', 'ip', 'nsenter', 'modprobe', 'ps'];
const MEMORY_MB = 640;
const TIME_LIMIT_MS = 300_000;
const KEPT_OUTPUT = 4_000;

/**
 * @typedef {{ event: string, calls: Record<string, string>, died: boolean }} Seen
 * @typedef {{ name: string, booted: boolean, seconds: number, failures: string[], seen: Seen[], output: string }} Played
 */

/** @returns {Promise<string[]>} in the words of a person; empty when this machine has everything */
export async function missingPrograms() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return ['um Linux de 64 bits (x86-64)'];
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  const found = await Promise.all(PROGRAMS.map((name) => run('sh', ['-c', `command -v ${name}`], { env })));
  return PROGRAMS.filter((_, index) => found[index]?.code !== 0);
}

/** The machine's memory is a file: in memory where there is enough of it. */
async function memoryFolder() {
  const facts = await statfs('/dev/shm').catch(() => undefined);
  return facts !== undefined && facts.bavail * facts.bsize > 4 * MEMORY_MB * 2 ** 20 ? '/dev/shm' : tmpdir();
}

/**
 * What user-mode Linux needs on processors with a large vector state; see the source. Without a compiler it is tried as it is.
 * @param {string} scratch
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function largeVectors(scratch) {
  const library = join(scratch, 'large-vectors.so');
  const source = join(root, 'test', 'smb', 'lab', 'large-vectors.c');
  const { code } = await run('gcc', ['-O2', '-shared', '-fPIC', '-o', library, source]);
  return code === 0 ? { LD_PRELOAD: library } : {};
}

/**
 * Boots a machine for one scenario, lets it play, and powers it off.
 * @param {{ name: string, folder: string, handle: (line: string) => void }} options `folder`: where the bundled programs lie
 * @returns {Promise<Played>}
 */
export async function playScenario({ name, folder, handle }) {
  const started = Date.now();
  const scratch = await mkdtemp(join(tmpdir(), 'malote-smb-'));
  /** @type {Played} */
  const played = { name, booted: false, seconds: 0, failures: [], seen: [], output: '' };
  const end = await runMachine(name, folder, scratch, (line) => {
    const [, kind = '', text = ''] = /^LAB-([A-Z]+) ?(.*)$/.exec(line) ?? [];
    if (kind === 'READY' || kind === 'BROKEN') played.booted = true;
    if (kind === 'FAILURE' || kind === 'BROKEN') played.failures.push(text);
    if (kind === 'SEEN') played.seen.push(/** @type {Seen} */ (JSON.parse(text)));
    else if (kind === '') played.output = `${played.output}${line}\n`.slice(-KEPT_OUTPUT);
    else if (kind !== 'END') handle(text);
    return kind === 'END' ? Number(text) : undefined;
  });
  await rm(scratch, { recursive: true, force: true });
  played.seconds = Math.round((Date.now() - started) / 1000);
  if (end !== 0 && played.failures.length === 0) {
    played.failures.push(end === undefined ? 'the machine did not come to its end' : `the guest ended with ${end}`);
  }
  if (played.failures.length > 0) handle(`the machine's own words:\n${played.output}`);
  return played;
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {string} scratch
 * @param {(line: string) => number | undefined} handle gives the guest's exit code when the line tells it
 * @returns {Promise<number | undefined>}
 */
async function runMachine(name, folder, scratch, handle) {
  const lab = join(root, 'test', 'smb', 'lab');
  const kernel = [
    ...[`mem=${MEMORY_MB}M`, 'root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', 'quiet'],
    ...['con=null', 'con0=fd:0,fd:1', 'ssl=null', 'umid=malote', `uml_dir=${scratch}/`],
    ...[`init=${join(lab, 'init.sh')}`, `MALOTE_LAB=${lab}`, `MALOTE_NODE=${process.execPath}`],
    ...[`MALOTE_PROGRAM=${join(folder, 'main.mjs')}`, `MALOTE_SCENARIO=${name}`],
  ];
  const vectors = await largeVectors(scratch);
  const env = { PATH: process.env['PATH'], HOME: scratch, TMPDIR: await memoryFolder(), ...vectors };
  // A group of its own: the kernel's helper processes go with it.
  const machine = spawn('linux.uml', kernel, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const end = () => {
    try {
      if (machine.pid !== undefined) process.kill(-machine.pid, 'SIGKILL');
    } catch {
      // it is gone already
    }
  };
  const timer = setTimeout(end, TIME_LIMIT_MS);
  process.once('exit', end);
  /** @type {number | undefined} */
  let code;
  for (const stream of [machine.stdout, machine.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      code = handle(line.trimEnd()) ?? code;
    });
  }
  await new Promise((done) => {
    machine.once('error', done);
    machine.once('close', done);
  });
  clearTimeout(timer);
  process.off('exit', end);
  end();
  return code;
}
