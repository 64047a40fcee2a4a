/**
 * Several command lines one after the other in this process, each through the built program's own beginning:
 * `cli-series.mjs CLI.JS JSON`, an array of arrays of words. Each begins with the environment that this process began with, as it would
 * by itself. When nothing is left to do, writes a line of JSON for each: `{"code", "stdout", "stderr"}`.
 */
import { pathToFileURL } from 'node:url';

const [script = '', calls = '[]'] = process.argv.slice(2);
const environment = { ...process.env };
// every beginning listens to both anew
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
const report = process.stdout.write.bind(process.stdout);
/** @type {{ code: number | null, stdout: () => string, stderr: () => string }[]} */
const ended = [];
process.once('beforeExit', () => {
  for (const { code, stdout, stderr } of ended)
    report(`${JSON.stringify({ code, stdout: stdout(), stderr: stderr() })}\n`);
});

/**
 * What is written to a stream from now on, which then writes nothing.
 * @param {NodeJS.WriteStream} stream
 */
function taken(stream) {
  /** @type {Buffer[]} */
  const chunks = [];
  stream.write = (chunk, ...more) => {
    chunks.push(Buffer.from(chunk));
    const written = more.findLast((one) => typeof one === 'function');
    if (written !== undefined) process.nextTick(written);
    return true;
  };
  return () => Buffer.concat(chunks).toString('utf8');
}

/** What this process would end with. */
function exitCode() {
  return process.exitCode === undefined ? null : Number(process.exitCode);
}

/** @type {string[][]} */
const lines = JSON.parse(calls);
for (const [index, words] of lines.entries()) {
  process.env = { ...environment };
  process.argv = [process.execPath, script, ...words];
  process.exitCode = undefined;
  const [stdout, stderr] = [taken(process.stdout), taken(process.stderr)];
  // the program begins when it is loaded: under another address each time
  await import(`${pathToFileURL(script).href}?${String(index)}`);
  ended.push({ code: exitCode(), stdout, stderr });
}
process.exitCode = 0;
