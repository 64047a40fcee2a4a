import { useCallback, useMemo, type ReactNode } from 'react';
import { Building2, SearchX } from 'lucide-react';
import type { CompanyLine } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { Table } from '../../components/Table';
import { t } from '../../i18n';
import { useConsole, useServices, useUi } from '../../state/services';
import { INITIAL_VIEW, nextSort, visibleCompanies, type CompanyColumn } from '../../state/company-table';
import { COLUMNS } from './company-columns';

const NONE: readonly CompanyLine[] = [];
const keyOf = ({ taxId }: CompanyLine): string => taxId;

/** The companies of the month as they are now. */
export function CompanyTable(): ReactNode {
  const { ui } = useServices();
  const companies = useConsole((state) => state.companies) ?? NONE;
  const view = useUi(({ table }) => table);
  const rows = useMemo(() => visibleCompanies(companies, view), [companies, view]);
  const sortBy = useCallback(
    (column: CompanyColumn) =>
      ui.setState(({ table }) => ({ table: { ...table, sort: nextSort(table.sort, column) } })),
    [ui],
  );
  return (
    <Table
      name="companies"
      place={`${view.query} ${view.phase ?? ''}`}
      label={t.panel.table.label}
      columns={COLUMNS}
      rows={rows}
      rowKey={keyOf}
      sort={view.sort}
      onSort={sortBy}
      empty={companies.length === 0 ? <NoCompanies /> : <NoMatch />}
    />
  );
}

function NoCompanies(): ReactNode {
  return (
    <EmptyState icon={Building2} title={t.panel.table.noneTitle}>
      {t.panel.table.none}
    </EmptyState>
  );
}

function NoMatch(): ReactNode {
  const { ui } = useServices();
  const clear = (): void => ui.setState(({ table }) => ({ table: { ...INITIAL_VIEW, sort: table.sort } }));
  return (
    <EmptyState
      icon={SearchX}
      title={t.panel.table.noMatchTitle}
      action={<Button onClick={clear}>{t.panel.table.clear}</Button>}
    />
  );
}
