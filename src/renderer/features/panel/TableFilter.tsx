import type { ReactNode } from 'react';
import { SearchBox } from '../../components/SearchBox';
import { Select, type SelectOption } from '../../components/Select';
import { t } from '../../i18n';
import { useConsole, useServices, useUi } from '../../state/services';
import { COMPANY_PHASES, countPhases, type CompanyPhase, type TableView } from '../../state/company-table';
import styles from './TableFilter.module.css';

type PhaseChoice = CompanyPhase | 'all';

/** Which companies the table shows: by name or CNPJ, and by phase. Ctrl+F goes to the box. */
export function TableFilter(): ReactNode {
  const { ui } = useServices();
  const query = useUi(({ table }) => table.query);
  const phase = useUi(({ table }) => table.phase);
  const words = t.panel.table;
  const change = (view: Partial<TableView>): void => ui.setState(({ table }) => ({ table: { ...table, ...view } }));
  return (
    <div className={styles['filter']} role="search">
      <SearchBox
        findKey
        label={words.filter}
        clearLabel={words.clear}
        testId="company-filter"
        value={query}
        onChange={(text) => change({ query: text })}
      />
      <PhaseSelect value={phase ?? 'all'} onChange={(chosen) => change({ phase: chosen === 'all' ? null : chosen })} />
    </div>
  );
}

function PhaseSelect(props: {
  readonly value: PhaseChoice;
  readonly onChange: (phase: PhaseChoice) => void;
}): ReactNode {
  const companies = useConsole((state) => state.companies) ?? [];
  const counts = countPhases(companies);
  const words = t.panel.table;
  const options: SelectOption<PhaseChoice>[] = [
    { value: 'all', label: words.allPhases(companies.length) },
    ...COMPANY_PHASES.map((value) => ({ value, label: words.phaseOption(words.phases[value], counts[value]) })),
  ];
  return (
    <Select
      className={styles['phase']}
      aria-label={words.phaseFilter}
      data-testid="phase-filter"
      options={options}
      {...props}
    />
  );
}
