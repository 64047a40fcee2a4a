import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { CircleCheck, X } from 'lucide-react';
import type { AuditComparison, Finding } from '../../../../shared/ipc/audit';
import { Button } from '../../../components/Button';
import { EmptyState } from '../../../components/EmptyState';
import { FactTable } from '../../../components/FactTable';
import { LoadFailed, Loading } from '../../../components/Loading';
import { Segmented } from '../../../components/Segmented';
import { Table } from '../../../components/Table';
import { count } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { useAnswer } from '../../../state/use-answer';
import { changeOrphans } from '../show';
import { FindingDetail } from './FindingDetail';
import { findingColumns } from './finding-columns';
import styles from './FindingsPane.module.css';

const words = t.orphans.compare;

interface ComparisonProps {
  readonly older: number;
  readonly newer: number;
  /** Both have looked at the same, to the end. */
  readonly alike: boolean;
}

/** What was mended between two audits, and what is new. */
export function Comparison({ older, newer, alike }: ComparisonProps): ReactNode {
  const { client, ui } = useServices();
  const ask = useCallback(() => client.engine.compareAudits({ older, newer }), [client, older, newer]);
  const answer = useAnswer<AuditComparison>(ask);
  return (
    <section className={styles['comparison']} aria-label={words.title(older, newer)} data-testid="comparison">
      <div className={styles['title']}>
        <h2>{words.title(older, newer)}</h2>
        <Button small icon={X} onClick={() => changeOrphans(ui, { comparedWith: null })}>
          {words.close}
        </Button>
      </div>
      {!alike && <p className={styles['quiet']}>{words.unlike}</p>}
      {answer.state === 'loading' && <Loading>{t.common.loading}</Loading>}
      {answer.state === 'failed' && <LoadFailed {...answer.why} retryLabel={t.common.retry} onRetry={answer.retry} />}
      {answer.state === 'loaded' && (
        <div className={styles['changes']}>
          <Counts comparison={answer.value} />
          <Changes comparison={answer.value} />
        </div>
      )}
    </section>
  );
}

function Counts({ comparison }: { readonly comparison: AuditComparison }): ReactNode {
  const found = comparison.categories.filter(({ same, gone, fresh }) => same + gone + fresh > 0);
  return (
    <FactTable holds="numbers" className={styles['counts']} label={words.table}>
      <thead>
        <tr>
          <th scope="col">{words.category}</th>
          <th scope="col">{words.gone}</th>
          <th scope="col">{words.fresh}</th>
          <th scope="col">{words.same}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ category, gone, fresh, same }) => (
          <tr key={category}>
            <th scope="row">{t.orphans.categories[category].name}</th>
            <td data-tone={gone > 0 ? 'good' : undefined}>{count(gone)}</td>
            <td data-tone={fresh > 0 ? 'warn' : undefined}>{count(fresh)}</td>
            <td>{count(same)}</td>
          </tr>
        ))}
      </tbody>
    </FactTable>
  );
}

const keyOf = ({ id }: Finding): string => String(id);
/** The engine names so many of each. */
const NAMED = 500;

function Changes({ comparison }: { readonly comparison: AuditComparison }): ReactNode {
  const [which, setWhich] = useState<'gone' | 'fresh'>(comparison.fresh.length > 0 ? 'fresh' : 'gone');
  const [chosen, setChosen] = useState<Finding | null>(null);
  const columns = useMemo(() => findingColumns(setChosen, 'narrow'), []);
  const rows = comparison[which];
  return (
    <div className={styles['list']}>
      <div className={styles['filters']}>
        <Segmented
          label={words.lists.label}
          value={which}
          options={[
            { value: 'gone', label: words.lists.gone },
            { value: 'fresh', label: words.lists.fresh },
          ]}
          onChange={(list) => {
            setWhich(list);
            setChosen(null);
          }}
        />
        {rows.length >= NAMED && <span className={styles['quiet']}>{words.cut(rows.length)}</span>}
      </div>
      <div className={styles['table']}>
        <Table
          name="comparison"
          label={words.lists[which]}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          current={chosen === null ? null : keyOf(chosen)}
          empty={<EmptyState icon={CircleCheck} title={words.none} />}
        />
      </div>
      {chosen !== null && <FindingDetail finding={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}
