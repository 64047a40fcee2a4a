import { execFile, spawn } from 'node:child_process';
import { MaloteError } from '../../shared/errors';

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LONGEST_MS = 60_000;

/** Runs a command of the system, without a shell. What it ends with is for the caller. @throws MaloteError SERVICE_COMMAND_FAILED it did not run */
export function runCommand(file: string, args: readonly string[]): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: LONGEST_MS, windowsHide: true }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(failed(file, args, error.message));
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** As `runCommand`, for what asks the person at the terminal by itself. */
export function runAsking(file: string, args: readonly string[]): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit' });
    child.once('error', (error) => {
      reject(failed(file, args, error.message));
    });
    child.once('close', (code) => {
      resolve({ code: code ?? 1, stdout: '', stderr: '' });
    });
  });
}

/** @throws MaloteError SERVICE_COMMAND_FAILED it ended with anything but 0 */
export async function wantCommand(
  file: string,
  args: readonly string[],
  run: typeof runCommand = runCommand,
): Promise<string> {
  const { code, stdout, stderr } = await run(file, args);
  if (code !== 0) throw failed(file, args, stderr.trim() || stdout.trim() || String(code));
  return stdout;
}

function failed(file: string, args: readonly string[], reason: string): MaloteError {
  const [line = ''] = reason.split('\n');
  return new MaloteError('SERVICE_COMMAND_FAILED', {
    command: `${file} ${args.slice(0, 2).join(' ')}`,
    reason: line.replace(/[.\s]+$/, ''),
  });
}
