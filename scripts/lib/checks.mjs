import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { DESKTOP_PACKAGES, ELECTRON_PACKAGES, ensureDebianPackages, FAULT_PACKAGES } from './debian.mjs';
import { screenInMemory } from './display.mjs';
import { ensureElectron } from './electron.mjs';
import { Explained, say } from './explain.mjs';
import { root, tool } from './paths.mjs';
import { hand } from './process.mjs';
import { ensureSqliteBinding } from './sqlite-binding.mjs';
import { readPlaywright, readScenarios, readVitest, tallyCheck, tallyNotRun, tallyReport, together } from './tally.mjs';
import { ensureWindows, runOnWindows, windowsNode } from './wine.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

const results = join(root, 'test-results');
/** Of scripts/test-smb.mjs: this machine cannot run the laboratory. */
const CANNOT = 3;
/** Side by side some two minutes: what a server, a disk and a password can do. */
const SMB_QUICK = ['server-killed', 'disk-full', 'credentials-changed'];

/** Half a minute under Wine, and never more than its limit: what the system answers, the contract of a root, and the program from nothing to its evidence. */
const WINDOWS_QUICK = [
  'test/windows/answers',
  'test/windows/drives',
  'test/windows/demonstration',
  'test/contract/file-root',
  'test/contract/failing-root',
];
const WINDOWS_ALL = [
  'test/windows',
  'test/contract',
  ...['shares', 'archive', 'delivery', 'ledger', 'settings', 'main', 'cli'].map((room) => `test/unit/${room}/`),
];

/**
 * Everything that `npm test` runs, in its order, but what is `ON_DEMAND`; each name can be given alone (`npm test -- lint unit`).
 * @type {Record<string, () => Promise<Tally>>}
 */
export const CHECKS = {
  format: () => checkWith(tool('prettier', 'bin', 'prettier.cjs'), ['--check', '--log-level', 'warn', '.']),
  typecheck: typecheck,
  lint: lint,
  unit: vitest,
  e2e: electron,
  'smb-quick': () => smb(SMB_QUICK),
  'windows-quick': () => windows(WINDOWS_QUICK, 180_000),
  smb: () => smb([]),
  windows: () => windows(WINDOWS_ALL, 1_800_000),
  'windows-package': windowsPackage,
};

/** Run when they are named: all SMB scenarios, and all that runs under Wine, take minutes more. */
export const ON_DEMAND = ['smb', 'windows', 'windows-package'];

/**
 * Checks that are asked for by one name.
 * @param {string} name
 * @returns {string[]}
 */
export function checksOf(name) {
  return name === 'windows' ? ['windows', 'windows-package'] : [name];
}

/**
 * @param {string} script
 * @param {string[]} args
 */
async function checkWith(script, args) {
  return tallyCheck(await hand(process.execPath, [script, ...args]));
}

/** The rules that need types, and then the project's own, of who may import what. */
async function lint() {
  const warnings = ['--deny-warnings', '--report-unused-disable-directives-severity=error'];
  const code = await hand(process.execPath, [tool('oxlint', 'bin', 'oxlint'), '--type-aware', ...warnings, '.']);
  if (code !== 0) return tallyCheck(code);
  return tallyCheck(await hand(process.execPath, [tool('eslint', 'bin', 'eslint.js'), '.']));
}

/** Programs with different globals: Node, the page, the tests that reach into the page, and these scripts. */
async function typecheck() {
  for (const project of ['.', 'src/renderer', 'test/renderer', 'test/e2e', 'scripts']) {
    const code = await hand(process.execPath, [tool('typescript-native', 'bin', 'tsc'), '--noEmit', '-p', project]);
    if (code !== 0) return tallyCheck(code);
  }
  return tallyCheck(0);
}

