/**
 * What a failure is like, which decides what is done about it. It stands on the error's code, once: whoever meets the error asks
 * (`behaviourOf`) and keeps no list of codes of his own.
 */

/** How one kind of failure is tried again, by the same who met it. */
export interface RetryRule {
  /** Attempts in all, the first one included. */
  readonly attempts: number;
  readonly firstWaitMs: number;
  /** Each further wait is this many times the one before. */
  readonly factor: number;
  /** Longest wait. */
  readonly longestMs: number;
  /** The waits themselves, where they are no multiples of one another; the last one goes on. */
  readonly waitsMs?: readonly number[];
}

const MINUTE = 60_000;
const HALF_AN_HOUR = 30 * MINUTE;

/** A question to SIEG: what years of the office's own batch runs settled on. */
const siegRule = (attempts: number, firstWaitMs: number): RetryRule => ({
  attempts,
  firstWaitMs,
  factor: 2,
  longestMs: HALF_AN_HOUR,
});

function steps(waitsMs: readonly number[]): RetryRule {
  const [firstWaitMs = 0] = waitsMs;
  return { attempts: waitsMs.length + 1, firstWaitMs, factor: 1, longestMs: Math.max(...waitsMs), waitsMs };
}

export const RETRY_RULES = {
  api_error: siegRule(5, MINUTE),
  timeout: siegRule(3, 30_000),
  empty_report: siegRule(2, 2 * MINUTE),
  processing_error: siegRule(2, 3 * MINUTE),
  rate_limit: siegRule(10, 5 * MINUTE),
  authentication: siegRule(1, 10 * MINUTE),
  /** A file that somebody has open, or that went wrong on its way: over in a moment, or a person has to look. */
  file: steps([1_000, 5_000, 15_000]),
  /** A message of an alert: its fifth attempt is half an hour after the first. */
  message: steps([MINUTE, 4 * MINUTE, 10 * MINUTE, 15 * MINUTE]),
  /** A file on its way to a share, whatever stands against it: it waits in the outbox until it is delivered or a person has decided. */
  delivery: { attempts: Number.POSITIVE_INFINITY, firstWaitMs: 30_000, factor: 2, longestMs: 10 * MINUTE },
  /** What waits for a root that is looked at by somebody else: a try of its own between two looks. */
  root: { ...steps([2_000, 10_000, 30_000, MINUTE]), attempts: Number.POSITIVE_INFINITY },
} as const satisfies Readonly<Record<string, RetryRule>>;

export type RetryRuleName = keyof typeof RETRY_RULES;

/** What the ledger calls a failed request. */
export const FAILURE_CLASSES = [
  'api_error',
  'timeout',
  'empty_report',
  'processing_error',
  'rate_limit',
  'authentication',
] as const satisfies readonly RetryRuleName[];
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/**
 * When another attempt can end otherwise: by the waits of a rule; `when-back`, once what is away is there again; `when-acted`, once a
 * person has changed something; `never`, since it is wrong in itself.
 */
export type Again = RetryRuleName | 'when-back' | 'when-acted' | 'never';

/**
 * Whom else it would befall. `one`: nothing beside what was asked. `file`: one file, on a root that is well. `root`: every file of the
 * root. `file-or-root`: one or the other, which a look at the root tells. `sieg`: every question to SIEG. `run`: everything the run
 * does, so that it ends.
 */
export type Scope = 'one' | 'file' | 'root' | 'file-or-root' | 'sieg' | 'run';

export interface FailureBehaviour {
  readonly again: Again;
  readonly scope: Scope;
  /** What a failed request with it is called on record. What no request is foreseen to fail with is a `processing_error`. */
  readonly class: FailureClass;
  /** Nothing gets better before a person has done something. */
  readonly needsPerson: boolean;
  /** A run that it ends: `alert` is told outside; `key`, as a key that is refused, once; `asker`, to nobody but who asked for the run. */
  readonly tell: 'alert' | 'key' | 'asker';
  /** Three in a row about one company set that company aside. */
  readonly isolates: boolean;
}

function behaviour(again: Again, scope: Scope, more: Partial<FailureBehaviour> = {}): FailureBehaviour {
  const needsPerson = again === 'when-acted';
  return { again, scope, class: 'processing_error', needsPerson, tell: 'alert', isolates: false, ...more };
}

/** Most of them: an answer to who asked, who has to ask otherwise or to change something first. */
export const ANSWER = behaviour('when-acted', 'one');
/** To who asked for what cannot be begun now, or not so, and is looking at the answer. */
export const REFUSAL = behaviour('when-acted', 'one', { tell: 'asker' });
export const STOPPED = behaviour('never', 'one', { tell: 'asker' });
export const DEFECT = behaviour('never', 'one', { needsPerson: true });
/** What was read is what it is. */
export const UNFIT_CONTENT = behaviour('never', 'one');
/** Told, and in nobody's way. */
export const REMARK = behaviour('never', 'one');

export const LEDGER_FAILS = behaviour('when-acted', 'run');
/** Another program has it; who asks waits for it by himself. */
export const LEDGER_TAKEN = behaviour('when-back', 'run');

export const SIEG_BREAKS_DOWN = behaviour('api_error', 'sieg', { class: 'api_error', isolates: true });
export const SIEG_SILENT = behaviour('timeout', 'sieg', { class: 'timeout', isolates: true });
/** Something before SIEG, or the wrong address, answers every question in the same way. */
export const NOT_ASKED_OF_SIEG = behaviour('when-acted', 'one', { class: 'api_error' });
export const SIEG_EMPTY = behaviour('empty_report', 'one', { class: 'empty_report', isolates: true });
export const SIEG_ANSWER_UNFIT = behaviour('processing_error', 'one', { isolates: true });
export const SIEG_LIMIT = behaviour('rate_limit', 'one', { class: 'rate_limit' });
export const SIEG_REFUSES_KEY = behaviour('authentication', 'run', {
  class: 'authentication' as const,
  needsPerson: true,
  tell: 'key' as const,
});
export const SIEG_UNSET = behaviour('when-acted', 'run');
export const SIEG_KEY_UNFIT = behaviour('when-acted', 'run', { tell: 'key' });
/** A limit of the program's own, or of this version of SIEG: asking again is the same question. */
export const SIEG_NEVER = behaviour('never', 'one');

export const ROOT_AWAY = behaviour('when-back', 'root');
export const ROOT_CLOSED_TO_US = behaviour('when-acted', 'root');
export const ROOT_PUT_AWAY = behaviour('never', 'root');
/** The root works, and not as it should. */
export const ROOT_SLOW = behaviour('file', 'one');
export const ROOT_NEARLY_FULL = behaviour('when-acted', 'one');
export const FILE_OR_ROOT_DENIED = behaviour('when-acted', 'file-or-root');
export const FILE_OR_ROOT_FAILS = behaviour('file', 'file-or-root');
export const FILE_FOR_A_MOMENT = behaviour('file', 'file');
export const FILE_TAKEN = behaviour('when-acted', 'file');
export const FILE_IMPOSSIBLE = behaviour('never', 'file');
/** What is to be delivered is not what it was: no attempt brings it back. */
export const SOURCE_LOST = behaviour('never', 'file');
export const WAITS_FOR_ANOTHER = behaviour('when-back', 'one');

export const MESSAGE_LATER = behaviour('message', 'one');
