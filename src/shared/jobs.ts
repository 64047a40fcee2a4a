import { z } from 'zod';
import type { ErrorCode } from './errors';
import { AUDIT_PHASES, auditScopeSchema } from './ipc/audit';
import type { DeepReadonly } from './ipc/deep-readonly';
import { LEGACY_PHASES } from './ipc/legacy';
import { recoveryOptionsSchema, wholeRecoveryRequestSchema } from './ipc/recovery';
import { monthSchema, taxIdSchema } from './ipc/primitives';
import { jobTitles } from './messages/pt-BR/program';
import { RUN_PHASES } from './views';

/** What a kind of job is, for whoever starts it, watches it or has to wait for it. */
export interface JobDescriptor {
  /** As people call it, in the middle of a sentence. */
  readonly title: string;
  /** Whether it can be held between two of its steps. */
  readonly pauses: boolean;
  /** Whether it can end after its step; where it cannot, every stop is one at once. Both leave a job that can be gone on with. */
  readonly endsAfterStep: boolean;
  /** One of a kind at a time: the lock that says so, which says too whether the process at work is alive. */
  readonly lock: string;
  /** What who comes second is told. */
  readonly busy: ErrorCode;
  /** Needs alone, besides its own lock, for as long as it works or for a part of it. */
  readonly alone: readonly Exclusive[];
  /** What it may be at, as its progress says it; none where it has no parts. */
  readonly phases: readonly string[];
  /** What a page asks for, who stopped it or not: begun anew or gone on with, as the kind's own rules say. */
  readonly asked: z.ZodObject;
}

/** What only one job at a time may do, of whatever kind, with what who comes second is told. */
export const EXCLUSIVES = {
  /** Takes documents in, or moves filed ones. */
  intake: { lock: 'run', busy: 'RUN_IN_PROGRESS' },
  /** Writes into the store of copies, or depends on what lies there. */
  backups: { lock: 'backups', busy: 'JOB_IN_PROGRESS' },
} as const satisfies Readonly<Record<string, { readonly lock: string; readonly busy: ErrorCode }>>;

export type Exclusive = keyof typeof EXCLUSIVES;

const BACKUP_PHASES = ['copying', 'storing', 'pruning'] as const;
const CORRECTION_ACTIONS = ['apply', 'undo'] as const;

