import type { ReactNode } from 'react';
import { t } from '../../i18n';
import type { FailureText } from '../../state/failure';
import { Button } from '../Button';
import { ListFoot } from '../ListFoot';
import { LoadFailed, Loading } from '../Loading';
import { Table, type Column } from '../Table';
import styles from './PagedTable.module.css';

/** A list of which the first pages are here; see `usePages`. */
export interface PagedLines<Line> {
  readonly lines: readonly Line[];
  readonly total: number | null;
  readonly state: 'loading' | 'failed' | 'loaded';
  readonly why: FailureText | null;
  readonly isCut: boolean;
  readonly more: () => void;
  readonly retry: () => void;
}

export interface PagedTableProps<Line, Key extends string> {
  readonly name: string;
  /** As in `TableProps`. */
  readonly place?: string;
  readonly pages: PagedLines<Line>;
  readonly label: string;
  /** Must be the same array at every drawing. */
  readonly columns: readonly Column<Line, Key>[];
  readonly rowKey: (line: Line) => string;
  readonly chosen: Line | null;
  readonly empty: ReactNode;
  /** How much of the list is in sight; `cut` where it ends before the list does. */
  readonly shown: (shown: number, total: number) => string;
  readonly cut: (shown: number, total: number) => string;
  /** All that is known of the chosen line. */
  readonly detail: (line: Line) => ReactNode;
  /** What can be done with what is in sight. */
  readonly children?: ReactNode;
}

/** A list of any length that is fetched page by page, with its foot and what is known of the line that was chosen. Stands in a column. */
export function PagedTable<Line, Key extends string>(props: PagedTableProps<Line, Key>): ReactNode {
  const { name, place, pages, label, columns, rowKey, chosen, empty, shown, cut, detail, children } = props;
  const { lines, total, state, why, isCut, more, retry } = pages;
  if (state === 'failed' && why !== null && lines.length === 0)
    return <LoadFailed {...why} retryLabel={t.common.retry} onRetry={retry} />;
  if (state === 'loading') return <Loading>{t.common.loading}</Loading>;
  return (
    <>
      <div className={styles['table']}>
        <Table
          name={name}
          place={place}
          label={label}
          columns={columns}
          rows={lines}
          rowKey={rowKey}
          total={total ?? undefined}
          onEnd={more}
          current={chosen === null ? null : rowKey(chosen)}
          empty={empty}
        />
      </div>
      {chosen !== null && detail(chosen)}
      <ListFoot shown={(isCut ? cut : shown)(lines.length, total ?? lines.length)}>
        {state === 'failed' && (
          <Button small onClick={retry}>
            {t.common.retry}
          </Button>
        )}
        {children}
      </ListFoot>
    </>
  );
}
