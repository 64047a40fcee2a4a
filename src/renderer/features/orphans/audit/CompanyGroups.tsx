import { useMemo, type ReactNode } from 'react';
import { SearchX } from 'lucide-react';
import type { FindingCategory, FindingGroup } from '../../../../shared/ipc/audit';
import { CompanyLabel } from '../../../components/CompanyLabel';
import { EmptyState } from '../../../components/EmptyState';
import { ListFoot } from '../../../components/ListFoot';
import { Nothing } from '../../../components/Nothing';
import { nextSort, RowButton, Table, Ticked, type Column } from '../../../components/Table';
import { size } from '../../../../shared/messages/pt-BR/amounts';
import { companyName, matchesCompany, taxIdText } from '../../../format/companies';
import { count } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useKeptSort } from '../../../state/use-kept-sort';
import { useServices, useUi } from '../../../state/services';
import type { UiStoreHook } from '../../../state/ui-store';
import { changeOrphans } from '../show';
import { companyGroups, isRecoverable, type CompanyGroup } from './categories';
import { shortMonths } from './months';
import styles from './FindingsPane.module.css';

type GroupColumn = 'company' | 'count' | 'bytes' | 'months' | 'singles';

interface CompanyGroupsProps {
  readonly category: FindingCategory;
  readonly groups: readonly FindingGroup[];
}

const words = t.orphans.pane;
const keyOf = ({ key }: CompanyGroup): string => key;

/** The findings of a category by company; a company can be opened, and chosen for the plan. */
export function CompanyGroups({ category, groups }: CompanyGroupsProps): ReactNode {
  const { ui } = useServices();
  const month = useUi(({ orphans }) => orphans.month);
  const search = useUi(({ orphans }) => orphans.search);
  const chosen = useUi(({ orphans }) => orphans.companies);
  const [sort, setSort] = useKeptSort<GroupColumn>('finding-companies', { column: 'count', descending: true });
  const all = useMemo(() => companyGroups(groups, category, month), [groups, category, month]);
  const rows = useMemo(
    () =>
      all
        .filter(({ company }) => matchesCompany(company, search))
        .sort((a, b) => compare(a, b, sort.column) * (sort.descending ? -1 : 1)),
    [all, search, sort],
  );
  const columns = useMemo(() => columnsOf(ui, chosen, isRecoverable(category)), [ui, chosen, category]);
  return (
    <>
      <div className={styles['table']}>
        <Table
          name="finding-companies"
          place={category}
          label={words.groupsOf(t.orphans.categories[category].name)}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          sort={sort}
          onSort={(column) => setSort(nextSort(sort, column, 'company'))}
          empty={<EmptyState icon={SearchX} title={all.length === 0 ? words.mendedTitle : words.noneTitle} />}
        />
      </div>
      <ListFoot shown={words.companiesShown(rows.length)} />
    </>
  );
}

function compare(a: CompanyGroup, b: CompanyGroup, column: GroupColumn): number {
  switch (column) {
    case 'company':
      return nameOf(a).localeCompare(nameOf(b), 'pt-BR');
    case 'count':
      return a.count - b.count;
    case 'bytes':
      return a.bytes - b.bytes;
    case 'months':
      return a.months.length - b.months.length;
    case 'singles':
      return (a.fetchedSingly ?? -1) - (b.fetchedSingly ?? -1);
  }
}

function nameOf({ company }: CompanyGroup): string {
  return company === null ? words.noCompany : companyName(company.folder).name;
}

function columnsOf(
  ui: UiStoreHook,
  chosen: ReadonlySet<string>,
  choosable: boolean,
): readonly Column<CompanyGroup, GroupColumn>[] {
  const toggle = (taxId: string, on: boolean): void => {
    const companies = new Set(chosen);
    if (on) companies.add(taxId);
    else companies.delete(taxId);
    changeOrphans(ui, { companies });
  };
  return [
    {
      key: 'company',
      title: words.columns.company,
      width: 'minmax(190px, 1fr)',
      render: (row) =>
        choosable && row.company !== null ? (
          <Ticked
            checked={chosen.has(row.key)}
            label={t.orphans.list.recover(nameOf(row))}
            onChange={(on) => toggle(row.key, on)}
          >
            <CompanyButton ui={ui} row={row} />
          </Ticked>
        ) : (
          <CompanyButton ui={ui} row={row} />
        ),
    },
    { key: 'count', title: words.columns.count, width: '80px', align: 'end', render: (row) => count(row.count) },
    {
      key: 'bytes',
      title: words.columns.bytes,
      width: '74px',
      align: 'end',
      render: ({ bytes }) => (bytes === 0 ? <Nothing /> : size(bytes)),
    },
    {
      key: 'months',
      title: words.columns.months,
      width: '116px',
      render: ({ months }) => <span className={styles['small']}>{shortMonths(months)}</span>,
    },
    {
      key: 'singles',
      title: words.columns.singles,
      hint: words.singlesHint,
      width: '118px',
      align: 'end',
      render: ({ fetchedSingly }) => (fetchedSingly === null ? <Nothing /> : count(fetchedSingly)),
    },
  ];
}

function CompanyButton({ ui, row }: { readonly ui: UiStoreHook; readonly row: CompanyGroup }): ReactNode {
  const { company } = row;
  if (company === null) return <CompanyLabel name={words.noCompany} />;
  const { code, name } = companyName(company.folder);
  return (
    <RowButton
      title={`${company.folder}\n${taxIdText(company.taxId)}`}
      onClick={() => changeOrphans(ui, { mode: 'findings', company, search: '' })}
    >
      <CompanyLabel code={code} name={name} />
    </RowButton>
  );
}
