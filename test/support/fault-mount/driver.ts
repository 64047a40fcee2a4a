import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Benches are bundled and run from elsewhere: scripts/bench.mjs tells them where they come from. */
const here = process.env['MALOTE_FAULT_MOUNT'] ?? import.meta.dirname;
const source = join(here, 'driver.c');
const cache = join(here, '..', '..', '..', 'node_modules', '.cache', 'malote');

/** libfuse's interface since 3.12, which alone can have many calls under way there, and the one before it. */
const INTERFACES = ['312', '32'];

async function compile(to: string): Promise<void> {
  let failure: unknown;
  for (const version of INTERFACES) {
    const options = [
      '-O2',
      '-std=gnu11',
      '-D_FILE_OFFSET_BITS=64',
      `-DFUSE_USE_VERSION=${version}`,
      '-I/usr/include/fuse3',
    ];
    try {
      await run('gcc', [...options, source, '-o', to, '-lfuse3', '-lpthread']);
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** The driver's program, compiled from driver.c when it has changed. */
export async function driverProgram(): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(source))
    .digest('hex')
    .slice(0, 16);
  const program = join(cache, `fault-mount-${digest}`);
  if (existsSync(program)) return program;
  await mkdir(cache, { recursive: true });
  const fresh = `${program}.${String(process.pid)}`;
  try {
    await compile(fresh);
    await rename(fresh, program);
  } finally {
    await rm(fresh, { force: true });
  }
  return program;
}

export type Possibility = { readonly possible: true } | { readonly possible: false; readonly why: string };

async function lookAround(): Promise<Possibility> {
  const cannot = (why: string): Possibility => ({ possible: false, why });
  if (process.platform !== 'linux') return cannot('fault mounts need Linux');
  if (process.getuid?.() !== 0) return cannot('fault mounts need root');
  try {
    await access('/dev/fuse', constants.R_OK | constants.W_OK);
  } catch {
    return cannot('there is no /dev/fuse');
  }
  try {
    await driverProgram();
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n').slice(-2);
    return cannot(`the driver does not compile (Debian: apt-get install gcc libc6-dev libfuse3-dev): ${first}`);
  }
  return { possible: true };
}

let answer: Promise<Possibility> | undefined;

/** Whether this machine can mount: Linux, root, /dev/fuse, gcc and libfuse 3; else why not, in words. */
export function faultMountsPossible(): Promise<Possibility> {
  answer ??= lookAround();
  return answer;
}
