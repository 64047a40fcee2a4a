import { useMemo, useState, type ReactNode } from 'react';
import { SearchX } from 'lucide-react';
import type { FindingCategory, FindingGroup } from '../../../../shared/ipc/audit';
import { Checkbox } from '../../../components/Checkbox';
import { EmptyState } from '../../../components/EmptyState';
import { RowButton, Table, type Column, type Sort } from '../../../components/Table';
import { size } from '../../../format/amounts';
import { companyName, matchesCompany, taxIdText } from '../../../format/companies';
import { count, UNKNOWN } from '../../../format/numbers';
import { t } from '../../../i18n';
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
  const [sort, setSort] = useState<Sort<GroupColumn>>({ column: 'count', descending: true });
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
          label={words.groupsOf(t.orphans.categories[category].name)}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          sort={sort}
          onSort={(column) =>
            setSort(({ column: before, descending }) => ({
              column,
              descending: column === before ? !descending : column !== 'company',
            }))
          }
          empty={<EmptyState icon={SearchX} title={words.noneTitle} />}
        />
      </div>
      <p className={styles['foot']} role="status">
        {words.companiesShown(rows.length)}
      </p>
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
      render: (row) => (
        <span className={styles['row']}>
          {choosable && row.company !== null && (
            <span data-above>
              <Checkbox checked={chosen.has(row.key)} onChange={(on) => toggle(row.key, on)}>
                <span className="sr-only">{t.orphans.list.recover(nameOf(row))}</span>
              </Checkbox>
            </span>
          )}
          <CompanyButton ui={ui} row={row} />
        </span>
      ),
    },
    { key: 'count', title: words.columns.count, width: '80px', align: 'end', render: (row) => count(row.count) },
    {
      key: 'bytes',
      title: words.columns.bytes,
      width: '74px',
      align: 'end',
      render: ({ bytes }) => (bytes === 0 ? <span className={styles['nothing']}>{UNKNOWN}</span> : size(bytes)),
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
      render: ({ fetchedSingly }) =>
        fetchedSingly === null ? <span className={styles['nothing']}>{UNKNOWN}</span> : count(fetchedSingly),
    },
  ];
}

function CompanyButton({ ui, row }: { readonly ui: UiStoreHook; readonly row: CompanyGroup }): ReactNode {
  const { company } = row;
  if (company === null) return <span className={styles['name']}>{words.noCompany}</span>;
  const { code, name } = companyName(company.folder);
  return (
    <RowButton
      title={`${company.folder}\n${taxIdText(company.taxId)}`}
      onClick={() => changeOrphans(ui, { mode: 'findings', company, search: '' })}
    >
      <span className={styles['code']}>{code}</span> <span className={styles['name']}>{name}</span>
    </RowButton>
  );
}
