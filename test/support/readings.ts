import type { Ledger } from '../../src/engine/ledger';
import { READINGS, type Readings } from '../../src/engine/app/readings';

type Question = (ledger: Ledger, ...asked: readonly unknown[]) => unknown;

/** The readings of an engine without its thread, for a room that is tried by itself: copied as they are between threads. */
export function readingsOf(ledger: Ledger): Readings {
  const questions = Object.entries(READINGS as Readonly<Record<string, unknown>>) as [string, Question][];
  return Object.fromEntries(
    questions.map(([name, question]) => [
      name,
      (...asked: readonly unknown[]) =>
        new Promise((resolve) => {
          resolve(structuredClone(question(ledger, ...structuredClone(asked))));
        }),
    ]),
  ) as unknown as Readings;
}
