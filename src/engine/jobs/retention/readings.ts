import { GROWING_NAMES, GROWING_ROWS, type GrowingRows } from '../../../shared/retention';
import type { Ledger, RowsThere } from '../../ledger';

/** What the ledger holds of each thing that is counted in rows. */
export type RowsOfAll = Readonly<Record<GrowingRows, RowsThere>>;

export function isInRows(name: string): name is GrowingRows {
  return GROWING_NAMES.some((known) => known === name && GROWING_ROWS[known].holds === 'rows');
}

/** Questions to the thread that reads (`ledger/readings`). */
export const growthReadings = {
  rowsOfAll: (ledger: Ledger): RowsOfAll =>
    ledger.reading(
      () =>
        Object.fromEntries(
          GROWING_NAMES.filter(isInRows).map((name) => [name, ledger.growth.rows(name)]),
        ) as unknown as RowsOfAll,
    ),
};
