import { JOURNAL_TAIL, NOTICE_TAIL, type ConsoleState, type Delta } from './state';

interface Rows<Row> {
  readonly replace: boolean;
  readonly rows: readonly Row[];
}

/** The rows after a change: rows keep their place, new ones are appended. The same array when nothing changed. */
function mergeRows<Row>(
  present: readonly Row[],
  change: Rows<Row> | undefined,
  keyOf: (row: Row) => string | number,
): readonly Row[] {
  if (change === undefined) return present;
  if (change.replace) return change.rows;
  if (change.rows.length === 0) return present;
  const changed = new Map(change.rows.map((row) => [keyOf(row), row]));
  const merged = present.map((row) => {
    const key = keyOf(row);
    const now = changed.get(key);
    changed.delete(key);
    return now ?? row;
  });
  return [...merged, ...changed.values()];
}

/** The same array while it is short enough: what has not changed is not drawn again. */
function lastOf<Row>(rows: readonly Row[], most: number): readonly Row[] {
  return rows.length <= most ? rows : rows.slice(-most);
}

/**
 * The state after a delta. A delta that the state already holds leaves it as it is, and so does each part that it does not touch.
 * @returns null when deltas are missing in between, or the delta is of another epoch: then a new snapshot is due
 */
export function applyDelta(state: ConsoleState, delta: Delta): ConsoleState | null {
  if (delta.epoch !== state.epoch) return null;
  if (delta.revision <= state.revision) return state;
  if (delta.revision !== state.revision + 1) return null;
  const set = Object.fromEntries(Object.entries(delta.set ?? {}).filter(([, value]) => value !== undefined));
  return {
    ...state,
    ...set,
    revision: delta.revision,
    companies: mergeRows(state.companies, delta.companies, ({ taxId }) => taxId),
    journal: lastOf(
      mergeRows(state.journal, delta.journal, ({ id }) => id),
      JOURNAL_TAIL,
    ),
    notices: lastOf(
      mergeRows(state.notices, delta.notices, ({ id }) => id),
      NOTICE_TAIL,
    ),
  };
}
