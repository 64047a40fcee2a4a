import { z } from 'zod';
import type { ErrorEnvelope } from './errors';
import type { DeepReadonly } from './ipc/deep-readonly';
import {
  damageProblemSchema,
  documentKindSchema,
  promiseSourceSchema,
  undeliveredStateSchema,
  type DamageProblem,
  type DocumentKindName,
  type PromiseSource,
  type UndeliveredState,
} from './ipc/documents';
import { errorEnvelopeSchema, instantSchema, monthSchema } from './ipc/primitives';
import { shareRootSchema, type ShareRoot } from './ipc/share-root';
import {
  monthVerdictSchema,
  verdictReasonSchema,
  type MonthVerdict,
  type VerdictReason,
  type VerdictState,
} from './ipc/verdict';
import type { SiegGeneration } from './sieg-generations';

const count = z.int().min(0);

export type RunStatus = 'complete' | 'gaps' | 'stopped' | 'failed';

/** A promised document that is not held, named. */
export interface MissingView {
  readonly identity: string;
  readonly kind: DocumentKindName;
  readonly issueDay: string | null;
  readonly companies: readonly string[];
  /** Who promised it. */
  readonly sources: readonly PromiseSource[];
  /** What SIEG answered to the last single fetch, in Portuguese; null when it was not asked. */
  readonly answer: string | null;
}

/** SIEG counted more than is held and no witness named the keys. */
export interface ShortfallView {
  readonly kind: DocumentKindName;
  /** Of which company SIEG counted; null: the whole account, whoever's documents they are. */
  readonly company: string | null;
  readonly promised: number;
  readonly held: number;
}

/** Documents of a layout that is not read, which stand for none that SIEG counted. */
export interface UnreadView {
  /** Folder of the company that they mention; null: they mention none of the workbook. */
  readonly company: string | null;
  readonly documents: number;
  /** Names of their first elements, so that a reader can be written; empty for what an older version kept. */
  readonly shape: string;
}

/** A question that SIEG did not answer in the run: what it would have told is not known. */
export interface UnansweredView {
  readonly question: string;
  readonly code: string;
  readonly reason: string;
}

/** What else keeps the month, or companies, from being complete: what was not asked or not read, and who is concerned. */
export interface OpenPointView extends VerdictReason {
  /** Folders of the companies concerned; empty: the month as a whole. */
  readonly companies: readonly string[];
}

/** A file of the archive that is not what and where it was filed, as it was last seen. */
export interface DamagedView {
  /** Of the document or event. */
  readonly identity: string;
  readonly isEvent: boolean;
  /** Folder of the company; null: of none of the workbook. */
  readonly company: string | null;
  /** Under the archive; where it is `misfiled`, where it lies; empty: not known. */
  readonly path: string;
  readonly problem: DamageProblem;
}

export interface UndeliveredView {
  readonly identity: string;
  readonly state: UndeliveredState;
  readonly targetPath: string;
  readonly errorCode: string | null;
}

export interface CompanyView {
  readonly taxId: string;
  readonly folder: string;
  readonly documents: number;
  readonly delivered: number;
  readonly missing: number;
  readonly conflicts: number;
  /** The state is `complete`. */
  readonly complete: boolean;
  readonly state: VerdictState;
  /** Why it is `gaps` or `open`. */
  readonly reasons: readonly VerdictReason[];
  /** Documents of the month before; null when that month was never asked. */
  readonly monthBefore: number | null;
}

/** The result of a run: the last JSON of `run --json` and `demo --json`. */
export interface RunSummary {
  readonly run: { readonly id: number; readonly month: string; readonly status: RunStatus; readonly seconds: number };
  /** What the recorded facts prove of the month, or of the companies that the run was limited to. `run.status` follows from it. */
  readonly verdict: MonthVerdict;
  readonly companies: {
    readonly total: number;
    readonly complete: number;
    readonly withGaps: number;
    readonly open: number;
    /** Asked, and SIEG has nothing. */
    readonly noneAnnounced: number;
    /** Asked, and SIEG has nothing although the month before had documents. */
    readonly noneUnexplained: number;
  };
  /** Of the companies that the run was limited to, else of the whole month. */
  readonly documents: {
    /** Distinct documents that SIEG promised (its counts, or what is held where that is more) plus named keys not held. */
    readonly expected: number;
    readonly archived: number;
    readonly delivered: number;
    readonly verified: number;
    /** Named keys not held plus counted documents that nobody could name. */
    readonly missing: number;
    readonly conflicts: number;
    readonly events: number;
    readonly cancelled: number;
    /** Held documents that concern no company of the workbook; archived apart, not delivered. */
    readonly unassigned: number;
    /** Files that could not be read; their bytes are kept. */
    readonly refused: number;
    /** Of `archived`: a filed copy was found gone or changed since, and is not mended. Left out where there are none. */
    readonly damaged?: number;
  };
  readonly requests: {
    readonly total: number;
    /** Pages that the files alone would need: ceil((documents + events) / 50) per kind, account-wide. */
    readonly minimum: number;
    readonly byKind: Readonly<Record<string, number>>;
  };
  readonly outbox: { readonly pending: number };
  readonly gaps: {
    readonly missing: readonly MissingView[];
    readonly shortfalls: readonly ShortfallView[];
    readonly undelivered: readonly UndeliveredView[];
    readonly unanswered: readonly UnansweredView[];
    readonly points: readonly OpenPointView[];
    /** Left out where there are none. */
    readonly unread?: readonly UnreadView[];
    /** Likewise. */
    readonly damaged?: readonly DamagedView[];
  };
  readonly workspace: string;
  /** Why the run ended early, when it did. */
  readonly error: ErrorEnvelope | null;
}

