import { z } from 'zod';
import { JOB_KINDS, JOB_PHASES, JOB_STATES, JOBS, type JobKind, type JobStart } from '../jobs';
import type { DeepReadonly } from './deep-readonly';
import { errorEnvelopeSchema, instantSchema } from './primitives';
import { correctionItemPageSchema, recoveryItemPageSchema } from './recovery';

const count = z.int().min(0);

export const jobKindSchema = z.enum(JOB_KINDS);

/** One long work, of whatever kind and in whatever process. */
export const jobSchema = z.object({
  id: z.int(),
  kind: jobKindSchema,
  /** `stopped`, `failed` and `interrupted` (its process died) can be gone on with by starting the same again. */
  state: z.enum(JOB_STATES),
  /** Its row in the table of its kind: an audit, a recovery, a correction, a run. Null where it has none. */
  subject: z.int().nullable(),
  /** Null before anything was told. Of another process it is a few seconds old. */
  progress: z.object({ phase: z.enum(JOB_PHASES).nullable(), done: count, total: count.nullable() }).nullable(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  /** Why it failed. */
  error: errorEnvelopeSchema.nullable(),
  /** At work in this process, where it can be held and stopped. */
  here: z.boolean(),
  /** It was asked to end, and has not ended yet. */
  stopping: z.boolean(),
});

/** What is to be begun, by its kind. */
export type JobRequest = { readonly [Kind in JobKind]: { readonly kind: Kind } & Particulars<Kind> }[JobKind];

/** What is asked besides the kind; of a kind that asks for nothing, nothing. */
type Particulars<Kind extends JobKind> = string extends keyof JobStart<Kind> ? unknown : JobStart<Kind>;

const [first, ...others] = JOB_KINDS.map((kind) => JOBS[kind].asked.extend({ kind: z.literal(kind) }));
if (first === undefined) throw new Error('there are no jobs');
export const jobRequestSchema = z.discriminatedUnion('kind', [first, ...others]) as unknown as z.ZodType<JobRequest>;

const jobItemsSchema = z.discriminatedUnion('kind', [
  recoveryItemPageSchema.extend({ kind: z.literal('recovery') }),
  correctionItemPageSchema.extend({ kind: z.literal('correction') }),
]);

const nothing = z.undefined();
const limit = z.int().min(1).max(200);

/** What may be asked of long works of every kind. */
export const jobRequests = {
  /** Begins, or goes on with, a job. Answered once it is under way; how it goes on and ends is in the deltas. */
  startJob: { input: jobRequestSchema, output: nothing },
  /** Between two steps. */
  pauseJob: { input: z.object({ kind: jobKindSchema }), output: nothing },
  resumeJob: { input: z.object({ kind: jobKindSchema }), output: nothing },
  /** `after-step` lets what is in flight finish, where the kind can; `now` aborts it. Both leave a job that can be gone on with. */
  stopJob: { input: z.object({ kind: jobKindSchema, how: z.enum(['now', 'after-step']) }), output: nothing },
  /** At work in whatever process, and ended; newest first. */
  jobs: { input: z.object({ limit }), output: z.array(jobSchema) },
  /** What a plan or a batch holds, one by one: of kinds that are made before they begin. `after`: id of the last one seen; 0 for the first page. */
  jobItems: {
    input: z.object({ kind: z.enum(['recovery', 'correction']), subject: z.int(), after: z.int().min(0), limit }),
    output: jobItemsSchema,
  },
} as const;

export type JobView = DeepReadonly<z.infer<typeof jobSchema>>;
