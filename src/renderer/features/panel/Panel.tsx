import type { ReactNode } from 'react';
import { isSettled } from '../../../shared/ipc/verdict';
import { Button } from '../../components/Button';
import { Card } from '../../components/Card';
import { Tabs } from '../../components/Tabs';
import { count, monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useConsole, useServices, useUi } from '../../state/services';
import { visibleCompanies } from '../../state/company-table';
import { OrphansBanner } from '../orphans';
import { SharesBanner, SharesStrip } from '../shares';
import { CompanyTable } from './CompanyTable';
import { Dock } from './Dock';
import { countGaps } from './evidence';
import { GapList } from './GapList';
import { MonthChooser } from './MonthChooser';
import { DemonstrationBanner, ResumableBanner, SiegAwayBanner } from './PanelBanners';
import { RunAnnouncer } from './RunAnnouncer';
import { RunCard } from './RunCard';
import { RunControls } from './RunControls';
import { TableFilter } from './TableFilter';
import { Totals } from './Totals';
import { useRunActions } from './use-run-actions';
import styles from './Panel.module.css';

/** The month: its run, its figures, its companies, and what happened. */
export function Panel(): ReactNode {
  return (
    <div className={styles['panel']} data-testid="panel">
      <DemonstrationBanner />
      <ResumableBanner />
      <SiegAwayBanner />
      <SharesBanner />
      <OrphansBanner />
      <Header />
      <div className={styles['body']}>
        <SharesStrip />
        <RunCard />
        <Totals />
        <div className={styles['details']}>
          <MonthDetails />
          <Dock />
        </div>
      </div>
      <RunAnnouncer />
    </div>
  );
}

function Header(): ReactNode {
  const month = useConsole((state) => state.month) ?? '';
  const runMonth = useConsole(({ run }) => run?.month ?? null);
  const { busy, showMonth } = useRunActions();
  return (
    <header className={styles['header']}>
      <h1 className="sr-only" tabIndex={-1}>
        {t.panel.title(monthName(month))}
      </h1>
      <MonthChooser month={month} disabled={busy} onChange={showMonth} />
      {runMonth !== null && runMonth !== month && (
        <p className={styles['elsewhere']}>
          {t.panel.month.runElsewhere(monthName(runMonth))}
          <Button small onClick={() => showMonth(runMonth)}>
            {t.panel.month.show}
          </Button>
        </p>
      )}
      <div className={styles['controls']}>
        <RunControls />
      </div>
    </header>
  );
}

function MonthDetails(): ReactNode {
  const { ui } = useServices();
  const tab = useUi(({ panelTab }) => panelTab);
  const gaps =
    useConsole(({ lastSummary }) =>
      lastSummary === null || isSettled(lastSummary.verdict.state) ? 0 : countGaps(lastSummary.gaps),
    ) ?? 0;
  const words = t.panel.tabs;
  return (
    <Card fill label={words.label}>
      <Tabs
        label={words.label}
        value={tab}
        onChange={(panelTab) => ui.setState({ panelTab })}
        aside={tab === 'companies' ? <Aside /> : undefined}
        tabs={[
          { value: 'companies', label: words.companies, content: <CompanyTable /> },
          {
            value: 'gaps',
            label: words.gaps,
            ...(gaps === 0 ? {} : { count: count(gaps), tone: 'warn' as const }),
            content: <GapList />,
          },
        ]}
      />
    </Card>
  );
}

function Aside(): ReactNode {
  const companies = useConsole((state) => state.companies) ?? [];
  const view = useUi(({ table }) => table);
  if (companies.length === 0) return null;
  return (
    <div className={styles['aside']}>
      <span className={styles['shown']} role="status" data-testid="companies-shown">
        {t.panel.table.shown(visibleCompanies(companies, view).length, companies.length)}
      </span>
      <TableFilter />
    </div>
  );
}
