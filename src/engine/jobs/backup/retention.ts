/** How many of the newest days, weeks and months with a copy keep one. */
export interface RetentionRule {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

export interface DatedBackup {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

const two = (number: number): string => String(number).padStart(2, '0');

function dayOf(date: Date): string {
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** By its Monday. */
function weekOf(date: Date): string {
  const sinceMonday = (date.getDay() + 6) % 7;
  return dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() - sinceMonday));
}

const monthOf = (date: Date): string => dayOf(date).slice(0, 7);

/** The newest of each period, of so many periods. */
function newestOf(newestFirst: readonly DatedBackup[], periodOf: (date: Date) => string, most: number): string[] {
  const kept = new Map<string, string>();
  for (const { id, createdAt } of newestFirst) {
    const period = periodOf(new Date(createdAt));
    if (!kept.has(period) && kept.size < most) kept.set(period, id);
  }
  return [...kept.values()];
}

/**
 * Which copies stay, by the days of this computer's own time: the newest of each of the last days, weeks and months that have one. The
 * newest of all stays whatever the rule says, and so does the newest that was proven.
 */
export function keptBackups(
  newestFirst: readonly DatedBackup[],
  rule: RetentionRule,
  proven: ReadonlySet<string>,
): ReadonlySet<string> {
  const newestProven = newestFirst.find(({ id }) => proven.has(id));
  const always = [newestFirst[0], newestProven].flatMap((backup) => (backup === undefined ? [] : [backup.id]));
  return new Set([
    ...always,
    ...newestOf(newestFirst, dayOf, rule.daily),
    ...newestOf(newestFirst, weekOf, rule.weekly),
    ...newestOf(newestFirst, monthOf, rule.monthly),
  ]);
}
