import type { DoubleOptions } from '../../../src/shared/ipc/double';
import { MaloteError } from '../../../src/shared/errors';
import { DOUBLE_STATE } from '../../../src/shared/ipc/double';
import type { SettingsForm } from '../../../src/shared/ipc/settings';
import type { CompanyLine, ConsoleState, EngineStatus, RunView, TotalsView } from '../../../src/shared/ipc/state';
import type { UiState } from '../../../src/renderer/state/ui-store';
import { WATCH_DEFAULTS } from '../../../src/shared/ipc/settings';
import { diagnosisFixtures } from './diagnosis';
import { everyWord } from './every-word';
import { evidenceFixtures } from './evidence-fixtures';
import {
  ago,
  alertsAt,
  allDown,
  draining,
  firstLook,
  historyOf,
  importDown,
  spoolFull,
  well,
  type Watch,
} from './watch';
import { everySchedule, standardSchedule } from './schedule';
import { companiesAt, FINISHED, journalOf, summaryWithGaps, UNDER_WAY, UNTOUCHED } from './offices';

/** A moment of the console that can be looked at. */
export interface OfficeFixture {
  readonly state: ConsoleState;
  readonly options?: DoubleOptions;
  /** What main says of the engine once the page stands. */
  readonly engine?: EngineStatus;
  /** What the operator has chosen already. */
  readonly ui?: Partial<UiState>;
  /** What is brought into sight once the page stands, and opened when it can be: a selector. */
  readonly look?: string;
}

export const NOW = new Date('2026-11-21T14:05:09');
const MONTH = '2026-10';
const CONFIGURED = { shown: 'C:\\Malote', configured: true, demonstration: null };

export const RUN: RunView = {
  runId: 12,
  month: MONTH,
  phase: 'sweeping',
  paused: false,
  waitingFor: [],
  stopping: null,
  only: null,
  requests: { done: 1_204, planned: 2_310 },
  documents: { expected: 48_211, archived: 31_004, delivered: 30_118, pending: 886 },
  events: 1_204,
  failures: 3,
  elapsedSeconds: 2_405,
  etaSeconds: 1_980,
};

/** SIEG does not answer, and one company has been set aside before. */
function siegAway(): ConsoleState {
  const reason = 'O SIEG respondeu com o erro 503.';
  const [since, nextAttemptAt] = [ago(NOW, 12), ago(NOW, -3)];
  const state = running(40, {
    etaSeconds: null,
    siegAway: { since, nextAttemptAt, attempts: 4, code: 'SIEG_SERVER_ERROR', reason },
  });
  const aside = { phase: 'aside', gaps: null, progress: null, ratePerMinute: null, etaSeconds: null } as const;
  const companies = state.companies.map((row, index) => (index === 2 ? { ...row, ...aside } : row));
  return { ...state, companies };
}

function totalsOf(companies: readonly CompanyLine[], more: Partial<TotalsView> = {}): TotalsView {
  const sum = (name: 'archived' | 'delivered' | 'gaps'): number =>
    companies.reduce((all, row) => all + (row[name] ?? 0), 0);
  return {
    ...DOUBLE_STATE.totals,
    expected: 48_211,
    archived: sum('archived'),
    delivered: sum('delivered'),
    verified: sum('delivered'),
    missing: sum('gaps'),
    pending: 886,
    events: 1_204,
    cancelled: 318,
    ...more,
  };
}

function running(count: number, run: Partial<RunView> = {}): ConsoleState {
  const companies = companiesAt(count, UNDER_WAY);
  return {
    ...DOUBLE_STATE,
    ...well(NOW),
    workspace: CONFIGURED,
    month: MONTH,
    run: { ...RUN, ...run },
    companies,
    totals: totalsOf(companies, { expected: Math.round(totalsOf(companies).archived * 1.5) }),
    journal: journalOf(60, NOW),
    notices: [
      {
        id: '1',
        at: NOW.toISOString(),
        level: 'warning',
        code: 'COMPANIES_BAD_ROW',
        text: 'Planilha, linha 7: o CNPJ não confere.',
      },
    ],
  };
}

