import type { Ledger } from '../ledger';

/**
 * What may be asked of a ledger that is read in a thread of its own, by name: functions that only read. Arguments and answers are plain
 * data, since they are copied from thread to thread. Whoever reads with more than one statement does so within `ledger.reading`.
 */
export type Questions = Readonly<Record<string, (ledger: Ledger, ...asked: never[]) => unknown>>;

/** The same questions as their caller has them. Each rejects with a MaloteError LEDGER_*, or with what the question itself throws. */
export type Answers<Asked extends Questions> = {
  readonly [Name in keyof Asked]: Asked[Name] extends (ledger: Ledger, ...asked: infer Given) => infer Answer
    ? (...asked: Given) => Promise<Answer>
    : never;
};
