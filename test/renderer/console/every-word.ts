import { FINDING_CATEGORIES } from '../../../src/shared/audit-categories';
import { findingSchema, remedySchema } from '../../../src/shared/ipc/audit';
import { alertKindSchema } from '../../../src/shared/ipc/alerts';
import {
  damageProblemSchema,
  documentKindSchema,
  promiseSourceSchema,
  undeliveredStateSchema,
  type DocumentKindName,
} from '../../../src/shared/ipc/documents';
import {
  documentDeliverySchema,
  documentEvidenceSchema,
  heldDocumentSchema,
  partyRoleSchema,
} from '../../../src/shared/ipc/document-evidence';
import { findingCounts } from '../../../src/shared/ipc/double-evidence';
import type { DoubleOptions } from '../../../src/shared/ipc/double';
import type { JobView } from '../../../src/shared/ipc/jobs';
import { JOB_KINDS, JOB_PHASES, JOB_STATES, type JobPhase } from '../../../src/shared/jobs';
import { JOURNAL_ACTIONS, journalActionSchema } from '../../../src/shared/ipc/journal-actions';
import {
  correctionItemSchema,
  correctionSchema,
  recoveryItemSchema,
  recoveryStateSchema,
  wholeRecoverySchema,
} from '../../../src/shared/ipc/recovery';
import { shareRootSchema } from '../../../src/shared/ipc/shares';
import { companyRowSchema, noticeSchema, resumableSchema, type ConsoleState } from '../../../src/shared/ipc/state';
import { GAP_REASONS, OPEN_REASONS, VERDICT_STATES, type VerdictReason } from '../../../src/shared/ipc/verdict';
import { runProgressSchema, runSummarySchema } from '../../../src/shared/views';
import { legacyStatusSchema } from '../../../src/shared/ipc/legacy';
import { INITIAL_HISTORY, INITIAL_ORPHANS } from '../../../src/renderer/state/evidence-view';
import { correctionAt, correctionItemAt } from './corrections';
import {
  auditAt,
  overviewAt,
  companyAnswers,
  entryAt,
  evidenceOf,
  findingAt,
  itemAt,
  keyAt,
  legacyFound,
  OFFICE,
  planAt,
  runningRecovery,
  wholeRecoveryAt,
} from './evidence';
import { summaryWithGaps } from './offices';
import type { OfficeFixture } from './fixtures';
import { alertLines, ago } from './watch';

type EngineDouble = NonNullable<DoubleOptions['engine']>;

const KINDS = documentKindSchema.options;
const REASONS = [...GAP_REASONS, ...OPEN_REASONS];

/** A job at this phase, of some kind and in some state. */
function jobAt(now: Date, phase: JobPhase, index: number): JobView {
  const [kind, state] = [at(JOB_KINDS, index), at(JOB_STATES, index)];
  const progress = { phase, done: index, total: null };
  const times = { startedAt: ago(now, index), endedAt: null };
  return { id: index + 1, kind, state, subject: null, progress, ...times, error: null, here: false, stopping: false };
}

/** The member of a list that stands at a place, over and over. */
function at<Member>(members: readonly Member[], index: number): Member {
  const member = members[index % members.length];
  if (member === undefined) throw new Error('the list is empty');
  return member;
}

const reasons = (): VerdictReason[] =>
  REASONS.map((code, index) => ({
    code,
    kind: at<DocumentKindName>(KINDS, index),
    count: index + 1,
    subject: code === 'unanswered' ? 'Contagem de NFe de outubro' : null,
  }));