function finished(): ConsoleState {
  const companies = companiesAt(40, FINISHED);
  const lastSummary = summaryWithGaps(MONTH);
  return {
    ...running(40),
    run: null,
    companies,
    verdict: lastSummary.verdict,
    lastSummary,
    totals: { ...lastSummary.documents, pending: lastSummary.outbox.pending },
  };
}

const complete = (): ConsoleState => {
  const state = finished();
  const summary = summaryWithGaps(MONTH);
  const documents = {
    ...summary.documents,
    archived: 48_211,
    delivered: 48_211,
    verified: 48_211,
    missing: 0,
    conflicts: 0,
    unassigned: 0,
  };
  const verdict = {
    ...summary.verdict,
    state: 'complete' as const,
    reasons: [],
    companies: { total: 40, complete: 40, gaps: 0, open: 0, noneAnnounced: 0, noneUnexplained: 0 },
  };
  return {
    ...state,
    verdict,
    companies: state.companies.map((row) => ({
      ...row,
      phase: 'complete',
      gaps: 0,
      delivered: row.archived,
      progress: 1,
    })),
    totals: { ...documents, pending: 0 },
    lastSummary: {
      ...summary,
      verdict,
      run: { ...summary.run, status: 'complete' },
      documents,
      outbox: { pending: 0 },
      gaps: { missing: [], shortfalls: [], undelivered: [], unanswered: [], points: [] },
    },
  };
};

const idle = (): ConsoleState => ({
  ...DOUBLE_STATE,
  ...well(NOW),
  workspace: CONFIGURED,
  month: MONTH,
  companies: companiesAt(40, UNTOUCHED),
  journal: journalOf(1, NOW).map((line) => ({
    ...line,
    text: 'Planilha importada: 40 empresas (40 novas, 0 alteradas, 0 retiradas).',
  })),
});

export const FORM: SettingsForm = {
  values: {
    'sieg.generation': 'v1',
    'sieg.baseUrl': 'https://api.sieg.com',
    'sieg.requestsPerMinute': null,
    'archive.root': 'Y:\\XML_CLIENTES',
    'importShare.root': '\\\\servidor-do-escritorio\\xml_import',
    'importShare.layout': 'flat',
    'importShare.cancelledRoot': null,
    'backup.folder': null,
    'companies.workbook': 'Y:\\Controle\\Relação de empresas do escritório (atualizada em outubro).xlsx',
    'previousMonth.days': 3,
    'capture.reports': 'when-needed',
    'capture.reportsAtOnce': 6,
    'capture.graceDays': 10,
    'capture.dailyByUpload': true,
    'capture.rescanPreviousMonth': true,
    ...WATCH_DEFAULTS,
  },
  problems: {},
  warnings: [],
  key: { generation: 'v1', kept: 'disk', secrets: [], audience: { sieg: 'https://api.sieg.com', mail: null } },
  readOnly: false,
  unfinished: false,
};

const WITH_FORM: DoubleOptions = { engine: { readSettings: () => FORM } };

const IMPORTED = {
  source: 'empresas.xlsx',
  total: 38,
  added: 38,
  changed: 0,
  retired: 0,
  badRows: [
    { row: 7, reason: 'o CNPJ não confere com os dígitos verificadores' },
    { row: 31, reason: 'o nome tratado está vazio' },
  ],
  sheet: 'Ativas',
  padded: [],
  leftOut: [],
};

/** The screen of shares at a moment; `outages` is how many each root has had, `shareHistory` how it answers instead. */
function sharesFixture(
  watch: Watch,
  outages = 0,
  shareHistory: NonNullable<DoubleOptions['engine']>['shareHistory'] = ({ root, hours }) => {
    const line = watch.shares.find((one) => one.root === root);
    return line === undefined ? { samples: [], outages: [] } : historyOf(NOW, line, hours, outages);
  },
): OfficeFixture {
  return { state: { ...idle(), ...watch }, ui: { screen: 'shares' }, options: { engine: { shareHistory } } };
}

