import {
  CHANNEL_SECRETS,
  SETTABLE_CHANNELS,
  type AlertChannelName,
  type SettableChannel,
} from '../../shared/alert-channels';
import type { ErrorCode, ErrorDetails } from '../../shared/errors';
import type { ShareLine, ShareRoot } from '../../shared/ipc/shares';
import type { VerdictReason } from '../../shared/ipc/verdict';
import { t, type SettingsPart } from '../i18n';
import { INITIAL_ORPHANS, type OrphansTab } from './evidence-view';
import type { Services } from './services';

/** What this window can do of what a sentence advises. */
export type Advice =
  'retry' | 'logs' | 'shares' | 'run' | 'deliver' | 'import' | `orphans:${OrphansTab}` | `settings:${SettingsPart}`;

const RETRY = ['retry'] as const;
const LOGS = ['logs'] as const;
const SHARES = ['shares'] as const;
const AUDIT = ['orphans:audit'] as const;
const SIEG = ['settings:sieg'] as const;
const WORKBOOK = ['settings:companies', 'retry'] as const;

/** What an error is about, as far as it says so. */
export interface Advised {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

const CHANNEL_GROUPS = Object.fromEntries(SETTABLE_CHANNELS.map((name) => [name, name])) as {
  readonly [Name in SettableChannel]: Name;
};

/** The section of the settings that holds a group of fields: what stands before the dot. */
export const GROUP_PART: Readonly<Record<string, SettingsPart>> = {
  sieg: 'sieg',
  archive: 'archive',
  importShare: 'import',
  companies: 'companies',
  previousMonth: 'month',
  capture: 'month',
  shares: 'shares',
  alerts: 'alerts',
  schedule: 'schedule',
  backup: 'backup',
  heartbeat: 'heartbeat',
  health: 'heartbeat',
  retention: 'retention',
  ...CHANNEL_GROUPS,
};
const ROOT_PART: Readonly<Record<ShareRoot, SettingsPart>> = {
  archive: 'archive',
  import: 'import',
  cancelled: 'import',
  workbook: 'companies',
};
const CHANNEL_PART: Readonly<Record<AlertChannelName, SettingsPart>> = {
  ...CHANNEL_GROUPS,
  desktop: 'window',
};
const SECRET_PART: Readonly<Record<string, SettingsPart>> = Object.fromEntries(
  CHANNEL_SECRETS.map(({ name, channel }) => [name, channel]),
);

const settingsOf = (parts: readonly SettingsPart[]): readonly Advice[] =>
  parts.map((part) => `settings:${part}` as const);

/** The one that is meant, or each that may be. */
function oneOrAll(known: Readonly<Record<string, SettingsPart>>, name: unknown): readonly Advice[] {
  const part = typeof name === 'string' ? known[name] : undefined;
  return settingsOf(part === undefined ? [...new Set(Object.values(known))] : [part]);
}

function groupPart({ field }: ErrorDetails): readonly Advice[] {
  const part = typeof field === 'string' ? GROUP_PART[field.split('.')[0] ?? ''] : undefined;
  return settingsOf([part ?? 'sieg']);
}

/** By the root that the error names, else by the folder that the window shows of it. */
function rootPart({ root, location }: ErrorDetails, shares: readonly ShareLine[]): readonly Advice[] {
  const shown = shares.find(({ shown: folder }) => folder === location)?.root;
  return oneOrAll(ROOT_PART, typeof root === 'string' ? root : shown);
}

type AdviceBy = (details: ErrorDetails, shares: readonly ShareLine[]) => readonly Advice[];

/** Of errors whose sentence sends to the settings, and whose details say where in them. */
const BY_DETAILS: { readonly [Code in ErrorCode]?: AdviceBy } = {
  SETTINGS_INVALID: (details) => [...groupPart(details), 'retry'],
  SETTINGS_INCOMPLETE: (details) => [...groupPart(details), 'retry'],
  SHARE_BAD_ROOT: rootPart,
  SHARE_BAD_PATH: rootPart,
  SHARE_NAME_NOT_FOUND: (details, shares) => ['shares', ...rootPart(details, shares)],
  SHARE_PATH_MISSING: (details, shares) => ['shares', ...rootPart(details, shares)],
  SHELL_PLACE_UNSET: rootPart,
  SHELL_SECRET_ELSEWHERE: ({ secret }) => oneOrAll({ ...SECRET_PART, 'sieg-key': 'sieg' }, secret),
  SHELL_SECRET_UNREADABLE: ({ secret }) => oneOrAll(SECRET_PART, secret),
  SHELL_SECRET_UNSAVED: ({ secret }) => oneOrAll(SECRET_PART, secret),
  ALERT_TIMEOUT: ({ channel }) => oneOrAll(CHANNEL_PART, channel),
  ALERT_NONE_ON: () => settingsOf(SETTABLE_CHANNELS),
};

/** What this window can do of what an error's sentence advises. */
export function adviceOf({ code, details }: Advised, shares: readonly ShareLine[]): readonly Advice[] {
  return BY_DETAILS[code]?.(details, shares) ?? ERROR_ADVICE[code] ?? channelAdvice(code);
}

/** What a channel of the alerts says of itself is mended in its part of the settings, unless it is not. */
function channelAdvice(code: ErrorCode): readonly Advice[] {
  const own = SETTABLE_CHANNELS.filter((name) => code.startsWith(`ALERT_${name.toUpperCase()}_`));
  return OF_THE_NETWORK.includes(code) ? [] : settingsOf(own);
}

/** Of a channel, and nothing in the settings mends them. */
const OF_THE_NETWORK: readonly ErrorCode[] = [
  ...(['ALERT_EMAIL_POLICY', 'ALERT_EMAIL_BUSY', 'ALERT_WEBHOOK_UNREACHABLE', 'ALERT_WEBHOOK_CERTIFICATE'] as const),
  ...(['ALERT_WEBHOOK_BUSY', 'ALERT_WEBHOOK_PROXY_LOGIN', 'ALERT_WEBHOOK_PROXY'] as const),
];

/** By the error whose sentence advises it, whatever it is about; `retry` is offered where what failed can be begun again. */
const ERROR_ADVICE: Readonly<Partial<Record<ErrorCode, readonly Advice[]>>> = {
  INTERNAL: ['retry', 'logs'],
  BACKUP_NO_FOLDER: ['settings:backup'],
  BACKUP_SAME_DISK: ['settings:backup'],
  BACKUP_ON_SAME_DISK: ['settings:backup'],
  BACKUP_FOREIGN: RETRY,
  BACKUP_NEWER: RETRY,
  BACKUP_CANNOT_WRITE: RETRY,
  LINK_SECRET: RETRY,
  LINK_SILENT: RETRY,
  LINK_GARBLED: LOGS,
  SHELL_HELD_ELSEWHERE: RETRY,
  DIAGNOSIS_FAILED: ['retry', 'logs'],
  DIAGNOSIS_TIMEOUT: RETRY,
  DIAGNOSIS_NEEDS_SETTINGS: SIEG,
  DIAGNOSIS_SETTINGS_BROKEN: SIEG,
  DIAGNOSIS_KEY_UNTRIED: ['settings:sieg', 'retry'],
  DIAGNOSIS_CERTIFICATE: RETRY,
  DIAGNOSIS_CLOCK_OFF: RETRY,
  DIAGNOSIS_WORKBOOK_ROWS: ['import'],
  DIAGNOSIS_WORKBOOK_EMPTY: WORKBOOK,
  DIAGNOSIS_NO_LEDGER: ['run'],
  DIAGNOSIS_SCHEDULE_UNATTENDED: ['settings:window'],
  DIAGNOSIS_SPOOL_WAITS: SHARES,
  DIAGNOSIS_OUTBOX_WAITS: ['shares', 'deliver'],
  DIAGNOSIS_FAILURES_WAIT: ['shares', 'deliver'],
  DIAGNOSIS_CONFLICTS: AUDIT,
  DIAGNOSIS_LOCK_DEAD: LOGS,
  DIAGNOSIS_RECENT_ERRORS: LOGS,
  DIAGNOSIS_HEARTBEAT_FAILED: ['settings:heartbeat'],
  DIAGNOSIS_PAGE_FAILED: ['settings:heartbeat'],
  IPC_BAD_REQUEST: LOGS,
  IPC_BAD_ANSWER: LOGS,
  LEDGER_BUSY: RETRY,
  LEDGER_DISK_FULL: RETRY,
  LEDGER_READ_ONLY: RETRY,
  LEDGER_DISK_FAILED: RETRY,
  LEDGER_SET_ASIDE: ['run'],
  LEDGER_BEGUN_ANEW: ['run'],
  AUDIT_IN_PROGRESS: RETRY,
  LEGACY_IN_PROGRESS: RETRY,
  RECOVERY_IN_PROGRESS: RETRY,
  RUN_IN_PROGRESS: RETRY,
  JOB_IN_PROGRESS: RETRY,
  AUDIT_UNKNOWN: AUDIT,
  AUDIT_CANNOT_RESUME: AUDIT,
  RECOVERY_ALREADY_MENDED: AUDIT,
  RECOVERY_UNKNOWN: ['orphans:earlier'],
  CORRECTION_UNKNOWN: ['orphans:corrections'],
  CORRECTION_WRONG_STATE: ['orphans:corrections', 'orphans:audit'],
  CORRECTION_SAME_PLACE: AUDIT,
  CORRECTION_HELD: AUDIT,
  CORRECTION_FILE_GONE: AUDIT,
  CORRECTION_FILE_CHANGED: AUDIT,
  COMPANIES_BAD_ADDRESS: WORKBOOK,
  COMPANIES_NOT_FOUND: WORKBOOK,
  COMPANIES_UNREADABLE: WORKBOOK,
  COMPANIES_FETCH_FAILED: WORKBOOK,
  COMPANIES_TIMEOUT: WORKBOOK,
  COMPANIES_LOGIN_REQUIRED: WORKBOOK,
  COMPANIES_TOO_BIG: WORKBOOK,
  COMPANIES_TOO_LONG: WORKBOOK,
  COMPANIES_HTML: WORKBOOK,
  COMPANIES_EMPTY: WORKBOOK,
  COMPANIES_ENCRYPTED: WORKBOOK,
  COMPANIES_OLD_XLS: WORKBOOK,
  COMPANIES_CORRUPT: WORKBOOK,
  COMPANIES_NO_HEADER: WORKBOOK,
  SPREADSHEET_BROKEN: RETRY,
  SPREADSHEET_TOO_LARGE: RETRY,
  RUN_NO_COMPANIES: ['import', 'retry'],
  RUN_UNKNOWN_COMPANY: ['import'],
  SETTINGS_BROKEN: SIEG,
  SETTINGS_UNREADABLE: RETRY,
  SHARE_UNREACHABLE: SHARES,
  SHARE_CREDENTIALS: SHARES,
  SHARE_SLOW: SHARES,
  SHARE_NEARLY_FULL: SHARES,
  SHARE_TIMEOUT: SHARES,
  SHARE_DENIED: SHARES,
  SHARE_UNFIT: ['shares', 'retry'],
  LEDGER_RESTORED: [...AUDIT, 'run'],
  SHARE_READ_ONLY: SHARES,
  SHARE_FULL: SHARES,
  SHARE_IO: ['retry', 'shares'],
  SHARE_CLOSED: RETRY,
  SHARE_AGENT_FAILED: ['shares', 'logs'],
  SHELL_KEY_MISSING: ['settings:sieg', 'retry'],
  SHELL_KEY_UNREADABLE: SIEG,
  SHELL_KEY_UNSAVED: SIEG,
  SHELL_CANNOT_OPEN: SHARES,
  ALERT_DESKTOP_UNAVAILABLE: ['settings:window'],
  ALERT_CHANNEL_BROKEN: LOGS,
  SIEG_ADDRESS_INVALID: SIEG,
  SIEG_ADDRESS_INSECURE: SIEG,
  SIEG_ADDRESS_NOT_PLAIN: SIEG,
  SIEG_DNS: SIEG,
  SIEG_CREDENTIALS_MISSING: SIEG,
  SIEG_CREDENTIALS_INVALID: SIEG,
  SIEG_AUTHENTICATION: SIEG,
  SIEG_REDIRECTED: SIEG,
  SIEG_WRONG_PATH: SIEG,
  SIEG_NOT_SIEG: SIEG,
  SIEG_UNSUPPORTED: SIEG,
  SIEG_REJECTED: ['retry', 'logs'],
  SIEG_UNREADABLE: LOGS,
  SIEG_TOO_LARGE: LOGS,
  SIEG_QUERY_INVALID: LOGS,
};

/** By what stands in the way of a month's proof. */
export const VERDICT_ADVICE: Readonly<Record<VerdictReason['code'], readonly Advice[]>> = {
  missing: ['run'],
  short: ['run'],
  unread: [],
  conflict: ['orphans:audit'],
  damaged: ['orphans:audit'],
  undelivered: ['deliver'],
  'cancellation-undelivered': ['deliver'],
  'no-companies': ['import'],
  'altered-at-target': ['shares'],
  'not-counted': ['run'],
  nameless: ['run'],
  'handed-out-broken': ['run'],
  'count-shrank': ['run'],
  'count-too-low': ['run'],
  'count-mixed': [],
  'cancellations-not-asked': ['run'],
  'report-not-asked': ['run'],
  unanswered: ['run'],
  spooled: ['run'],
  'archive-moved': ['orphans:audit'],
};

export interface AdviceAction {
  readonly advice: Advice;
  readonly label: string;
  /** Settles when it is done; leading to a screen is done at once. */
  readonly run: () => Promise<unknown>;
}

/** The buttons of these advices, each once. @param retry begins again what failed; absent: nothing can be begun again here */
export function adviceActions(
  services: Services,
  advices: readonly Advice[],
  retry?: () => Promise<unknown>,
): readonly AdviceAction[] {
  return [...new Set(advices)].flatMap((advice): AdviceAction[] => {
    if (advice === 'retry') return retry === undefined ? [] : [{ advice, label: t.advice.retry, run: retry }];
    return [{ advice, label: labelOf(advice), run: () => follow(services, advice) }];
  });
}

function labelOf(advice: Exclude<Advice, 'retry'>): string {
  const [kind, part] = advice.split(':') as [string, string | undefined];
  if (kind === 'settings') return t.advice.settings(t.settings.sections[part as SettingsPart].title);
  if (kind === 'orphans') return t.advice.orphans[part as OrphansTab];
  return t.advice[advice as 'logs' | 'shares' | 'run' | 'deliver' | 'import'];
}

async function follow(services: Services, advice: Exclude<Advice, 'retry'>): Promise<unknown> {
  const { client, ui, console } = services;
  switch (advice) {
    case 'logs':
      return client.main.openFolder({ folder: 'logs' });
    case 'shares':
      ui.setState({ screen: 'shares' });
      return undefined;
    case 'deliver':
      return client.engine.deliverNow();
    case 'import':
      return client.engine.importCompanies();
    case 'run': {
      const { company, screen } = ui.getState();
      const month = screen === 'company' ? company?.month : console.getState().console?.month;
      return month === undefined ? undefined : client.engine.startJob({ kind: 'run', month });
    }
    default: {
      const [kind, part] = advice.split(':') as ['orphans' | 'settings', string];
      if (kind === 'settings') ui.setState({ screen: 'settings', settingsPart: part as SettingsPart });
      else ui.setState({ screen: 'orphans', orphans: { ...INITIAL_ORPHANS, tab: part as OrphansTab } });
      return undefined;
    }
  }
}