/** Every verdict, outcome, phase, source and state of the month. */
function months(base: ConsoleState): Readonly<Record<string, OfficeFixture>> {
  const summary = summaryWithGaps(base.month);
  const fixtures = VERDICT_STATES.map((state, index): [string, OfficeFixture] => {
    const verdict = { ...summary.verdict, state, reasons: state === 'gaps' || state === 'open' ? reasons() : [] };
    const lastSummary = {
      ...summary,
      verdict,
      run: { ...summary.run, status: at(runSummarySchema.shape.run.shape.status.options, index) },
      gaps: {
        ...summary.gaps,
        missing: promiseSourceSchema.options.map((source, one) => ({
          identity: keyAt(one),
          kind: at(KINDS, one),
          issueDay: null,
          companies: [],
          answer: null,
          sources: [source],
        })),
        shortfalls: KINDS.map((kind) => ({ kind, company: null, promised: 3, held: 1 })),
        undelivered: undeliveredStateSchema.options.map((of, one) => ({
          identity: keyAt(one + 9),
          state: of,
          targetPath: `Import/${keyAt(one + 9)}.xml`,
          errorCode: null,
        })),
        points: reasons().map((reason) => ({ ...reason, companies: [] })),
        damaged: damageProblemSchema.options.map((problem, one) => ({
          identity: keyAt(one + 19),
          isEvent: one === 1,
          company: null,
          problem,
          path: `2026/ALFA/10/NFe/${keyAt(one + 19)}.xml`,
        })),
      },
    };
    const companies = base.companies.map((row, one) => ({
      ...row,
      phase: at(companyRowSchema.shape.phase.options, one),
    }));
    const notices = noticeSchema.shape.level.options.map((level) => ({
      id: level,
      at: base.journal[0]?.at ?? ago(new Date(0), 0),
      level,
      text: 'Uma ocorrência.',
      code: null,
    }));
    return [`every-verdict-${state}`, { state: { ...base, verdict, lastSummary, companies, notices } }];
  });
  return Object.fromEntries(fixtures);
}

/** Every phase of a run, and every way in which one can have ended before its end. */
function runs(base: ConsoleState, run: NonNullable<ConsoleState['run']>): Readonly<Record<string, OfficeFixture>> {
  const under = runProgressSchema.shape.phase.options.map((phase, index): [string, OfficeFixture] => [
    `every-phase-${phase}`,
    { state: { ...base, run: { ...run, phase, stopping: at([null, 'after-page', 'now'] as const, index) } } },
  ]);
  const ended = resumableSchema.shape.outcome.options.map((outcome): [string, OfficeFixture] => [
    `every-end-${outcome}`,
    {
      state: {
        ...base,
        resumable: {
          month: '2026-09',
          outcome,
          startedAt: '2026-11-20T10:00:00.000Z',
          endedAt: null,
          only: null,
          archived: 3,
          expected: null,
        },
      },
    },
  ]);
  return Object.fromEntries([...under, ...ended]);
}

/** Every kind, direction, reason and state of a company's month. */
function company(base: ConsoleState, now: Date): OfficeFixture {
  const answers = companyAnswers(now, 200);
  const of = OFFICE[2] ?? { taxId: '', folder: '' };
  const engine: EngineDouble = {
    ...answers,
    companyMonth: async (input) => {
      const view = await answers.companyMonth?.(input);
      if (view === undefined) throw new Error('there is no month');
      const [kind] = view.kinds;
      if (kind === undefined) throw new Error('there is no kind');
      return {
        ...view,
        verdict: { state: 'open', reasons: reasons(), monthBefore: null },
        kinds: KINDS.map((one) => ({ ...kind, kind: one })),
      };
    },
    companyDocuments: async (input) => {
      const page = await answers.companyDocuments?.(input);
      const lines = page?.lines.map((line, index) => ({ ...line, kind: at(KINDS, index) })) ?? [];
      return { lines, next: null, total: lines.length };
    },
  };
  const company = { ...of, month: base.month, from: 'panel', kind: null, state: 'all', search: '' } as const;
  return { state: { ...base, audit: overviewAt(now) }, ui: { screen: 'company', company }, options: { engine } };
}