async function vitest() {
  await ensureFaultMounts();
  const report = await freshReport('vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await hand(process.execPath, [tool('vitest', 'vitest.mjs'), 'run', ...reporters]);
  return tallyReport(report, readVitest, code);
}

/** Where they cannot be had, the tests of failing shares use plain folders and say so. */
async function ensureFaultMounts() {
  if (process.getuid?.() !== 0) return;
  try {
    await ensureDebianPackages(FAULT_PACKAGES, 'testar compartilhamentos que falham');
  } catch (error) {
    if (!(error instanceof Explained)) throw error;
    say(error.message);
  }
}

/**
 * Outages of a real SMB share, in a Linux that runs as a program. What this machine cannot run has not passed.
 * @param {readonly string[]} scenarios none: all
 */
async function smb(scenarios) {
  const report = await freshReport('smb.json');
  const install = process.getuid?.() === 0 ? ['--install'] : [];
  const script = join(root, 'scripts', 'test-smb.mjs');
  const code = await hand(process.execPath, [script, ...install, `--report=${report}`, ...scenarios]);
  return code === CANNOT ? tallyNotRun('this machine cannot, see above') : tallyReport(report, readScenarios, code);
}

/**
 * Tests on a Windows Node, under Wine; on Windows itself, on this one. Wine is not Windows: docs/decisions/0030-windows-under-wine.md.
 * @param {string[]} files how the paths of the tests begin
 * @param {number} timeoutMs
 * @returns {Promise<Tally>}
 */
async function windows(files, timeoutMs) {
  const report = await freshReport('windows.json');
  const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=test-results/windows.json'];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...files];
  if (process.platform === 'win32') return tallyReport(report, readVitest, await hand(process.execPath, args));
  /** @type {import('./wine.mjs').Windows} */
  let machine;
  try {
    machine = await ensureWindows();
  } catch (error) {
    if (!(error instanceof Explained)) throw error;
    say(error.message);
    return tallyNotRun('no Wine with a Windows Node on this machine, see above');
  }
  const env = { MALOTE_TEST_DRIVE: 'Y:\\', MALOTE_TEST_SHARE: '\\\\servidor\\xml_import' };
  // Wine beside other work is many times slower, and the whole has a limit of its own
  const patience = ['--testTimeout=240000', '--hookTimeout=240000'];
  const { code, seconds } = await runOnWindows(machine, [...args, ...patience], { timeoutMs, env });
  say(`Sob o Wine, com o Node do Windows: ${seconds} s.`);
  return tallyReport(report, readVitest, code);
}

/**
 * A package for Windows made on this machine, and read back.
 * @returns {Promise<Tally>}
 */
async function windowsPackage() {
  await ensureBuild();
  try {
    await windowsNode();
  } catch (error) {
    if (!(error instanceof Explained)) throw error;
    say(error.message);
    return tallyNotRun('no Windows Node to be had, see above');
  }
  const report = await freshReport('windows-package.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const env = { ...process.env, MALOTE_TEST_PACKAGE: '1' };
  const args = [tool('vitest', 'vitest.mjs'), 'run', ...reporters, 'test/package'];
  return tallyReport(report, readVitest, await hand(process.execPath, args, env));
}

/** The program in a real Electron, on a screen in memory where there is one to be had. */
async function electron() {
  await ensureDebianPackages([...ELECTRON_PACKAGES, ...DESKTOP_PACKAGES], 'abrir o Electron em uma área de trabalho');
  await ensureBuild();
  const { executable, nodeApi } = await ensureElectron();
  await ensureSqliteBinding({ nodeApi });
  const projects = process.platform === 'linux' ? ['window', 'desktop'] : ['window'];
  const tallies = await Promise.all(projects.map((project, place) => playwright(project, 99 + 50 * place, executable)));
  return together(tallies);
}

/**
 * One project of playwright.config.ts.
 * @param {string} project
 * @param {number} screen
 * @param {string} executable Electron's
 */
async function playwright(project, screen, executable) {
  const report = await freshReport(`playwright-${project}.json`);
  const env = { ...process.env, MALOTE_ELECTRON: executable, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const runner = [process.execPath, tool('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'];
  const [command, ...args] = [...(await screenInMemory(screen)), ...runner, `--project=${project}`];
  return tallyReport(report, readPlaywright, await hand(command, args, env));
}

/**
 * @param {string} name
 * @returns {Promise<string>} where the report will be; none from an earlier run is left there
 */
async function freshReport(name) {
  await mkdir(results, { recursive: true });
  const file = join(results, name);
  await rm(file, { force: true });
  return file;
}

/**
 * Runs one check; one that could not be run counts as failed and says why.
 * @param {string} name
 * @returns {Promise<Tally>}
 */
export async function runCheck(name) {
  say(`\n── ${name}`);
  const check = CHECKS[name];
  if (check === undefined)
    throw new Explained(`O teste ${name} não existe.`, `Existem: ${Object.keys(CHECKS).join(', ')}.`);
  try {
    return await check();
  } catch (error) {
    say(error instanceof Explained ? `Erro: ${error.message}` : String(error));
    if (error instanceof Explained && error.details !== '') say(error.details);
    return tallyCheck(1);
  }
}
