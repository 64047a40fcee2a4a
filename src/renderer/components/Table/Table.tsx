import { memo, useEffect, useRef, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Checkbox } from '../Checkbox';
import { classes } from '../classes';
import styles from './Table.module.css';

export interface Column<Row, Key extends string> {
  readonly key: Key;
  readonly title: string;
  /** What the title leaves out, for who hovers over it. */
  readonly hint?: string;
  /** A track of a CSS grid: "96px", "minmax(200px, 1fr)". */
  readonly width: string;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end';
  readonly render: (row: Row) => ReactNode;
}

export interface Sort<Key extends string> {
  readonly column: Key;
  readonly descending: boolean;
}

/** What a press on the title of a column makes of a sort: numbers begin with the largest, `names` with the first. */
export function nextSort<Key extends string>(before: Sort<Key>, column: Key, names: Key): Sort<Key> {
  return { column, descending: column === before.column ? !before.descending : column !== names };
}

export interface TableProps<Row, Key extends string> {
  readonly label: string;
  /** The first column names the row. Must be the same array at every drawing, or every row is drawn again. */
  readonly columns: readonly Column<Row, Key>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Absent: the rows stand in an order of their own. */
  readonly sort?: Sort<Key> | undefined;
  readonly onSort?: (column: Key) => void;
  /** Rows that there are altogether, when `rows` are the first of them. */
  readonly total?: number | undefined;
  /** The last of the rows have come into sight: it is time to fetch more. */
  readonly onEnd?: () => void;
  /** Key of the row that is looked at more closely elsewhere. */
  readonly current?: string | null;
  /** Shown in place of the rows when there are none. */
  readonly empty: ReactNode;
}

const ROW_HEIGHT = 30;
const OVERSCAN = 6;
/** So many rows before the last one, more are fetched. */
const END_ROWS = 30;

/**
 * A table of any length: only the rows in sight are in the page, and a row is drawn again only when it is another object. Sorted by
 * the buttons in its header; the body scrolls with the keyboard.
 */
export function Table<Row, Key extends string>(props: TableProps<Row, Key>): ReactNode {
  const { label, columns, rows, rowKey, sort, onSort, total = rows.length, onEnd, current, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtualizer.getVirtualItems();
  const atEnd = rows.length > 0 && (items.at(-1)?.index ?? 0) >= rows.length - END_ROWS;
  useEffect(() => {
    if (atEnd) onEnd?.();
  }, [atEnd, rows.length, onEnd]);
  const template = columns.map(({ width }) => width).join(' ');
  return (
    <div ref={scroller} className={styles['scroller']} role="region" aria-label={label} tabIndex={0}>
      <div className={styles['table']} role="table" aria-label={label} aria-rowcount={total + 1}>
        <div className={styles['head']} role="rowgroup">
          <div className={styles['row']} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        <div className={styles['body']} role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = rowKey(row);
            return <BodyRow key={key} {...{ row, columns, template, index, start }} isCurrent={key === current} />;
          })}
        </div>
      </div>
      {rows.length === 0 && <div className={styles['empty']}>{empty}</div>}
    </div>
  );
}

interface HeaderCellProps<Row, Key extends string> {
  readonly column: Column<Row, Key>;
  readonly sort: Sort<Key> | undefined;
  readonly onSort: ((column: Key) => void) | undefined;
}

function HeaderCell<Row, Key extends string>({ column, sort, onSort }: HeaderCellProps<Row, Key>): ReactNode {
  const { key, title, hint, align = 'start' } = column;
  if (sort === undefined)
    return (
      <div className={classes(styles['cell'], styles[align])} role="columnheader" title={hint}>
        <span className={styles['title']}>{title}</span>
      </div>
    );
  const sorted = sort.column === key;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <div
      className={classes(styles['cell'], styles[align])}
      role="columnheader"
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={styles['sort']} title={hint} onClick={() => onSort?.(key)}>
        <span>{title}</span>
        {sorted && <Arrow aria-hidden />}
      </button>
    </div>
  );
}

interface BodyRowProps<Row, Key extends string> {
  readonly row: Row;
  readonly columns: readonly Column<Row, Key>[];
  readonly template: string;
  readonly index: number;
  /** Distance from the top of the body, in pixels. */
  readonly start: number;
  readonly isCurrent: boolean;
}

function PlainRow<Row, Key extends string>(props: BodyRowProps<Row, Key>): ReactNode {
  const { row, columns, template, index, start, isCurrent } = props;
  return (
    <div
      className={styles['row']}
      role="row"
      aria-rowindex={index + 2}
      data-current={isCurrent || undefined}
      style={{ gridTemplateColumns: template, transform: `translateY(${String(start)}px)` }}
    >
      {columns.map(({ key, align = 'start', render }, position) => (
        <div
          key={key}
          className={classes(styles['cell'], styles[align])}
          role={position === 0 ? 'rowheader' : 'cell'}
          data-column={key}
        >
          {render(row)}
        </div>
      ))}
    </div>
  );
}

/**
 * The button of a row's first cell that opens the row: the whole row is its target for the mouse, but for what else can be pressed
 * in it (`data-above`).
 */
export function RowButton(props: {
  readonly pressed?: boolean;
  /** Its row is the one that is shown. */
  readonly current?: boolean;
  readonly title?: string | undefined;
  readonly className?: string | undefined;
  readonly testId?: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { pressed, current = false, title, className, testId, onClick, children } = props;
  return (
    <button
      type="button"
      className={classes(styles['open'], className)}
      aria-pressed={pressed}
      aria-current={current ? 'true' : undefined}
      title={title}
      data-testid={testId}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

export interface TickedProps {
  readonly checked: boolean;
  /** What ticking it does, for who does not see the row. */
  readonly label: string;
  readonly onChange: (checked: boolean) => void;
  /** What stands beside the box. */
  readonly children: ReactNode;
}

/** A row's first cell with a box to tick the row, above the button that opens it. */
export function Ticked({ checked, label, onChange, children }: TickedProps): ReactNode {
  return (
    <span className={styles['ticked']}>
      <span data-above>
        <Checkbox checked={checked} onChange={onChange}>
          <span className="sr-only">{label}</span>
        </Checkbox>
      </span>
      {children}
    </span>
  );
}

// memo forgets type parameters; the cast gives them back
const BodyRow = memo(PlainRow) as typeof PlainRow;
