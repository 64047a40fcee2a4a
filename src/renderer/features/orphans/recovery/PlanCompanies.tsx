import { useMemo, type ReactNode } from 'react';
import { SearchX } from 'lucide-react';
import type { RecoveryNarrowing, RecoveryView } from '../../../../shared/ipc/recovery';
import { Checkbox } from '../../../components/Checkbox';
import { CompanyLabel } from '../../../components/CompanyLabel';
import { EmptyState } from '../../../components/EmptyState';
import { Nothing } from '../../../components/Nothing';
import { nextSort, Table, type Column } from '../../../components/Table';
import { size } from '../../../../shared/messages/pt-BR/amounts';
import { companyName, taxIdText } from '../../../format/companies';
import { count } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useKeptSort } from '../../../state/use-kept-sort';
import styles from './Recovery.module.css';

/** Leaves something out of the plan, or takes it in again. */
export type Narrow = (narrowing: Omit<RecoveryNarrowing, 'recoveryId'>) => void;

type Line = RecoveryView['companies'][number];
type CompanyColumn = 'company' | 'deliver' | 'bytes' | 'fetch' | 'excluded';

interface PlanCompaniesProps {
  readonly recovery: RecoveryView;
  readonly busy: boolean;
  /** Absent: the plan is not to be changed any more. */
  readonly narrow?: Narrow;
}

const words = t.recovery.preview;
const keyOf = ({ company }: Line): string => company?.taxId ?? '';

/** The plan by company, each of which can be left out. */
export function PlanCompanies({ recovery, busy, narrow }: PlanCompaniesProps): ReactNode {
  const [sort, setSort] = useKeptSort<CompanyColumn>('plan-companies', { column: 'deliver', descending: true });
  const rows = useMemo(
    () => recovery.companies.toSorted((a, b) => compare(a, b, sort.column) * (sort.descending ? -1 : 1)),
    [recovery.companies, sort],
  );
  return (
    <div className={styles['list']}>
      <div className={styles['table']}>
        <Table
          name="plan-companies"
          label={words.tabs.companies}
          columns={columnsOf(busy, narrow)}
          rows={rows}
          rowKey={keyOf}
          sort={sort}
          onSort={(column) => setSort(nextSort(sort, column, 'company'))}
          empty={<EmptyState icon={SearchX} title={words.nothing} />}
        />
      </div>
    </div>
  );
}

function compare(a: Line, b: Line, column: CompanyColumn): number {
  switch (column) {
    case 'company':
      return nameOf(a).localeCompare(nameOf(b), 'pt-BR');
    case 'deliver':
      return a.deliver.items + a.fetch - (b.deliver.items + b.fetch);
    case 'bytes':
      return a.deliver.bytes - b.deliver.bytes;
    case 'fetch':
      return a.fetch - b.fetch;
    case 'excluded':
      return a.excluded - b.excluded;
  }
}

function nameOf({ company }: Line): string {
  return company === null ? words.noCompany : companyName(company.folder).name;
}

function columnsOf(busy: boolean, narrow: Narrow | undefined): readonly Column<Line, CompanyColumn>[] {
  const figure = (value: number): ReactNode => (value === 0 ? <Nothing>0</Nothing> : count(value));
  return [
    {
      key: 'company',
      title: words.columns.company,
      width: 'minmax(220px, 1fr)',
      render: (line) => <Company line={line} busy={busy} narrow={narrow} />,
    },
    {
      key: 'deliver',
      title: words.columns.deliver,
      width: '100px',
      align: 'end',
      render: ({ deliver }) => figure(deliver.items),
    },
    {
      key: 'bytes',
      title: words.columns.bytes,
      width: '90px',
      align: 'end',
      render: ({ deliver }) => (deliver.bytes === 0 ? <Nothing /> : size(deliver.bytes)),
    },
    { key: 'fetch', title: words.columns.fetch, width: '120px', align: 'end', render: ({ fetch }) => figure(fetch) },
    {
      key: 'excluded',
      title: words.columns.excluded,
      width: '90px',
      align: 'end',
      render: ({ excluded }) => figure(excluded),
    },
  ];
}

interface CompanyProps {
  readonly line: Line;
  readonly busy: boolean;
  readonly narrow: Narrow | undefined;
}

/** Items without a company cannot be named in one narrowing: they can only be left out one by one. */
function Company({ line, busy, narrow }: CompanyProps): ReactNode {
  const { company, deliver, fetch, excluded } = line;
  if (company === null) return <CompanyLabel name={words.noCompany} />;
  const { code, name } = companyName(company.folder);
  const shown = (
    <span title={`${company.folder}\n${taxIdText(company.taxId)}`}>
      <CompanyLabel code={code} name={name} />
    </span>
  );
  if (narrow === undefined) return shown;
  const included = deliver.items + fetch;
  return (
    <Checkbox
      checked={included > 0}
      mixed={included > 0 && excluded > 0}
      disabled={busy}
      onChange={(include) => narrow({ include, companies: [company.taxId] })}
    >
      <span className="sr-only">{words.include('')}</span>
      {shown}
    </Checkbox>
  );
}
