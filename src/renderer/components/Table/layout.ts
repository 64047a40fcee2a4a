import { useCallback, useMemo } from 'react';
import type { TableLayout } from '../../../shared/ipc/shell';
import { useServices, useUi } from '../../state/services';
import type { Column, Sort } from './columns';

/** Narrower than this no column can be made, in pixels. */
const NARROWEST = 40;
/** The name column stands still: on the smallest window the others must be seen beside it. */
const WIDEST = 480;
const AS_BEFORE: TableLayout = { widths: {}, hidden: [] };

export interface Layout<Row, Key extends string> {
  /** Those in sight, in their order. */
  readonly columns: readonly Column<Row, Key>[];
  /** Tracks of the grid. */
  readonly template: string;
  readonly isHidden: (key: Key) => boolean;
  /** It is left out since it says nothing in any row. */
  readonly isSilent: (key: Key) => boolean;
  readonly isChanged: boolean;
  /** @param keep false while a hand still pulls at the edge: then it is only drawn */
  readonly resize: (key: Key, pixels: number, keep: boolean) => void;
  readonly show: (key: Key, shown: boolean) => void;
  readonly reset: () => void;
}

/**
 * How wide a table's columns are and which of them are in sight: as the operator has left them, in the program's preferences. A column
 * that says nothing in any row gives its space to the others; the first one, which names the rows, always stays.
 */
export function useLayout<Row, Key extends string>(
  name: string,
  columns: readonly Column<Row, Key>[],
  rows: readonly Row[],
  sort: Sort<Key> | undefined,
): Layout<Row, Key> {
  const { client, ui } = useServices();
  const layout = useUi(({ preferences }) => preferences.tables[name]) ?? AS_BEFORE;
  const { widths, hidden } = layout;
  const dead = columns
    .filter(
      ({ key, isEmpty }) => isEmpty !== undefined && key !== sort?.column && rows.length > 0 && rows.every(isEmpty),
    )
    .map(({ key }) => key)
    .join(' ');
  const shown = useMemo(() => {
    const silent = new Set(dead.split(' '));
    return columns.filter(({ key }, position) => position === 0 || (!hidden.includes(key) && !silent.has(key)));
  }, [columns, hidden, dead]);
  const template = useMemo(
    () => shown.map(({ key, width }) => (widths[key] === undefined ? width : `${String(widths[key])}px`)).join(' '),
    [shown, widths],
  );
  const change = useCallback(
    (next: TableLayout, keep = true) => {
      const tables = { ...ui.getState().preferences.tables, [name]: next };
      ui.setState(({ preferences }) => ({ preferences: { ...preferences, tables } }));
      if (keep) client.main.savePreferences({ tables }).catch(() => undefined);
    },
    [client, ui, name],
  );
  return {
    columns: shown,
    template,
    isHidden: (key) => hidden.includes(key),
    isSilent: (key) => dead.split(' ').includes(key),
    isChanged: hidden.length > 0 || Object.keys(widths).length > 0,
    resize: (key, pixels, keep) => {
      const width = Math.round(Math.max(NARROWEST, Math.min(WIDEST, pixels)));
      change({ ...layout, widths: { ...widths, [key]: width } }, keep);
    },
    show: (key, on) => change({ ...layout, hidden: on ? hidden.filter((one) => one !== key) : [...hidden, key] }),
    reset: () => change(AS_BEFORE),
  };
}
