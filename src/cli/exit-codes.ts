import type { ErrorCode } from '../shared/errors';
import { exitMeanings } from '../shared/messages/pt-BR/terminal/commands';
import type { RunSummary } from '../shared/views';

/** What the process says to whoever started it. Documented in docs/exit-codes.md; never renumbered. */
export const EXIT = {
  complete: 0,
  unexpected: 1,
  gaps: 2,
  stopped: 3,
  configuration: 4,
  authentication: 5,
  siegUnreachable: 6,
  storage: 7,
  busy: 8,
  ledgerDamaged: 9,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const NAMES = Object.keys(EXIT) as readonly (keyof typeof EXIT)[];

/** One line per code, as `malote --help` shows them. */
export const EXIT_MEANINGS: readonly (readonly [ExitCode, string])[] = NAMES.map((name) => [
  EXIT[name],
  exitMeanings[name],
]);

/** The first prefix that fits decides, so the particular stands before the general. */
const BY_PREFIX: readonly (readonly [string, ExitCode])[] = [
  ['CANCELLED', EXIT.stopped],
  ['JOB_IN_PROGRESS', EXIT.busy],
  ['JOB_', EXIT.configuration],
  ['INTERNAL', EXIT.unexpected],
  ['SIEG_AUTHENTICATION', EXIT.authentication],
  ['SIEG_CREDENTIALS_', EXIT.authentication],
  ['SIEG_ADDRESS_', EXIT.configuration],
  ['SIEG_QUERY_INVALID', EXIT.unexpected],
  ['SIEG_UNSUPPORTED', EXIT.configuration],
  ['SIEG_', EXIT.siegUnreachable],
  ['SHARE_BAD_ROOT', EXIT.configuration],
  ['SHARE_', EXIT.storage],
  ['LEDGER_ON_NETWORK', EXIT.configuration],
  ['LEDGER_NEWER', EXIT.configuration],
  ['LEDGER_DAMAGED', EXIT.ledgerDamaged],
  ['LEDGER_IS_FOLDER', EXIT.ledgerDamaged],
  ['LEDGER_GONE', EXIT.ledgerDamaged],
  ['LEDGER_COPY_MISSING', EXIT.configuration],
  ['LEDGER_COPY_IS_FOLDER', EXIT.configuration],
  ['LEDGER_COPY_UNUSABLE', EXIT.configuration],
  ['LEDGER_SOUND', EXIT.configuration],
  ['LEDGER_', EXIT.storage],
  ['CLI_JOB_GOES_ON', EXIT.stopped],
  ['CLI_KEY_', EXIT.authentication],
  ['CLI_CANNOT_WRITE', EXIT.storage],
  ['CLI_', EXIT.configuration],
  ['SETTINGS_UNWRITABLE', EXIT.storage],
  ['SETTINGS_', EXIT.configuration],
  ['COMPANIES_', EXIT.configuration],
  ['SPREADSHEET_', EXIT.configuration],
  ['BACKUP_RESTORING', EXIT.busy],
  ['BACKUP_CANNOT_WRITE', EXIT.storage],
  ['BACKUP_TRUNCATED', EXIT.storage],
  ['BACKUP_ALTERED', EXIT.storage],
  ['BACKUP_CHAIN_BROKEN', EXIT.storage],
  ['BACKUP_UNSOUND', EXIT.storage],
  ['BACKUP_', EXIT.configuration],
  ['RETENTION_', EXIT.storage],
  ['DELIVERY_', EXIT.storage],
  ['ALERT_', EXIT.configuration],
  ['LEGACY_IN_PROGRESS', EXIT.busy],
  ['LEGACY_', EXIT.configuration],
  ['RUN_IN_PROGRESS', EXIT.busy],
  ['RECOVERY_IN_PROGRESS', EXIT.busy],
  ['RECOVERY_', EXIT.configuration],
  ['CORRECTION_', EXIT.configuration],
  ['REREAD_', EXIT.configuration],
  ['AUDIT_IN_PROGRESS', EXIT.busy],
  ['AUDIT_', EXIT.configuration],
  ['SCHEDULE_', EXIT.configuration],
  ['RUN_', EXIT.configuration],
  ['SERVICE_KEY_', EXIT.authentication],
  ['SERVICE_', EXIT.configuration],
  ['LINK_SILENT', EXIT.busy],
  ['LINK_SLOW', EXIT.busy],
  ['LINK_GARBLED', EXIT.unexpected],
  ['LINK_', EXIT.configuration],
  ['DIAGNOSIS_DISK_NEARLY_FULL', EXIT.storage],
  ['DIAGNOSIS_CERTIFICATE', EXIT.siegUnreachable],
  ['DIAGNOSIS_', EXIT.configuration],
];

/** The exit code of an error; `unexpected` for a code that no prefix knows. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ?? EXIT.unexpected;
}

/** The exit code of a run that ended by itself or was ended. */
export function exitCodeOfRun(summary: RunSummary): ExitCode {
  switch (summary.run.status) {
    case 'complete':
      return EXIT.complete;
    case 'gaps':
      return EXIT.gaps;
    case 'stopped':
      return EXIT.stopped;
    case 'failed':
      return summary.error === null ? EXIT.unexpected : exitCodeOf(summary.error.code);
  }
}