/** Every kind of long work. What is listed here can be started, watched, paused and stopped like all the others. */
export const JOBS = {
  run: {
    title: jobTitles.run,
    pauses: true,
    endsAfterStep: true,
    lock: 'month-run',
    busy: 'RUN_IN_PROGRESS',
    phases: RUN_PHASES,
    alone: ['intake'],
    asked: z.object({
      month: monthSchema,
      only: z.array(taxIdSchema).optional(),
      /** So many companies of the workbook alone, for a trial. */
      limit: z.int().min(1).max(5_000).optional(),
      /** Closes the month now: everything is asked. Default: once its days of grace are over. */
      close: z.boolean().optional(),
    }),
  },
  audit: {
    title: jobTitles.audit,
    pauses: false,
    endsAfterStep: false,
    lock: 'audit',
    busy: 'AUDIT_IN_PROGRESS',
    phases: AUDIT_PHASES,
    alone: [],
    asked: z.object({
      scope: auditScopeSchema,
      full: z.boolean().optional(),
      /** One that was stopped or interrupted; its scope then holds. */
      resume: z.int().optional(),
    }),
  },
  'legacy-import': {
    title: jobTitles.legacyImport,
    pauses: false,
    endsAfterStep: false,
    lock: 'legacy',
    busy: 'LEGACY_IN_PROGRESS',
    phases: LEGACY_PHASES,
    // but for a dry run
    alone: ['intake'],
    /** The folder that the native picker gave under this id. */
    asked: z.object({ pathId: z.string().max(100), dryRun: z.boolean() }),
  },
  recovery: {
    title: jobTitles.recovery,
    pauses: true,
    endsAfterStep: false,
    lock: 'recovery',
    busy: 'RECOVERY_IN_PROGRESS',
    phases: [],
    // for as long as it fetches
    alone: ['intake'],
    asked: z.object({ recoveryId: z.int(), options: recoveryOptionsSchema.optional() }),
  },
  'whole-recovery': {
    title: jobTitles.wholeRecovery,
    pauses: false,
    endsAfterStep: false,
    lock: 'whole-recovery',
    busy: 'RECOVERY_IN_PROGRESS',
    phases: ['auditing', 'planning', 'recovering'],
    alone: [],
    asked: wholeRecoveryRequestSchema,
  },
  correction: {
    title: jobTitles.correction,
    pauses: false,
    endsAfterStep: false,
    lock: 'correction',
    busy: 'RUN_IN_PROGRESS',
    phases: CORRECTION_ACTIONS,
    alone: ['intake'],
    asked: z.object({
      correctionId: z.int(),
      action: z.enum(CORRECTION_ACTIONS),
      /** Of what is applied; default: the whole batch, or what is left of it. */
      items: z.array(z.int()).min(1).max(20_000).optional(),
    }),
  },
  scrub: {
    title: jobTitles.scrub,
    pauses: false,
    endsAfterStep: false,
    lock: 'scrub',
    busy: 'JOB_IN_PROGRESS',
    phases: [],
    alone: [],
    /** Default: of all months. */
    asked: z.object({ month: monthSchema.optional() }),
  },
  backup: {
    title: jobTitles.backup,
    pauses: false,
    endsAfterStep: false,
    lock: 'backup',
    busy: 'JOB_IN_PROGRESS',
    phases: BACKUP_PHASES,
    alone: ['backups'],
    asked: z.object({}),
  },
  'backup-proof': {
    title: jobTitles.backupProof,
    pauses: false,
    endsAfterStep: false,
    lock: 'backup-proof',
    busy: 'JOB_IN_PROGRESS',
    phases: [],
    alone: ['backups'],
    /** Default: the newest. */
    asked: z.object({ id: z.string().max(60).optional() }),
  },
  retention: {
    title: jobTitles.retention,
    pauses: false,
    endsAfterStep: false,
    lock: 'retention',
    busy: 'JOB_IN_PROGRESS',
    phases: [],
    alone: [],
    asked: z.object({}),
  },
} as const satisfies Readonly<Record<string, JobDescriptor>>;

export type JobKind = keyof typeof JOBS;

/** What a page asks for. */
export type JobStart<Kind extends JobKind = JobKind> = DeepReadonly<z.output<(typeof JOBS)[Kind]['asked']>>;
/** The same as the engine is asked: a page never says a path. */
export type JobAsked<Kind extends JobKind = JobKind> = Kind extends 'legacy-import'
  ? { readonly from: string; readonly dryRun: boolean }
  : JobStart<Kind>;

export const JOB_KINDS = Object.keys(JOBS) as readonly JobKind[];

export const JOB_STATES = ['running', 'paused', 'stopped', 'failed', 'interrupted', 'complete'] as const;
export type JobState = (typeof JOB_STATES)[number];

export type JobPhase = (typeof JOBS)[JobKind]['phases'][number];
export const JOB_PHASES: readonly JobPhase[] = [...new Set(JOB_KINDS.flatMap((kind) => JOBS[kind].phases))];

/** How far a job is, in the same terms for all kinds. */
export interface JobProgress {
  /** What it is at, as its kind calls it; null where it has no parts. */
  readonly phase: JobPhase | null;
  /** Files, documents or items, whatever the kind counts. */
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
}

/** Kinds that cannot be at work beside this one: its own, and who needs the same alone. */
export function excludedBy(kind: JobKind): readonly JobKind[] {
  const descriptors: Readonly<Record<JobKind, JobDescriptor>> = JOBS;
  const needed = descriptors[kind].alone;
  return JOB_KINDS.filter((other) => other === kind || descriptors[other].alone.some((one) => needed.includes(one)));
}