/** Every category, remedy, root, outcome and state of audits, recoveries, corrections and the old system. */
function officeStates(base: ConsoleState, now: Date): Readonly<Record<string, OfficeFixture>> {
  const finding = findingSchema.shape;
  const found = FINDING_CATEGORIES.map((category, index) => ({
    ...findingAt(index, category),
    kind: at(KINDS, index),
    root: at(finding.root.unwrap().options, index),
    remedy: at(remedySchema.options, index),
  }));
  const counts = findingCounts(Object.fromEntries(FINDING_CATEGORIES.map((category, index) => [category, index + 1])));
  const outcomes = ['complete', 'stopped', 'failed', 'interrupted'] as const;
  const audits = outcomes.map((outcome, index) => auditAt(now, 9 - index, 60 * index + 3, { outcome, counts }));
  const items = recoveryItemSchema.shape.state.options.map((state, index) => ({
    ...itemAt(index, state),
    action: at(recoveryItemSchema.shape.action.options, index),
    category: at(FINDING_CATEGORIES, index),
    kind: at(KINDS, index),
  }));
  const corrections = correctionSchema.shape.state.options.map((state, index) =>
    correctionAt(now, index + 1, { state }),
  );
  const proposals = correctionItemSchema.shape.state.options.map((state, index) => ({
    ...correctionItemAt(index, state),
    action: at(correctionItemSchema.shape.action.options, index),
  }));
  const page = <Line>(lines: readonly Line[]): { lines: Line[]; next: null; total: number; bytes: number } => ({
    lines: [...lines],
    next: null,
    total: lines.length,
    bytes: 0,
  });
  const engine: EngineDouble = {
    listAudits: () => audits,
    auditGroups: () =>
      FINDING_CATEGORIES.map((category, index) => ({
        category,
        company: OFFICE[index] ?? null,
        month: '2025-08',
        count: index + 1,
        bytes: 8_180,
        open: index + 1,
        openBytes: 8_180,
        fetchedSingly: null,
      })),
    auditFindings: () => page(found),
    compareAudits: ({ older, newer }) => ({
      older,
      newer,
      gone: found,
      fresh: found,
      categories: FINDING_CATEGORIES.map((category, index) => ({ category, same: index, gone: 1, fresh: 2 })),
    }),
    jobs: () => JOB_PHASES.map((phase, index) => jobAt(now, phase, index)),
    jobItems: ({ kind }) => (kind === 'recovery' ? { kind, ...page(items) } : { kind, ...page(proposals) }),
    listRecoveries: () =>
      recoveryStateSchema.options.map((state, index) => ({ ...planAt(now), id: index + 1, state, kinds: [...KINDS] })),
    listCorrections: () => corrections,
  };
  const fixture = (
    name: string,
    state: Partial<ConsoleState>,
    tab: 'audit' | 'recovery' | 'corrections' | 'legacy',
  ): [string, OfficeFixture] => [
    name,
    {
      state: { ...base, audit: overviewAt(now), ...state },
      ui: { screen: 'orphans', orphans: { ...INITIAL_ORPHANS, tab } },
      options: { engine },
    },
  ];
  const running = (phase: 'disk' | 'ledger'): ConsoleState['audit']['running'] => ({
    auditId: 9,
    phase,
    files: 10,
    bytes: 10,
    read: 1,
    findings: 2,
    expected: 20,
    elapsedSeconds: 3,
  });
  return Object.fromEntries([
    ...audits.map((last, index) =>
      fixture(
        `every-audit-${String(last.outcome)}`,
        { audit: overviewAt(now, { last, running: running(at(['disk', 'ledger'], index)) }) },
        'audit',
      ),
    ),
    ...recoveryStateSchema.options.map((state) => {
      const recovery = runningRecovery(now, { state, kinds: [...KINDS] });
      const progress = recovery.progress && { ...recovery.progress, waitingFor: [...shareRootSchema.options] };
      return fixture(`every-recovery-${state}`, { recovery: { ...recovery, progress } }, 'recovery');
    }),
    ...wholeRecoverySchema.shape.state.options.map((state, index) =>
      fixture(
        `every-one-click-${state}`,
        {
          wholeRecovery: wholeRecoveryAt(now, {
            state,
            categories: [...FINDING_CATEGORIES],
            until: at(wholeRecoverySchema.shape.until.options, index),
          }),
        },
        'recovery',
      ),
    ),
    fixture('every-correction', {}, 'corrections'),
    ...legacyStatusSchema.shape.progress.unwrap().shape.phase.options.map((phase, index) =>
      fixture(
        `every-legacy-${phase}`,
        {
          legacy: {
            progress: { phase, files: 3, total: 9, adopted: 1, unreadable: 0, elapsedSeconds: 4 },
            last: legacyFound(now, { outcome: at(['complete', 'stopped'] as const, index) }),
          },
        },
        'legacy',
      ),
    ),
  ]);
}

