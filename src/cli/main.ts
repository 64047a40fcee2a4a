#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { trustThisComputer } from '../engine';
import { runCli } from './cli';
import { guardEnvironment, ignoredWords } from '../shared/environment';
import { processHost } from './process-host';

/** Both src/cli and out/main lie two folders below package.json. */
function versionOf(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

for (const name of guardEnvironment(process.env)) process.stderr.write(`${ignoredWords(name)}\n`);
trustThisComputer();
process.exitCode = await runCli(process.argv.slice(2), processHost(versionOf()));