const CHANNELS_ON: SettingsForm = {
  ...FORM,
  values: {
    ...FORM.values,
    'alerts.quietFrom': '22:00',
    'alerts.quietTo': '07:00',
    'email.enabled': true,
    'email.host': '',
    'email.user': 'avisos@escritorio.exemplo',
    'email.from': 'avisos@escritorio.exemplo',
    'email.to': 'operacao@escritorio.exemplo, ti@escritorio.exemplo',
    'webhook.enabled': true,
  },
  problems: { 'email.host': 'escreva o nome do servidor de e-mail' },
  key: {
    generation: 'v1',
    kept: 'disk',
    secrets: ['webhook-url'],
    audience: { sieg: 'https://api.sieg.com', mail: null },
  },
};

/** As functions, like the others. */
function every(): Readonly<Record<string, () => OfficeFixture>> {
  const fixtures = everyWord(finished(), RUN, NOW);
  return Object.fromEntries(Object.entries(fixtures).map(([name, fixture]) => [name, () => fixture]));
}

export const SCENES: Readonly<Record<string, () => OfficeFixture>> = {
  'first-start': () => ({ state: DOUBLE_STATE }),
  'assistant-sieg': () => ({ state: DOUBLE_STATE, ui: { screen: 'assistant', step: 'sieg' } }),
  'assistant-import': () => ({ state: DOUBLE_STATE, ui: { screen: 'assistant', step: 'import' } }),
  'assistant-ready': () => ({
    state: DOUBLE_STATE,
    ui: { screen: 'assistant', step: 'ready' },
    options: { engine: { readSettings: () => FORM, importCompanies: () => IMPORTED } },
  }),
  unconfigured: () => ({ state: DOUBLE_STATE, ui: { screen: 'panel' } }),
  idle: () => ({ state: idle() }),
  running: () => ({ state: running(40) }),
  paused: () => ({ state: running(40, { paused: true, etaSeconds: null }) }),
  'sieg-away': () => ({ state: siegAway() }),
  counting: () => ({
    state: {
      ...idle(),
      workspace: { ...CONFIGURED, demonstration: { companies: 40, documents: 300, seed: 7 } },
      run: {
        ...RUN,
        phase: 'counting',
        requests: { done: 4, planned: null },
        elapsedSeconds: 6,
        etaSeconds: null,
        failures: 0,
        documents: { expected: null, archived: 0, delivered: 0, pending: 0 },
      },
    },
  }),
  thousand: () => ({ state: running(1_000, { documents: { ...RUN.documents, expected: 1_208_400 } }) }),
  finished: () => ({ state: finished() }),
  gaps: () => ({
    state: finished(),
    ui: {
      panelTab: 'gaps',
      dockTab: 'notices',
      toasts: [
        { id: 1, tone: 'good', title: 'Copiado.', text: null },
        {
          id: 2,
          tone: 'bad',
          title: 'O SIEG recusou a credencial (resposta 401).',
          text: 'Confira no portal do SIEG se a chave está certa e ativa e se ela vale para a versão da API escolhida.',
        },
      ],
    },
  }),
  complete: () => ({ state: complete() }),
  crashed: () => ({ state: running(40), engine: { state: 'crashed', attempt: 2 } }),
  gone: () => ({ state: running(40), engine: { state: 'gone' } }),
  resumable: () => ({
    state: {
      ...running(40),
      run: null,
      resumable: {
        month: MONTH,
        outcome: 'interrupted',
        startedAt: '2026-11-21T13:20:00.000Z',
        endedAt: null,
        only: null,
        archived: 31_004,
        expected: 48_211,
      },
    },
  }),
  settings: () => ({ state: idle(), ui: { screen: 'settings' }, options: WITH_FORM }),
  'settings-problems': () => ({
    state: idle(),
    ui: { screen: 'settings' },
    options: {
      engine: {
        readSettings: () => ({
          ...FORM,
          values: { ...FORM.values, 'archive.root': null, 'sieg.baseUrl': 'http://exemplo' },
          problems: {
            'archive.root': 'Escolha uma pasta.',
            'sieg.baseUrl': 'Use um endereço https:// sem senha nem parâmetros.',
          },
          key: { generation: null, kept: 'session', secrets: [], audience: { sieg: null, mail: null } },
        }),
      },
    },
  }),
  about: () => ({ state: idle(), ui: { screen: 'about' } }),
  connecting: () => ({
    state: DOUBLE_STATE,
    options: { engine: { snapshot: () => new Promise<ConsoleState>(() => undefined) } },
  }),
  unreachable: () => ({
    state: DOUBLE_STATE,
    options: {
      engine: {
        snapshot: () => {
          throw new MaloteError('LEDGER_NEWER', { found: 9, known: 3 });
        },
      },
    },
  }),
  empty: () => ({ state: { ...idle(), companies: [], journal: [] } }),
  schedule: () => ({ state: { ...idle(), schedule: standardSchedule(NOW) }, ui: { dockTab: 'schedule' } }),
  'schedule-empty': () => ({ state: idle(), ui: { dockTab: 'schedule' } }),
  'schedule-every': () => ({ state: { ...idle(), schedule: everySchedule(NOW) }, ui: { dockTab: 'schedule' } }),
  'panel-down': () => ({ state: { ...running(40), ...importDown(NOW) } }),
  'panel-all-down': () => ({ state: { ...running(40), ...allDown(NOW) } }),
  'panel-draining': () => ({ state: { ...running(40), ...draining(NOW) } }),
  'shares-ok': () => sharesFixture(well(NOW)),
  'shares-down': () => sharesFixture(importDown(NOW), 2),
  'shares-draining': () => sharesFixture(draining(NOW), 3),
  'shares-spool-full': () => sharesFixture(spoolFull(NOW), 1),
  'shares-unknown': () => sharesFixture(firstLook(NOW), 0, () => ({ samples: [], outages: [] })),
  'shares-many-outages': () => {
    const fixture = sharesFixture(allDown(NOW), 100);
    return { ...fixture, ui: { ...fixture.ui, shareHours: 168 }, look: 'details' };
  },
  'shares-loading': () => sharesFixture(well(NOW), 0, () => new Promise(() => undefined)),
  'shares-failed': () =>
    sharesFixture(well(NOW), 0, () => {
      throw new MaloteError('INTERNAL', { reason: 'sem histórico' });
    }),
  'shares-none': () => ({ state: DOUBLE_STATE, ui: { screen: 'shares' } }),
  'alerts-empty': () => ({ state: { ...idle(), alerts: alertsAt(NOW, 0) }, ui: { screen: 'alerts' } }),
  'alerts-full': () => ({ state: { ...idle(), alerts: alertsAt(NOW, 200) }, ui: { screen: 'alerts' } }),
  alerts: () => ({ state: { ...idle(), alerts: alertsAt(NOW, 6) }, ui: { screen: 'alerts' } }),
  'alerts-muted': () => ({
    state: { ...idle(), alerts: { ...alertsAt(NOW, 6), mutedUntil: ago(NOW, -60) } },
    ui: { screen: 'alerts' },
  }),
  'settings-watch': () => ({
    state: idle(),
    ui: { screen: 'settings' },
    options: { engine: { readSettings: () => CHANNELS_ON } },
    look: '[aria-label="Pastas e espera"]',
  }),
  'settings-channels': () => ({
    state: idle(),
    ui: { screen: 'settings' },
    options: { engine: { readSettings: () => CHANNELS_ON } },
    look: '[aria-label="Neste computador"]',
  }),
  ...diagnosisFixtures(idle),
  ...evidenceFixtures(idle, NOW),
  ...every(),
};
