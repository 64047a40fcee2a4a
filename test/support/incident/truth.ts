import type { FindingCategory } from '../../../src/shared/ipc/audit';

/** What an audit must name: each exactly once, and nothing else. */
export interface Trouble {
  readonly category: FindingCategory;
  /** What tells it from the others of its category: key, path, or company. */
  readonly mark: string;
}

export interface Score {
  readonly expected: number;
  readonly found: number;
  readonly precision: number;
  readonly recall: number;
  /** Named by the audit and not planted; planted and not named. */
  readonly tooMany: readonly string[];
  readonly tooFew: readonly string[];
}

function counts(marks: readonly string[]): Map<string, number> {
  const counted = new Map<string, number>();
  for (const mark of marks) counted.set(mark, (counted.get(mark) ?? 0) + 1);
  return counted;
}

function beyond(marks: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): string[] {
  return [...marks].flatMap(([mark, times]) => Array<string>(Math.max(0, times - (others.get(mark) ?? 0))).fill(mark));
}

/** How exactly the findings are the truth. A trouble that is named twice is once too many. */
export function score(truth: readonly Trouble[], found: readonly Trouble[]): Score {
  const text = ({ category, mark }: Trouble): string => `${category} ${mark}`;
  const [wanted, named] = [counts(truth.map(text)), counts(found.map(text))];
  const [tooFew, tooMany] = [beyond(wanted, named), beyond(named, wanted)];
  const hits = found.length - tooMany.length;
  return {
    expected: truth.length,
    found: found.length,
    tooFew,
    tooMany,
    precision: found.length === 0 ? 1 : hits / found.length,
    recall: truth.length === 0 ? 1 : hits / truth.length,
  };
}