const documentTotals = {
  expected: count,
  archived: count,
  delivered: count,
  verified: count,
  missing: count,
  conflicts: count,
  events: count,
  cancelled: count,
  unassigned: count,
  refused: count,
  damaged: count.optional(),
};

/** `RunSummary` on its way to the page. Its lists of gaps are cut at `GAPS_NAMED`; the numbers are whole. */
export const runSummarySchema = z.object({
  run: z.object({
    id: z.int(),
    month: monthSchema,
    status: z.enum(['complete', 'gaps', 'stopped', 'failed']),
    seconds: z.number(),
  }),
  verdict: monthVerdictSchema,
  companies: z.object({
    total: count,
    complete: count,
    withGaps: count,
    open: count,
    noneAnnounced: count,
    noneUnexplained: count,
  }),
  documents: z.object(documentTotals),
  requests: z.object({ total: count, minimum: count, byKind: z.record(z.string(), count) }),
  outbox: z.object({ pending: count }),
  gaps: z.object({
    missing: z.array(
      z.object({
        identity: z.string(),
        kind: documentKindSchema,
        issueDay: z.string().nullable(),
        companies: z.array(z.string()),
        sources: z.array(promiseSourceSchema),
        answer: z.string().nullable(),
      }),
    ),
    shortfalls: z.array(
      z.object({ kind: documentKindSchema, company: z.string().nullable(), promised: count, held: count }),
    ),
    undelivered: z.array(
      z.object({
        identity: z.string(),
        state: undeliveredStateSchema,
        targetPath: z.string(),
        errorCode: z.string().nullable(),
      }),
    ),
    /** Questions that SIEG did not answer. */
    unanswered: z.array(z.object({ question: z.string(), code: z.string(), reason: z.string() })),
    /** What else is open, and whom it concerns. */
    points: z.array(verdictReasonSchema.extend({ companies: z.array(z.string()) })),
    unread: z.array(z.object({ company: z.string().nullable(), documents: z.int(), shape: z.string() })).optional(),
    damaged: z
      .array(
        z.object({
          identity: z.string(),
          isEvent: z.boolean(),
          company: z.string().nullable(),
          path: z.string(),
          problem: damageProblemSchema,
        }),
      )
      .optional(),
  }),
  workspace: z.string(),
  error: errorEnvelopeSchema.nullable(),
});

/** How many gaps of each sort a summary names on its way to the page. */
export const GAPS_NAMED = 100;

/** The month's figures. Null: not known while nobody has counted. */
export const totalsSchema = z.object({
  ...documentTotals,
  expected: count.nullable(),
  /** Deliveries that wait or failed, of any month. */
  pending: count,
});

/** What a run is at, in the order in which it comes. */
export const RUN_PHASES = [
  'preparing',
  'counting',
  'sweeping',
  'comparing',
  'reports',
  'singles',
  'events',
  'delivering',
  'done',
] as const;
export type RunPhase = (typeof RUN_PHASES)[number];

/** SIEG does not answer: no request leaves but one at a time, to see whether it does again. */
const siegAwaySchema = z.object({
  /** Since when, and when it is tried again. */
  since: instantSchema,
  nextAttemptAt: instantSchema,
  /** Requests that were spent on seeing whether it answers again, all in vain. */
  attempts: count,
  /** What it failed with last. */
  code: z.string(),
  reason: z.string(),
});
export type SiegAway = DeepReadonly<z.infer<typeof siegAwaySchema>>;

/** A snapshot of a run under way, at most ten a second. */
export const runProgressSchema = z.object({
  runId: z.int(),
  month: monthSchema,
  phase: z.enum(RUN_PHASES),
  paused: z.boolean(),
  /** Roots without which it cannot go on at this moment. */
  waitingFor: z.array(shareRootSchema).readonly(),
  /** Left out while SIEG answers. */
  siegAway: siegAwaySchema.optional(),
  /** `planned`: null until the counts are known. */
  requests: z.object({ done: count, planned: count.nullable() }),
  documents: z.object({ expected: count.nullable(), archived: count, delivered: count, pending: count }),
  events: count,
  failures: count,
  elapsedSeconds: z.number(),
  /** Seconds left by the request budget; null while it cannot be told honestly. */
  etaSeconds: z.number().nullable(),
});
export type RunProgress = DeepReadonly<z.infer<typeof runProgressSchema>>;

