import type { ErrorCode } from '../../shared/errors';
import type { VerdictReason } from '../../shared/ipc/verdict';
import { t } from '../i18n';
import { INITIAL_ORPHANS, type OrphansTab } from './evidence-view';
import type { Services } from './services';

export type SettingsPart = keyof typeof t.settings.sections;

/** What this window can do of what a sentence advises. */
export type Advice =
  'retry' | 'logs' | 'shares' | 'run' | 'deliver' | 'import' | `orphans:${OrphansTab}` | `settings:${SettingsPart}`;

const RETRY = ['retry'] as const;
const LOGS = ['logs'] as const;
const SHARES = ['shares'] as const;
const AUDIT = ['orphans:audit'] as const;
const SIEG = ['settings:sieg'] as const;
const WORKBOOK = ['settings:companies', 'retry'] as const;
const EMAIL = ['settings:email'] as const;
const WEBHOOK = ['settings:webhook'] as const;
const PLACES = ['shares', 'settings:archive'] as const;

/** By the error whose sentence advises it; `retry` is offered where what failed can be begun again. */
export const ERROR_ADVICE: Readonly<Partial<Record<ErrorCode, readonly Advice[]>>> = {
  INTERNAL: ['retry', 'logs'],
  ...{ IPC_BAD_REQUEST: LOGS, IPC_BAD_ANSWER: LOGS },
  ...{ LEDGER_BUSY: RETRY, LEDGER_DISK_FULL: RETRY, LEDGER_READ_ONLY: RETRY, LEDGER_DISK_FAILED: RETRY },
  LEDGER_SET_ASIDE: ['run'],
  ...{ AUDIT_IN_PROGRESS: RETRY, LEGACY_IN_PROGRESS: RETRY, RECOVERY_IN_PROGRESS: RETRY, RUN_IN_PROGRESS: RETRY },
  ...{ AUDIT_UNKNOWN: AUDIT, AUDIT_CANNOT_RESUME: AUDIT, RECOVERY_ALREADY_MENDED: AUDIT },
  RECOVERY_UNKNOWN: ['orphans:earlier'],
  ...{ CORRECTION_UNKNOWN: ['orphans:corrections'], CORRECTION_WRONG_STATE: ['orphans:corrections', 'orphans:audit'] },
  ...{
    CORRECTION_SAME_PLACE: AUDIT,
    CORRECTION_HELD: AUDIT,
    CORRECTION_FILE_GONE: AUDIT,
    CORRECTION_FILE_CHANGED: AUDIT,
  },
  ...{ COMPANIES_BAD_ADDRESS: WORKBOOK, COMPANIES_NOT_FOUND: WORKBOOK, COMPANIES_UNREADABLE: WORKBOOK },
  ...{ COMPANIES_FETCH_FAILED: WORKBOOK, COMPANIES_TIMEOUT: WORKBOOK, COMPANIES_LOGIN_REQUIRED: WORKBOOK },
  ...{ COMPANIES_TOO_BIG: WORKBOOK, COMPANIES_TOO_LONG: WORKBOOK, COMPANIES_HTML: WORKBOOK, COMPANIES_EMPTY: WORKBOOK },
  ...{ COMPANIES_ENCRYPTED: WORKBOOK, COMPANIES_OLD_XLS: WORKBOOK, COMPANIES_CORRUPT: WORKBOOK },
  ...{ COMPANIES_NO_HEADER: WORKBOOK, SPREADSHEET_BROKEN: RETRY, SPREADSHEET_TOO_LARGE: RETRY },
  ...{ RUN_NO_COMPANIES: ['import', 'retry'], RUN_UNKNOWN_COMPANY: ['import'] },
  ...{
    SETTINGS_BROKEN: SIEG,
    SETTINGS_INCOMPLETE: ['settings:sieg', 'retry'],
    SETTINGS_INVALID: ['settings:sieg', 'retry'],
  },
  SETTINGS_UNREADABLE: RETRY,
  ...{ SHARE_UNREACHABLE: SHARES, SHARE_NAME_NOT_FOUND: PLACES, SHARE_PATH_MISSING: PLACES, SHARE_CREDENTIALS: SHARES },
  ...{
    SHARE_SLOW: SHARES,
    SHARE_NEARLY_FULL: SHARES,
    SHARE_TIMEOUT: SHARES,
    SHARE_DENIED: SHARES,
    SHARE_READ_ONLY: SHARES,
  },
  ...{ SHARE_FULL: SHARES, SHARE_IO: ['retry', 'shares'], SHARE_BAD_ROOT: ['settings:archive'], SHARE_CLOSED: RETRY },
  ...{ SHARE_AGENT_FAILED: ['shares', 'logs'], SHARE_BAD_PATH: ['settings:archive'] },
  ...{ SHELL_KEY_MISSING: ['settings:sieg', 'retry'], SHELL_KEY_UNREADABLE: SIEG, SHELL_KEY_UNSAVED: SIEG },
  ...{ SHELL_SECRET_UNREADABLE: EMAIL, SHELL_SECRET_UNSAVED: EMAIL, SHELL_PLACE_UNSET: ['settings:archive'] },
  SHELL_CANNOT_OPEN: SHARES,
  ...{ ALERT_EMAIL_INCOMPLETE: EMAIL, ALERT_EMAIL_INSECURE: EMAIL, ALERT_EMAIL_UNREACHABLE: EMAIL },
  ...{ ALERT_EMAIL_NO_ENCRYPTION: EMAIL, ALERT_EMAIL_CERTIFICATE: EMAIL, ALERT_EMAIL_AUTH: EMAIL },
  ...{ ALERT_EMAIL_REFUSED: EMAIL, ALERT_WEBHOOK_MISSING: WEBHOOK, ALERT_WEBHOOK_ADDRESS: WEBHOOK },
  ...{ ALERT_WEBHOOK_REDIRECTED: WEBHOOK, ALERT_WEBHOOK_REFUSED: WEBHOOK, ALERT_TIMEOUT: EMAIL },
  ...{ ALERT_DESKTOP_UNAVAILABLE: ['settings:window'], ALERT_NONE_ON: EMAIL, ALERT_CHANNEL_BROKEN: LOGS },
  ...{ SIEG_ADDRESS_INVALID: SIEG, SIEG_ADDRESS_INSECURE: SIEG, SIEG_ADDRESS_NOT_PLAIN: SIEG, SIEG_DNS: SIEG },
  ...{
    SIEG_CREDENTIALS_MISSING: SIEG,
    SIEG_CREDENTIALS_INVALID: SIEG,
    SIEG_AUTHENTICATION: SIEG,
    SIEG_REDIRECTED: SIEG,
  },
  ...{ SIEG_WRONG_PATH: SIEG, SIEG_NOT_SIEG: SIEG, SIEG_UNSUPPORTED: SIEG },
  ...{ SIEG_REJECTED: ['retry', 'logs'], SIEG_UNREADABLE: LOGS, SIEG_TOO_LARGE: LOGS, SIEG_QUERY_INVALID: LOGS },
};

/** By what stands in the way of a month's proof. */
export const VERDICT_ADVICE: Readonly<Record<VerdictReason['code'], readonly Advice[]>> = {
  ...{ missing: ['run'], short: ['run'], unread: [], conflict: ['orphans:audit'], damaged: ['orphans:audit'] },
  ...{ undelivered: ['deliver'], 'cancellation-undelivered': ['deliver'], 'no-companies': ['import'] },
  ...{ 'not-counted': ['run'], nameless: ['run'], 'handed-out-broken': ['run'], 'count-shrank': ['run'] },
  ...{ 'count-too-low': ['run'], 'count-mixed': [], 'cancellations-not-asked': ['run'], 'report-not-asked': ['run'] },
  unanswered: ['run'],
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
      return month === undefined ? undefined : client.engine.startRun({ month });
    }
    default: {
      const [kind, part] = advice.split(':') as ['orphans' | 'settings', string];
      if (kind === 'settings') ui.setState({ screen: 'settings', settingsPart: part as SettingsPart });
      else ui.setState({ screen: 'orphans', orphans: { ...INITIAL_ORPHANS, tab: part as OrphansTab } });
      return undefined;
    }
  }
}
