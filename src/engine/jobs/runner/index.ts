/**
 * What all long works have in common, once: the lock of the kind and its heartbeat, stop at once and after the step, pause and resume,
 * progress, the journal, the end on record, and the healing of what a process that died has left.
 * A stop leaves a job that can be gone on with; a pause holds only between two steps; a crash shows as `interrupted` to whoever looks
 * next, in whatever process. One of a kind is at work in a workspace, and nothing beside it that needs the same alone (`EXCLUSIVES`).
 * It knows no kind: what a job does is the affair of its own room.
 */
export { JobGate } from './gate';
export type { BegunJob, Job, JobContext, JobEntry, JobOutcome, JobRunnerOptions } from './job';
export { JobRunner } from './runner';