/** What a run is doing for a company, or what is known of its month. `aside`: SIEG keeps failing on it, and the others go on. */
export type CompanyPhase = 'waiting' | 'capturing' | 'comparing' | 'delivering' | 'aside' | VerdictState;

export interface CompanyProgress {
  readonly taxId: string;
  readonly folder: string;
  readonly phase: CompanyPhase;
  readonly documents: number;
}

export type EngineEvent =
  | { readonly type: 'progress'; readonly progress: RunProgress }
  | { readonly type: 'companies'; readonly companies: readonly CompanyProgress[] }
  | {
      readonly type: 'notice';
      readonly level: 'info' | 'warning' | 'error';
      readonly text: string;
      readonly code: string | null;
    }
  | { readonly type: 'run-ended'; readonly summary: RunSummary }
  /** Shares, outbox, spool, scrub or alerts have something new to show. Told often; whoever listens coalesces. */
  | { readonly type: 'watch' }
  /** Another process has written to the ledger: anything may have changed. Told every few seconds at most. */
  | { readonly type: 'elsewhere' };

/** The result of `deliver`. */
export interface DeliverView {
  readonly delivered: number;
  readonly conflicts: number;
  readonly failed: number;
  /** What waits still. */
  readonly pending: number;
  /** Roots that it waits for. */
  readonly waitingFor: readonly ShareRoot[];
  /** Another process delivers at the moment, and this one did nothing. */
  readonly elsewhere: boolean;
}

export const companyImportSchema = z.object({
  source: z.string(),
  total: count,
  added: count,
  changed: count,
  retired: count,
  badRows: z.array(z.object({ row: z.int(), reason: z.string() })),
  /** Numbers of a few digits that were read as tax ids with the zeros that they lack. */
  padded: z.array(z.object({ row: z.int(), written: z.string(), taxId: z.string() })),
  /** The sheet that was used; null for a CSV. */
  sheet: z.string().nullable(),
  /** Sheets that hold something and were not used. */
  leftOut: z.array(z.object({ name: z.string(), hidden: z.boolean(), isList: z.boolean() })),
  /** How many of the companies stand in hidden rows; left out where there are none. */
  hiddenRows: count.optional(),
});
export type CompanyImportView = DeepReadonly<z.infer<typeof companyImportSchema>>;

export interface ProbeView {
  readonly ok: boolean;
  readonly generation: SiegGeneration;
  readonly status: number | null;
  readonly milliseconds: number;
  readonly words: string;
  /** By kind; null where SIEG gave no number. */
  readonly counts: Readonly<Record<string, number | null>> | null;
}

export interface StatusView {
  readonly workspace: string;
  readonly month: string;
  /** What the recorded facts prove of the month, whatever became of the last attempt. */
  readonly verdict: MonthVerdict;
  readonly companies: readonly CompanyView[];
  /** The last attempt. */
  readonly lastRun: {
    readonly id: number;
    readonly startedAt: string;
    readonly endedAt: string | null;
    /** Null: it has not ended. */
    readonly outcome: string | null;
    /** Somebody, in whatever process, is at work on it. */
    readonly underWay: boolean;
  } | null;
  readonly documents: RunSummary['documents'];
  readonly outbox: { readonly pending: number };
  readonly gaps: RunSummary['gaps'];
}

/** One file that is not what the ledger says. */
export interface VerifyFinding {
  readonly root: 'archive' | 'import';
  readonly path: string;
  readonly identity: string;
  /** `unreadable`: what stands there does not let itself be read, such as a folder of that name. */
  readonly problem: 'absent' | 'altered' | 'unreadable';
  /** What stood against reading it, a part of a sentence in Portuguese; null otherwise. */
  readonly cause: string | null;
}

export interface VerifyView {
  readonly month: string;
  readonly archiveFiles: number;
  readonly archiveBytes: number;
  /** Delivered documents and events of the month. */
  readonly deliveries: number;
  /** Of those, still lying at the target with the delivered content; the rest was taken by the BI program, which proves nothing. */
  readonly stillAtTarget: number;
  readonly findings: readonly VerifyFinding[];
}

export const runtimeProbeSchema = z.object({
  node: z.string(),
  electron: z.string().nullable(),
  napi: z.string(),
  sqlite: z.string(),
  journalMode: z.string(),
  rows: z.number(),
});
export type RuntimeProbe = DeepReadonly<z.infer<typeof runtimeProbeSchema>>;
