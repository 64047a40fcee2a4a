import { alertsErrors } from './alerts';
import { auditErrors } from './audit';
import { backupsErrors } from './backups';
import { cliErrors } from './cli';
import { companiesErrors } from './companies';
import { diagnosisErrors } from './diagnosis';
import type { FailureBehaviour } from './behaviour';
import type { ErrorRow, ErrorText } from './define';
import { engineErrors } from './engine';
import { fiscalErrors } from './fiscal';
import { ipcErrors } from './ipc';
import { ledgerErrors } from './ledger';
import { legacyErrors } from './legacy';
import { linkErrors } from './link';
import { recoveryErrors } from './recovery';
import { runsErrors } from './runs';
import { retentionErrors } from './retention';
import { scheduleErrors } from './schedule';
import { serviceErrors } from './service';
import { settingsErrors } from './settings';
import { sharesErrors } from './shares';
import { shellErrors } from './shell';
import { siegErrors } from './sieg';
import { spreadsheetsErrors } from './spreadsheets';

import { plainWords } from '../plain-words';

export { FAILURE_CLASSES, RETRY_RULES } from './behaviour';
export type { Again, FailureBehaviour, FailureClass, RetryRule, RetryRuleName, Scope } from './behaviour';
export type { ErrorText } from './define';

const ROWS = {
  ...engineErrors,
  ...fiscalErrors,
  ...siegErrors,
  ...sharesErrors,
  ...ledgerErrors,
  ...companiesErrors,
  ...spreadsheetsErrors,
  ...scheduleErrors,
  ...settingsErrors,
  ...runsErrors,
  ...cliErrors,
  ...ipcErrors,
  ...shellErrors,
  ...alertsErrors,
  ...auditErrors,
  ...recoveryErrors,
  ...legacyErrors,
  ...diagnosisErrors,
  ...backupsErrors,
  ...linkErrors,
  ...serviceErrors,
  ...retentionErrors,
};

export type ErrorCode = keyof typeof ROWS;

/** Every error code of Malote with its sentence and its way out. */
export const ERRORS = Object.fromEntries(
  Object.entries<ErrorRow>(ROWS).map(([code, { sentence, action }]) => [code, { sentence, action }]),
) as Readonly<Record<ErrorCode, ErrorText>>;

/** What is done about a failure: asked of its code wherever one is met. */
export function behaviourOf(code: ErrorCode): FailureBehaviour {
  return ROWS[code].behaviour;
}

/** The codes of which this is true, for who hands them on as a list. */
export function codesWhere(is: (behaviour: FailureBehaviour) => boolean): readonly ErrorCode[] {
  return (Object.keys(ROWS) as ErrorCode[]).filter((code) => is(behaviourOf(code)));
}
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The form in which an error crosses a process boundary or is printed as JSON. */
export interface ErrorEnvelope {
  readonly code: ErrorCode;
  readonly message: string;
  readonly action: string;
  readonly details: ErrorDetails;
}

/** What stands where a system gave no reason, or a caller no value: a sentence is never left with a hole. */
const UNSAID: Readonly<Record<string, string>> = { reason: 'sem motivo informado', cause: 'sem motivo informado' };

/** `{name}` has to be said; `{name?}` is an addition, which may be empty and brings its own blank. */
function fill(text: string, details: ErrorDetails): string {
  return text.replace(/\{(\w+)(\??)\}/g, (_whole, name: string, optional: string) => {
    const value = String(details[name] ?? '');
    if (value.trim() !== '') return value;
    return optional === '' ? (UNSAID[name] ?? 'não informado') : '';
  });
}

/** Here strangers' words enter sentences, logs and screens. */
function plainDetails(details: ErrorDetails): ErrorDetails {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'string' ? plainWords(value) : value]),
  );
}

/**
 * An expected failure: a code that programs test, a sentence and a next step that people read.
 * Details must be free of secrets: they are logged, stored and shown.
 */
export class MaloteError extends Error {
  readonly code: ErrorCode;
  readonly action: string;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    const text: ErrorText = ERRORS[code];
    const plain = plainDetails(details);
    super(fill(text.sentence, plain), options);
    this.name = 'MaloteError';
    this.code = code;
    this.action = fill(text.action, plain);
    this.details = plain;
  }

  toEnvelope(): ErrorEnvelope {
    return { code: this.code, message: this.message, action: this.action, details: this.details };
  }
}

export function isMaloteError(error: unknown, code?: ErrorCode): error is MaloteError {
  return error instanceof MaloteError && (code === undefined || error.code === code);
}

/** Whether a code that was stored is one of this version. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

export type LedgerLoss = 'LEDGER_DAMAGED' | 'LEDGER_IS_FOLDER' | 'LEDGER_GONE';

/** Whether an error's code says that all work stops until a person has said what becomes of the ledger. */
export function isLedgerLoss(code: string | null): code is LedgerLoss {
  return code === 'LEDGER_DAMAGED' || code === 'LEDGER_IS_FOLDER' || code === 'LEDGER_GONE';
}

/** Any thrown value as an expected failure; what nobody expected becomes INTERNAL. */
export function asMaloteError(error: unknown): MaloteError {
  if (isMaloteError(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  const reason = (text.split('\n')[0] ?? '').replace(/[.\s]+$/, '');
  return new MaloteError('INTERNAL', { reason }, { cause: error });
}
