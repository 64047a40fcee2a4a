import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './paths.mjs';

const KEPT_OUTPUT = 256 * 1024;
/**
 * Heard, so that this process outlives its command. A terminal's Ctrl+C reaches both by itself; on Windows so does everything that can
 * be heard at all (Ctrl+Break, the closing of the console), and `kill` there would end the command without a word.
 */
const HEARD = /** @type {const} */ ({ SIGINT: false, SIGTERM: true, SIGHUP: true });
const HEARD_ON_WINDOWS = /** @type {const} */ ({ SIGINT: false, SIGBREAK: false, SIGHUP: false });

/**
 * @typedef {{ code: number, output: string, stdout: string, missing: boolean }} Outcome
 * `code`: 0 is success; a signal counts as 128; `missing`: the command does not exist. `output` is both streams, their end only.
 */

/**
 * Runs a command to its end and tells what came of it; never throws for a command that failed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, show?: boolean }} [options]
 *   `show`: what it prints goes to this process's stderr as it comes
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options = {}) {
  const { cwd = root, env = process.env, timeoutMs = 0, show = false } = options;
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs > 0 ? { timeout: timeoutMs, killSignal: /** @type {const} */ ('SIGKILL') } : {}),
    });
    let output = '';
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
      output = (output + text).slice(-KEPT_OUTPUT);
      if (show) process.stderr.write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output = (output + text).slice(-KEPT_OUTPUT);
      if (show) process.stderr.write(text);
    });
    child.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      done({ code: 127, output: error.message, stdout, missing: error.code === 'ENOENT' });
    });
    child.on('close', (code) => {
      done({ code: code ?? 128, output, stdout, missing: false });
    });
  });
}

/**
 * Which signals this process hears while a command runs in its place, and whether it hands them on.
 * @param {NodeJS.Platform} platform
 * @returns {[NodeJS.Signals, boolean][]}
 */
export function heardSignals(platform) {
  const heard = platform === 'win32' ? HEARD_ON_WINDOWS : HEARD;
  return /** @type {[NodeJS.Signals, boolean][]} */ (Object.entries(heard));
}

/**
 * Runs a command in this process's place: its streams, its exit code. The command decides when to end.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} exit code; 128 + n when signal n ended it
 */
export function hand(command, args, env = process.env) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env, stdio: 'inherit' });
    const heard = heardSignals(process.platform);
    /** @type {NodeJS.SignalsListener} */
    const forward = (signal) => {
      if (heard.some(([name, goesOn]) => name === signal && goesOn)) child.kill(signal);
    };
    for (const [signal] of heard) process.on(signal, forward);
    const settle = () => {
      for (const [signal] of heard) process.off(signal, forward);
    };
    child.on('error', (error) => {
      settle();
      fail(error);
    });
    child.on('close', (code, signal) => {
      settle();
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
