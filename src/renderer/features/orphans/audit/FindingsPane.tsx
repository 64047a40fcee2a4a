import { useMemo, type ReactNode } from 'react';
import { FolderSync, X } from 'lucide-react';
import type { AuditView, FindingCategory, FindingGroup } from '../../../../shared/ipc/audit';
import { Button } from '../../../components/Button';
import { SearchBox } from '../../../components/SearchBox';
import { Segmented } from '../../../components/Segmented';
import { Select } from '../../../components/Select';
import { companyName } from '../../../format/companies';
import { monthName } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useServices, useUi } from '../../../state/services';
import { changeOrphans } from '../show';
import { amountOf, isCorrectable, monthsOf } from './categories';
import { CompanyGroups } from './CompanyGroups';
import { FindingList } from './FindingList';
import styles from './FindingsPane.module.css';

interface FindingsPaneProps {
  readonly audit: AuditView;
  readonly category: FindingCategory;
  readonly groups: readonly FindingGroup[];
}

/** One category: what it means, what can be done, and its findings by company or one by one. */
export function FindingsPane({ audit, category, groups }: FindingsPaneProps): ReactNode {
  const { ui } = useServices();
  const mode = useUi(({ orphans }) => orphans.mode);
  const words = t.orphans;
  const { name, meaning, todo } = words.categories[category];
  const { count, bytes, resolved } = amountOf(groups, category);
  return (
    <section className={styles['pane']} aria-label={name} data-testid="findings-pane">
      <header className={styles['head']}>
        <div>
          <h2>
            {name}{' '}
            <span className={styles['quiet']}>
              {words.list.total(count, bytes)}
              {resolved > 0 && ` · ${words.list.resolved(resolved)}`}
            </span>
          </h2>
          <p className={styles['quiet']}>
            {meaning} <strong>{words.list.todo}</strong> {todo}
          </p>
        </div>
        {isCorrectable(category) && count > 0 && (
          <Button
            small
            icon={FolderSync}
            onClick={() => changeOrphans(ui, { tab: 'corrections', auditId: audit.id, correctionId: null })}
          >
            {words.pane.corrections}
          </Button>
        )}
      </header>
      <Filters category={category} groups={groups} />
      {mode === 'companies' ? (
        <CompanyGroups category={category} groups={groups} />
      ) : (
        <FindingList audit={audit} category={category} />
      )}
    </section>
  );
}

function Filters({ category, groups }: Omit<FindingsPaneProps, 'audit'>): ReactNode {
  const { ui } = useServices();
  const { mode, search, month, company } = useUi(({ orphans }) => orphans);
  const months = useMemo(() => monthsOf(groups, category), [groups, category]);
  const words = t.orphans.pane;
  return (
    <div className={styles['filters']} role="search" aria-label={words.modes.label}>
      <Segmented
        label={words.modes.label}
        value={mode}
        options={[
          { value: 'companies', label: words.modes.companies },
          { value: 'findings', label: words.modes.findings },
        ]}
        onChange={(chosen) => changeOrphans(ui, { mode: chosen, search: '' })}
      />
      <SearchBox
        findKey
        className={styles['search']}
        label={mode === 'companies' ? words.searchCompany : words.search}
        clearLabel={t.common.clearSearch}
        value={search}
        testId="findings-search"
        onChange={(text) => changeOrphans(ui, { search: text })}
      />
      {(months.length > 1 || month !== null) && (
        <Select
          className={styles['month']}
          aria-label={words.month}
          value={month ?? ''}
          options={[
            { value: '', label: words.allMonths },
            ...[...new Set([...months, ...(month === null ? [] : [month])])].map((value) => ({
              value,
              label: monthName(value),
            })),
          ]}
          onChange={(value) => changeOrphans(ui, { month: value === '' ? null : value })}
        />
      )}
      {company !== null && mode === 'findings' && (
        <Button
          small
          look="quiet"
          icon={X}
          className={styles['company']}
          title={words.allCompanies}
          onClick={() => changeOrphans(ui, { company: null })}
        >
          {words.company(companyName(company.folder).name)}
        </Button>
      )}
    </div>
  );
}
