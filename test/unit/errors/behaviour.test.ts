import { describe, expect, it } from 'vitest';
import { classify, FAILURE_CLASSES, isRetryable, nextWait, SIEG_RETRY_POLICY } from '../../../src/engine/base';
import { isSkippable } from '../../../src/engine/capture/skippable';
import { retryWait } from '../../../src/engine/delivery/worker';
import { AWAY, isOfOneFile, isRootWide, shareBehaviour } from '../../../src/engine/shares';
import { behaviourOf, ERRORS, MaloteError, RETRY_RULES, type ErrorCode } from '../../../src/shared/errors';

const CODES = Object.keys(ERRORS) as ErrorCode[];
const where = (is: (code: ErrorCode) => boolean): string[] => CODES.filter(is).sort();
const errorOf = (code: ErrorCode): MaloteError => new MaloteError(code);
const MINUTE = 60_000;

/** What each place decided by a list of its own before the codes said it. A code that moves from one to another is seen here. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  api_error: [
    ...['SIEG_GATEWAY_TIMEOUT', 'SIEG_NOT_SIEG', 'SIEG_PROXY_LOGIN', 'SIEG_REDIRECTED', 'SIEG_SERVER_ERROR'],
    'SIEG_WRONG_PATH',
  ],
  timeout: ['SIEG_CONNECTION', 'SIEG_DNS', 'SIEG_TIMEOUT', 'SIEG_TLS'],
  empty_report: ['SIEG_EMPTY_REPORT'],
  rate_limit: ['SIEG_RATE_LIMIT'],
  authentication: ['SIEG_AUTHENTICATION'],
};

describe('the behaviour of a failure', () => {
  it('stands on every code', () => {
    for (const code of CODES) {
      const { again, scope, needsPerson } = behaviourOf(code);
      expect(again, code).toBeTruthy();
      expect(scope, code).toBeTruthy();
      if (again === 'when-acted') expect(needsPerson, code).toBe(true);
    }
  });

  it('is no part of what people read', () => {
    for (const row of Object.values(ERRORS)) expect(Object.keys(row).sort()).toEqual(['action', 'sentence']);
  });

  it.each(Object.entries(TABLE))('puts into the class %s what was there', (name, codes) => {
    expect(where((code) => classify(errorOf(code)) === name)).toEqual([...codes].sort());
  });

  it('lets a question to SIEG be asked again for what was of the moment, and for nothing else', () => {
    expect(where((code) => isRetryable(errorOf(code)))).toEqual([
      ...['SIEG_AUTHENTICATION', 'SIEG_CONNECTION', 'SIEG_DNS', 'SIEG_EMPTY_REPORT', 'SIEG_GATEWAY_TIMEOUT'],
      ...['SIEG_NOT_SIEG', 'SIEG_RATE_LIMIT', 'SIEG_REJECTED', 'SIEG_REPORT_UNREADABLE', 'SIEG_SERVER_ERROR'],
      ...['SIEG_TIMEOUT', 'SIEG_TLS', 'SIEG_TOO_LARGE', 'SIEG_UNREADABLE'],
    ]);
  });

  it('lets the others go on after a failure of SIEG that is not the key’s or the address’s', () => {
    const stops = where((code) => code.startsWith('SIEG_') && !isSkippable(errorOf(code)));
    expect(stops).toEqual([
      ...['SIEG_ADDRESS_INSECURE', 'SIEG_ADDRESS_INVALID', 'SIEG_ADDRESS_NOT_PLAIN', 'SIEG_AUTHENTICATION'],
      ...['SIEG_CREDENTIALS_INVALID', 'SIEG_CREDENTIALS_MISSING'],
    ]);
    expect(where((code) => !code.startsWith('SIEG_') && isSkippable(errorOf(code)))).toEqual([]);
  });

  it('tells a whole root from one file', () => {
    // the last three are told of a root by who looks after it, and of no file: they were in no list
    expect(where((code) => isRootWide(errorOf(code)))).toEqual(
      [
        ...['SHARE_UNREACHABLE', 'SHARE_TIMEOUT', 'SHARE_FULL', 'SHARE_READ_ONLY', 'SHARE_BAD_ROOT', 'SHARE_CLOSED'],
        ...['SHARE_AGENT_FAILED', 'SHARE_CREDENTIALS', 'SHARE_NAME_NOT_FOUND', 'SHARE_PATH_MISSING'],
      ].sort(),
    );
    expect(where((code) => isOfOneFile(errorOf(code)))).toEqual([
      ...['SHARE_BAD_PATH', 'SHARE_BUSY', 'SHARE_EXISTS', 'SHARE_UNFIT', 'SHARE_VANISHED', 'SHARE_VERIFY_FAILED'],
    ]);
    expect([...AWAY].sort()).toEqual(
      [...where((code) => isRootWide(errorOf(code))), 'SHARE_DENIED', 'SHARE_IO'].sort(),
    );
  });

  it('says of every failure of a share when it is tried again', () => {
    const of = (behaviour: string | null): string[] =>
      where((code) => code.startsWith('SHARE_') && shareBehaviour(errorOf(code)) === behaviour);
    expect(of('again-soon')).toEqual(['SHARE_BUSY', 'SHARE_IO', 'SHARE_SLOW', 'SHARE_VANISHED', 'SHARE_VERIFY_FAILED']);
    expect(of('when-back')).toEqual([
      ...['SHARE_AGENT_FAILED', 'SHARE_NAME_NOT_FOUND', 'SHARE_PATH_MISSING', 'SHARE_TIMEOUT', 'SHARE_UNREACHABLE'],
    ]);
    expect(of('never')).toEqual(['SHARE_BAD_PATH', 'SHARE_CLOSED']);
    expect(of(null)).toEqual([]);
    expect(where((code) => !code.startsWith('SHARE_') && shareBehaviour(errorOf(code)) !== null)).toEqual([]);
  });

  it('gives up a delivery that no attempt brings back', () => {
    expect(where((code) => behaviourOf(code).again === 'never' && behaviourOf(code).scope === 'file')).toEqual([
      ...['DELIVERY_SOURCE_ABSENT', 'DELIVERY_SOURCE_ALTERED', 'SHARE_BAD_PATH'],
    ]);
  });

  it('sends a message again for what was of the moment', () => {
    expect(where((code) => behaviourOf(code).again === 'message')).toEqual([
      ...['ALERT_EMAIL_BUSY', 'ALERT_EMAIL_UNREACHABLE', 'ALERT_TIMEOUT', 'ALERT_WEBHOOK_BUSY', 'ALERT_WEBHOOK_PROXY'],
      'ALERT_WEBHOOK_UNREACHABLE',
    ]);
  });

  it('says whom a run that ends with it is told to', () => {
    expect(where((code) => behaviourOf(code).tell === 'key')).toEqual([
      'SIEG_AUTHENTICATION',
      'SIEG_CREDENTIALS_INVALID',
    ]);
    // what cannot be begun because it is under way never came so far, and is an answer to who asked as well
    expect(where((code) => behaviourOf(code).tell === 'asker')).toEqual([
      ...['AUDIT_IN_PROGRESS', 'BACKUP_RESTORING', 'CANCELLED', 'JOB_CANNOT_PAUSE', 'JOB_IN_PROGRESS'],
      ...['LEGACY_IN_PROGRESS', 'RECOVERY_IN_PROGRESS', 'RUN_IN_PROGRESS', 'RUN_UNKNOWN_COMPANY'],
    ]);
  });

  it('holds against a company what SIEG fails with over a question, and no limit of the key', () => {
    const isolating = where((code) => behaviourOf(code).isolates);
    expect(isolating).toEqual(where((code) => isRetryable(errorOf(code))).filter((code) => !/RATE|AUTHENT/.test(code)));
  });
});

describe('the rules of another attempt', () => {
  it('are those of SIEG’s classes, and only the authentication’s ends a run', () => {
    expect(SIEG_RETRY_POLICY).toEqual({
      classes: {
        api_error: { attempts: 5, firstWaitMs: MINUTE, stopsRun: false },
        timeout: { attempts: 3, firstWaitMs: 30_000, stopsRun: false },
        empty_report: { attempts: 2, firstWaitMs: 2 * MINUTE, stopsRun: false },
        processing_error: { attempts: 2, firstWaitMs: 3 * MINUTE, stopsRun: false },
        rate_limit: { attempts: 10, firstWaitMs: 5 * MINUTE, stopsRun: false },
        authentication: { attempts: 1, firstWaitMs: 10 * MINUTE, stopsRun: true },
      },
      factor: 2,
      jitter: 0.2,
      capMs: 30 * MINUTE,
    });
    expect(FAILURE_CLASSES.every((name) => name in RETRY_RULES)).toBe(true);
  });

  it('are of files, messages and deliveries what they were', () => {
    const waits = (rule: keyof typeof RETRY_RULES, times: number): (number | null)[] =>
      Array.from({ length: times }, (_, index) => nextWait(RETRY_RULES[rule], index + 1));
    expect(waits('file', 4)).toEqual([1_000, 5_000, 15_000, null]);
    expect(waits('message', 5)).toEqual([MINUTE, 4 * MINUTE, 10 * MINUTE, 15 * MINUTE, null]);
    expect(waits('root', 5)).toEqual([2_000, 10_000, 30_000, MINUTE, MINUTE]);
    expect([0, 1, 2, 3, 4, 5, 6, 99].map(retryWait)).toEqual(
      [30, 30, 60, 120, 240, 480, 600, 600].map((seconds) => seconds * 1_000),
    );
  });
});
