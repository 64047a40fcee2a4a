import { memo, useEffect, useRef, type MouseEvent, type PointerEvent, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Checkbox } from '../Checkbox';
import { classes } from '../classes';
import type { Column, Sort } from './columns';
import { ColumnsMenu } from './ColumnsMenu';
import { useLayout } from './layout';
import { useKeptScroll } from './use-kept-scroll';
import styles from './Table.module.css';

export interface TableProps<Row, Key extends string> {
  /** Which table it is: its columns are remembered under it. */
  readonly name: string;
  /** Which list it shows, where the table shows more than one: its scrolling is remembered under it. */
  readonly place?: string | undefined;
  readonly label: string;
  /** The first column names the row. Must be the same array at every drawing, or every row is drawn again. */
  readonly columns: readonly Column<Row, Key>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Absent: the rows stand in an order of their own. When its column is hidden, that of the names takes its place. */
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
  const { name, place = '', label, rows, rowKey, sort, onSort, total = rows.length, onEnd, current, empty } = props;
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
  useKeptScroll(scroller, `${name} ${place}`, rows.length, onEnd);
  const layout = useLayout(name, props.columns, rows, sort);
  const { columns, template } = layout;
  const [names] = props.columns;
  // an order that no title shows would be nobody's
  const isUnseen = sort !== undefined && layout.isHidden(sort.column) && sort.column !== names?.key;
  useEffect(() => {
    if (isUnseen && names !== undefined) onSort?.(names.key);
  }, [isUnseen, names, onSort]);
  const widthOf = (key: Key): number | null =>
    scroller.current?.querySelector(`[data-header="${key}"]`)?.getBoundingClientRect().width ?? null;
  return (
    <div ref={scroller} className={styles['scroller']} role="region" aria-label={label} tabIndex={0}>
      <div className={styles['table']} role="table" aria-label={label} aria-rowcount={total + 1}>
        <div className={styles['head']} role="rowgroup">
          <div className={styles['row']} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
            {columns.map((column, position) => (
              <HeaderCell
                key={column.key}
                {...{ column, sort, onSort, widthOf }}
                onResize={layout.resize}
                menu={position === 0 && <ColumnsMenu {...{ label, layout, widthOf }} columns={props.columns} />}
              />
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
  readonly widthOf: (key: Key) => number | null;
  readonly onResize: (key: Key, pixels: number, keep: boolean) => void;
  /** Of the whole table, in its first cell. */
  readonly menu: ReactNode;
}

function HeaderCell<Row, Key extends string>(props: HeaderCellProps<Row, Key>): ReactNode {
  const { column, sort, onSort, widthOf, onResize, menu } = props;
  const { key, title, hint, align = 'start' } = column;
  const sorted = sort?.column === key;
  const Arrow = sort?.descending === true ? ArrowDown : ArrowUp;
  return (
    <div
      className={classes(styles['cell'], styles[align])}
      role="columnheader"
      data-header={key}
      title={sort === undefined ? hint : undefined}
      aria-sort={sort === undefined ? undefined : sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      {sort === undefined ? (
        <span className={styles['title']}>{title}</span>
      ) : (
        <button type="button" className={styles['sort']} title={hint} onClick={() => onSort?.(key)}>
          <span className={styles['title']}>{title}</span>
          {sorted && <Arrow aria-hidden />}
        </button>
      )}
      {menu}
      <Edge width={() => widthOf(key)} onResize={(pixels, keep) => onResize(key, pixels, keep)} />
    </div>
  );
}

interface EdgeProps {
  readonly width: () => number | null;
  /** @param keep false while it is still being pulled */
  readonly onResize: (pixels: number, keep: boolean) => void;
}

/** The edge of a column, to be pulled by the mouse; the keyboard has the menu of columns. */
function Edge({ width, onResize }: EdgeProps): ReactNode {
  const pull = (event: PointerEvent<HTMLSpanElement>): void => {
    const edge = event.currentTarget;
    const [from, before] = [event.clientX, width()];
    if (before === null) return;
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    let pulled = before;
    const move = ({ clientX }: globalThis.PointerEvent): void => {
      pulled = before + clientX - from;
      onResize(pulled, false);
    };
    const release = (): void => {
      edge.removeEventListener('pointermove', move);
      if (pulled !== before) onResize(pulled, true);
    };
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', release, { once: true });
  };
  return <span className={styles['edge']} aria-hidden onPointerDown={pull} />;
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
      onClick={openRow}
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

/** The whole row is the target of its button for the mouse, but for what else can be pressed in it. */
function openRow({ target, currentTarget }: MouseEvent<HTMLElement>): void {
  if (!(target instanceof Element) || target.closest('button, input, label, a') !== null) return;
  currentTarget.querySelector<HTMLElement>('[data-opens-row]')?.click();
}

/** The button of a row's first cell that opens the row. */
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
      data-opens-row
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

/** A row's first cell with a box to tick the row, beside the button that opens it. */
export function Ticked({ checked, label, onChange, children }: TickedProps): ReactNode {
  return (
    <span className={styles['ticked']}>
      <Checkbox checked={checked} onChange={onChange}>
        <span className="sr-only">{label}</span>
      </Checkbox>
      {children}
    </span>
  );
}

// memo forgets type parameters; the cast gives them back
const BodyRow = memo(PlainRow) as typeof PlainRow;
