import { randomUUID } from 'node:crypto';
import { linkSync, unlinkSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 2_000;
const STALE_MS = 30_000;
const LOOK_AGAIN_MS = 300;

/**
 * Runs `work` while holding a lock file. Whoever holds it touches it every two seconds; a lock whose process is gone, or that nobody
 * touched for thirty seconds, is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait = () => undefined) {
  await mkdir(dirname(file), { recursive: true });
  const token = `${process.pid} ${randomUUID()}`;
  let waited = false;
  while (!(await take(file, token))) {
    if (!waited) onWait();
    waited = true;
    await sleep(LOOK_AGAIN_MS);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  const release = () => {
    clearInterval(heartbeat);
    unlinkQuietly(file);
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} file
 * @param {string} token `pid unique`
 */
async function take(file, token) {
  try {
    await writeFile(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  await removeIfStale(file);
  return false;
}

/** @param {string} file */
async function removeIfStale(file) {
  const seen = await readFile(file, 'utf8').catch(() => undefined);
  const info = await stat(file).catch(() => undefined);
  if (seen === undefined || info === undefined) return;
  const quietMs = Date.now() - info.mtimeMs;
  const holder = Number.parseInt(seen, 10);
  if (quietMs < STALE_MS && (Number.isNaN(holder) || isAlive(holder))) return;
  const aside = `${file}.${randomUUID()}`;
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  // Between the look and the rename somebody may have replaced the stale lock: theirs is put back.
  if ((await readFile(aside, 'utf8')) !== seen) {
    try {
      linkSync(aside, file);
    } catch {
      // A third one has it already.
    }
  }
  await rm(aside, { force: true });
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} file */
function unlinkQuietly(file) {
  try {
    unlinkSync(file);
  } catch {
    // Already gone.
  }
}
