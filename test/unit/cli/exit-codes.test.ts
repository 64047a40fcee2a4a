import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT, EXIT_MEANINGS, exitCodeOf, exitCodeOfRun } from '../../../src/cli/exit-codes';
import { ERRORS, MaloteError, type ErrorCode } from '../../../src/shared/errors';
import { summaryOf } from './support';

describe('exit codes', () => {
  it.each([
    ['CANCELLED', 3],
    ['SIEG_ADDRESS_INSECURE', 4],
    ['SETTINGS_INCOMPLETE', 4],
    ['SETTINGS_UNWRITABLE', 7],
    ['CLI_USAGE', 4],
    ['LEDGER_ON_NETWORK', 4],
    ['SHARE_BAD_ROOT', 4],
    ['SIEG_AUTHENTICATION', 5],
    ['SIEG_CREDENTIALS_MISSING', 5],
    ['CLI_KEY_MISSING', 5],
    ['CLI_KEY_IN_ARGUMENT', 5],
    ['SIEG_TIMEOUT', 6],
    ['SIEG_DNS', 6],
    ['SHARE_UNREACHABLE', 7],
    ['LEDGER_CANNOT_OPEN', 7],
    ['LEDGER_DAMAGED', 9],
    ['LEDGER_IS_FOLDER', 9],
    ['LEDGER_GONE', 9],
    ['RUN_IN_PROGRESS', 8],
    ['RUN_NO_COMPANIES', 4],
    ['INTERNAL', 1],
  ] as const)('%s ends with %d', (code, exit) => {
    expect(exitCodeOf(code)).toBe(exit);
  });

  it('knows every error of the catalogue; only errors of the program itself are unexpected', () => {
    const unexpected = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => exitCodeOf(code) === EXIT.unexpected);
    // of documents, and of the window: never the end of a command
    expect(unexpected.filter((code) => !/^(FISCAL|IPC|SHELL)_/.test(code))).toEqual([
      'INTERNAL',
      'SIEG_QUERY_INVALID',
      'LINK_GARBLED',
    ]);
  });

  it('follows the status of a run, and its error when it failed', () => {
    expect(exitCodeOfRun(summaryOf())).toBe(0);
    expect(exitCodeOfRun(summaryOf({ run: { status: 'gaps' } }))).toBe(2);
    expect(exitCodeOfRun(summaryOf({ run: { status: 'stopped' } }))).toBe(3);
    const failed = summaryOf({ run: { status: 'failed' } });
    expect(exitCodeOfRun(failed)).toBe(1);
    expect(
      exitCodeOfRun({ ...failed, error: new MaloteError('SIEG_AUTHENTICATION', { status: 401 }).toEnvelope() }),
    ).toBe(5);
  });

  it('has a meaning for each code, and a row for each in the document', () => {
    expect(EXIT_MEANINGS.map(([code]) => code).sort()).toEqual(Object.values(EXIT).sort());
    const page = readFileSync(new URL('../../../docs/exit-codes.md', import.meta.url), 'utf8');
    for (const code of Object.values(EXIT)) expect(page).toMatch(new RegExp(`^\\| ${String(code)} \\|`, 'm'));
  });
});
