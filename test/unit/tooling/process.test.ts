import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { heardSignals } from '../../../scripts/lib/process.mjs';

const launcher = pathToFileURL(join(import.meta.dirname, '../../../scripts/lib/process.mjs')).href;
/** Ends with 7 at a second signal, as a command does that puts away what it has. */
const command = `
  const signals = [];
  for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => {
    signals.push(name);
    console.log(name);
    if (signals.length === 2) process.exit(7);
  });
  setInterval(() => undefined, 1_000);
  console.log('ready');
`;
const script = `
  import { hand } from ${JSON.stringify(launcher)};
  process.exitCode = await hand(process.execPath, ['-e', ${JSON.stringify(command)}]);
`;

async function launched(): Promise<{ readonly code: unknown; readonly heard: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const next: NodeJS.Signals[] = ['SIGHUP', 'SIGTERM'];
  let heard = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
    const signal = next.shift();
    if (signal !== undefined) child.kill(signal);
  });
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, heard };
}

it('hands on what ends a command and outlives it, to give its exit code', async () => {
  // there the first signal is the launcher's end, and its command goes on alone
  if (process.platform !== 'win32') expect(await launched()).toEqual({ code: 7, heard: 'ready\nSIGHUP\nSIGTERM\n' });
});

it('kills nobody on Windows, where a signal to another process is its end, and outlives what its console tells both', () => {
  expect(heardSignals('win32')).toEqual([
    ['SIGINT', false],
    ['SIGBREAK', false],
    ['SIGHUP', false],
  ]);
  expect(heardSignals('linux')).toEqual([
    ['SIGINT', false],
    ['SIGTERM', true],
    ['SIGHUP', true],
  ]);
});