const FOUND = documentDeliverySchema.shape.recheck.unwrap().shape.found.options;

/** Every form, source, part, state and effect that is on record of one key. */
function documents(base: ConsoleState, now: Date): Readonly<Record<string, OfficeFixture>> {
  const { deliveries, events, claims } = documentEvidenceSchema.shape;
  const { form, source: sources } = heldDocumentSchema.shape;
  const fixtures = sources.options.map((source, index): [string, OfficeFixture] => {
    const made = evidenceOf(now, keyAt(0));
    const [delivery, event] = [made.deliveries[0], made.events[0]];
    if (made.document === null || delivery === undefined || event === undefined)
      throw new Error('there is no evidence');
    const evidence = {
      ...made,
      document: {
        ...made.document,
        source,
        form: at(form.options, index),
        parties: partyRoleSchema.options.map((role) => ({ role, taxId: '11222333000181', name: null })),
      },
      deliveries: deliveries.element.shape.state.options.map((state, id) => ({
        ...delivery,
        id,
        state,
        recheck: { found: at(FOUND, id), at: ago(now, 3), target: delivery.target },
      })),
      events: events.element.shape.effect.options.map((effect, id) => ({ ...event, id, effect })),
      claims: claims.element.shape.claim.options.map((claim) => ({ claim, location: 'copia.log', at: ago(now, 900) })),
    };
    return [`documents-${String(index)}`, { state: base, options: { engine: { documentEvidence: () => evidence } } }];
  });
  return Object.fromEntries(fixtures);
}

/** Every action of the journal, every alert, and every outcome of a run. */
function records(base: ConsoleState, now: Date): Readonly<Record<string, OfficeFixture>> {
  const engine: EngineDouble = {
    journalPage: () => ({
      lines: journalActionSchema.options.map((action, index) => ({ ...entryAt(now), id: 900 - index, action })),
      next: null,
      document: null,
    }),
  };
  const journal = JOURNAL_ACTIONS.map((action, id) => ({
    id: id + 1,
    at: ago(now, 90 - id),
    action,
    text: 'O que houve.',
  }));
  const lines = alertLines(now, 24).map((line, index) => ({
    ...line,
    kind: at(alertKindSchema.options, index),
    root: at(shareRootSchema.options, index),
  }));
  const outbox = { ...base.outbox, waitingFor: [...shareRootSchema.options] };
  return {
    'every-entry': {
      state: { ...base, journal, outbox },
      ui: { screen: 'history', history: INITIAL_HISTORY },
      options: { engine },
    },
    'every-alert': { state: { ...base, alerts: { unread: 4, lines, mutedUntil: null } }, ui: { screen: 'alerts' } },
  };
}

/** Scenes in which each word that the engine can say is shown, from the contract's own lists. */
export function everyWord(
  base: ConsoleState,
  run: NonNullable<ConsoleState['run']>,
  now: Date,
): Readonly<Record<string, OfficeFixture>> {
  return {
    ...months(base),
    ...runs(base, run),
    'every-kind': company(base, now),
    ...officeStates(base, now),
    ...records(base, now),
    ...documents(base, now),
  };
}
