import { MaloteError } from '../../../src/shared/errors';
import { findingCounts } from '../../../src/shared/ipc/double-evidence';
import type { DoubleOptions } from '../../../src/shared/ipc/double';
import type { ConsoleState } from '../../../src/shared/ipc/state';
import { INITIAL_HISTORY, INITIAL_ORPHANS, type OrphansView } from '../../../src/renderer/state/evidence-view';
import {
  auditAnswers,
  auditAt,
  overviewAt,
  companyAnswers,
  entryAt,
  finishedRecovery,
  ITEMS_DONE,
  journalAnswers,
  legacyFound,
  OFFICE,
  planAt,
  runningRecovery,
  wholeRecoveryAt,
} from './evidence';
import { appliedCorrection, correctionAnswers, correctionAt } from './corrections';
import type { OfficeFixture } from './fixtures';

type EngineDouble = NonNullable<DoubleOptions['engine']>;

const AUDITING = {
  auditId: 8,
  phase: 'disk' as const,
  files: 312_400,
  bytes: 2_612_000_000,
  read: 1_204,
  findings: 10_041,
  expected: 1_000_000,
  elapsedSeconds: 94,
};

/** The moments of stage 4, on top of an office at rest. */
export function evidenceFixtures(idle: () => ConsoleState, now: Date): Readonly<Record<string, () => OfficeFixture>> {
  const orphans = (
    view: Partial<OrphansView>,
    state: Partial<ConsoleState> = {},
    engine: EngineDouble = {},
  ): OfficeFixture => ({
    state: { ...idle(), audit: overviewAt(now), ...state },
    ui: { screen: 'orphans', orphans: { ...INITIAL_ORPHANS, ...view } },
    options: { engine: { ...auditAnswers(now), ...engine } },
  });
  const company = (state: Partial<ConsoleState> = {}, engine: EngineDouble = {}): OfficeFixture => ({
    state: { ...idle(), audit: overviewAt(now), ...state },
    ui: {
      screen: 'company',
      company: {
        ...(OFFICE[2] ?? { taxId: '', folder: '' }),
        month: '2026-10',
        from: 'panel',
        kind: null,
        state: 'all',
        search: '',
      },
    },
    options: { engine: { ...companyAnswers(now, 5_744), ...engine } },
  });
  const history = (tab: 'journal' | 'runs', engine: EngineDouble): OfficeFixture => ({
    state: idle(),
    ui: { screen: 'history', history: { ...INITIAL_HISTORY, tab } },
    options: { engine },
  });
  const many = findingCounts({ orphan: 500_000, stray: 12_000 });
  return {
    'panel-orphans': () => ({ state: { ...idle(), audit: overviewAt(now) } }),
    'panel-recovering': () => ({ state: { ...idle(), audit: overviewAt(now), recovery: runningRecovery(now) } }),
    orphans: () => orphans({}),
    'orphans-findings': () => orphans({ mode: 'findings' }),
    'orphans-many': () =>
      orphans(
        { mode: 'findings' },
        {
          audit: overviewAt(now, {
            orphans: { documents: 500_000, bytes: 4_100_000_000 },
            last: auditAt(now, 7, 3, { counts: many }),
          }),
        },
        auditAnswers(now, 500_000),
      ),
    'orphans-running': () => orphans({}, { audit: overviewAt(now, { running: AUDITING }) }),
    'orphans-first': () =>
      orphans({}, { audit: overviewAt(now, { last: null, running: { ...AUDITING, expected: null } }) }),
    'orphans-none': () =>
      orphans(
        {},
        { audit: overviewAt(now, { last: null, orphans: { documents: 0, bytes: 0 } }) },
        { listAudits: () => [] },
      ),
    'orphans-clean': () =>
      orphans(
        {},
        {
          audit: overviewAt(now, {
            orphans: { documents: 0, bytes: 0 },
            last: auditAt(now, 9, 1, { counts: findingCounts() }),
          }),
        },
      ),
    'orphans-failed': () =>
      orphans(
        {},
        { audit: overviewAt(now, { error: new MaloteError('INTERNAL', { reason: 'disco' }).toEnvelope() }) },
        {
          auditGroups: () => {
            throw new MaloteError('INTERNAL', { reason: 'sem resposta' });
          },
        },
      ),
    'orphans-compare': () => orphans({ comparedWith: 6 }),
    'recovery-none': () => orphans({ tab: 'recovery' }),
    'recovery-one-click': () =>
      orphans(
        { tab: 'recovery' },
        { audit: overviewAt(now, { running: AUDITING }), wholeRecovery: wholeRecoveryAt(now, { state: 'auditing' }) },
      ),
    'recovery-one-click-failed': () =>
      orphans(
        { tab: 'recovery' },
        {
          wholeRecovery: wholeRecoveryAt(now, {
            state: 'failed',
            endedAt: now.toISOString(),
            error: new MaloteError('SHARE_UNREACHABLE', {
              location: 'Y:\\XML_CLIENTES',
              cause: 'o servidor não responde',
            }).toEnvelope(),
          }),
        },
      ),
    'recovery-one-click-nothing': () =>
      orphans(
        { tab: 'recovery' },
        { wholeRecovery: wholeRecoveryAt(now, { state: 'complete', endedAt: now.toISOString() }) },
      ),
    'recovery-plan': () => orphans({ tab: 'recovery', plan: planAt(now) }, { recovery: planAt(now) }),
    'recovery-running': () => orphans({ tab: 'recovery' }, { recovery: runningRecovery(now) }, ITEMS_DONE),
    'recovery-waiting': () => {
      const recovery = runningRecovery(now);
      const progress = recovery.progress && {
        ...recovery.progress,
        waitingFor: ['import' as const],
        etaSeconds: null,
        perSecond: null,
      };
      return orphans({ tab: 'recovery' }, { recovery: { ...recovery, progress } }, ITEMS_DONE);
    },
    'recovery-interrupted': () =>
      orphans({ tab: 'recovery' }, { recovery: { ...finishedRecovery(now), state: 'interrupted' } }, ITEMS_DONE),
    'recovery-complete': () => orphans({ tab: 'recovery' }, { recovery: finishedRecovery(now) }, ITEMS_DONE),
    'recovery-earlier': () => orphans({ tab: 'earlier' }),
    'orphans-misfiled': () => orphans({ category: 'misfiled' }),
    'corrections-none': () => orphans({ tab: 'corrections' }),
    'corrections-proposed': () => orphans({ tab: 'corrections' }, {}, correctionAnswers(now, correctionAt(now, 2))),
    'corrections-applying': () =>
      orphans(
        { tab: 'corrections', correcting: { id: 2, what: 'apply' } },
        {},
        correctionAnswers(now, correctionAt(now, 2)),
      ),
    'corrections-applied': () => orphans({ tab: 'corrections' }, {}, correctionAnswers(now, appliedCorrection(now, 2))),
    'legacy-empty': () => orphans({ tab: 'legacy' }),
    'legacy-running': () => ({
      ...orphans(
        { tab: 'legacy' },
        {
          legacy: {
            progress: {
              phase: 'transactions',
              files: 31_204,
              total: 45_678,
              adopted: 0,
              unreadable: 3,
              elapsedSeconds: 61,
            },
            last: null,
          },
        },
      ),
    }),
    'legacy-found': () => {
      const fixture = orphans({ tab: 'legacy' }, { legacy: { progress: null, last: legacyFound(now) } });
      return { ...fixture, ui: { ...fixture.ui, legacyFolder: { id: 'picked-1', shown: 'W:\\' } } };
    },
    history: () => history('journal', journalAnswers(now, 12_431)),
    'history-entry': () => {
      const fixture = history('journal', journalAnswers(now, 12_431));
      return { ...fixture, ui: { ...fixture.ui, history: { ...INITIAL_HISTORY, entry: entryAt(now) } } };
    },
    'history-empty': () => history('journal', {}),
    'history-runs': () => history('runs', journalAnswers(now, 10)),
    company: () => company(),
    'company-empty': () =>
      company(
        {},
        {
          companyMonth: ({ company: taxId, month }) => ({
            company: { taxId, folder: '', name: '' },
            month,
            verdict: { state: 'none-unexplained', reasons: [], monthBefore: 12 },
            kinds: [],
            audit: null,
            months: [],
          }),
          companyDocuments: () => ({ lines: [], next: null, total: 0 }),
        },
      ),
    'company-loading': () => company({}, { companyMonth: () => new Promise(() => undefined) }),
  };
}
