import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { t } from '../../i18n';
import type { FailureText } from '../../state/failure';
import { EmptyState } from '../EmptyState';
import { LoadFailed, Loading } from '../Loading';
import { Table, type Column } from '../Table';

/** A list that is asked for as a whole; see `useAnswer`. */
export type AnsweredList<Row> =
  | { readonly state: 'loading' }
  | {
      readonly state: 'failed';
      readonly why: FailureText;
      readonly retry: () => void;
    }
  | { readonly state: 'loaded'; readonly value: readonly Row[] };

export interface AnsweredTableProps<Row, Key extends string> {
  readonly name: string;
  /** As in `TableProps`. */
  readonly place?: string;
  readonly answer: AnsweredList<Row>;
  readonly label: string;
  /** Must be the same array at every drawing. */
  readonly columns: readonly Column<Row, Key>[];
  readonly rowKey: (row: Row) => string;
  readonly current?: string | null;
  readonly empty: {
    readonly icon: LucideIcon;
    readonly title: string;
    readonly text: string;
    readonly action?: ReactNode;
  };
}

/** A list that the engine answers with as a whole: asked for, failed, empty or there. */
export function AnsweredTable<Row, Key extends string>(props: AnsweredTableProps<Row, Key>): ReactNode {
  const { name, place, answer, label, columns, rowKey, current = null, empty } = props;
  if (answer.state === 'loading') return <Loading>{t.common.loading}</Loading>;
  if (answer.state === 'failed')
    return <LoadFailed {...answer.why} retryLabel={t.common.retry} onRetry={answer.retry} />;
  const { icon, title, text, action } = empty;
  return (
    <Table
      name={name}
      place={place}
      label={label}
      columns={columns}
      rows={answer.value}
      rowKey={rowKey}
      current={current}
      empty={
        <EmptyState icon={icon} title={title} action={action}>
          {text}
        </EmptyState>
      }
    />
  );
}
