import { useState, type ReactNode } from 'react';
import { FileSpreadsheet, Printer } from 'lucide-react';
import type { WrittenFile } from '../../../shared/ipc/history';
import { Button } from '../../components/Button';
import { Card } from '../../components/Card';
import { Screen, ScreenHead } from '../../components/Screen';
import { Select } from '../../components/Select';
import { Tabs } from '../../components/Tabs';
import { monthOf, monthsUntil } from '../../../shared/messages/pt-BR/moments';
import { monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import type { HistoryView } from '../../state/evidence-view';
import { useConsole, useServices, useUi } from '../../state/services';
import { useLive } from '../../state/use-live';
import { useTask } from '../../state/use-task';
import { JournalTab } from './JournalTab';
import { RunsTab } from './RunsTab';
import { Written } from './Written';
import styles from './History.module.css';

const words = t.history;

/** What has been: every entry of the journal, every run, and the month's report. */
export function HistoryScreen(): ReactNode {
  const { ui } = useServices();
  const tab = useUi(({ history }) => history.tab);
  return (
    <Screen testId="history">
      <ScreenHead title={t.common.screens.history} lead={words.lead}>
        <MonthReport />
      </ScreenHead>
      <Card fill label={words.tabs.label}>
        <Tabs<HistoryView['tab']>
          label={words.tabs.label}
          value={tab}
          onChange={(chosen) => ui.setState(({ history }) => ({ history: { ...history, tab: chosen } }))}
          tabs={[
            { value: 'journal', label: words.tabs.journal, content: tab === 'journal' && <JournalTab /> },
            { value: 'runs', label: words.tabs.runs, content: tab === 'runs' && <RunsTab /> },
          ]}
        />
      </Card>
    </Screen>
  );
}

const MONTHS_BACK = 36;

/** Writes the evidence of a month, as a workbook or as a page to be printed. */
function MonthReport(): ReactNode {
  const { client, now } = useServices();
  const live = useLive();
  const shown = useConsole((state) => state.month) ?? monthOf(now());
  const [chosen, setChosen] = useState<string | null>(null);
  const [written, setWritten] = useState<WrittenFile | null>(null);
  const { busy, run } = useTask();
  const month = chosen ?? shown;
  const months = [...new Set([...monthsUntil(monthOf(now()), MONTHS_BACK), month])];
  const write = (format: 'xlsx' | 'html'): void =>
    run(async () => setWritten(await client.engine.writeReport({ month, format })));
  return (
    <section className={styles['report']} aria-label={words.report.title}>
      <div className={styles['line']}>
        <span className={styles['label']} aria-hidden>
          {words.report.title}
        </span>
        <Select
          className={styles['month']}
          aria-label={words.report.title}
          data-testid="report-month"
          value={month}
          options={months.map((value) => ({ value, label: monthName(value) }))}
          onChange={(value) => {
            setChosen(value);
            setWritten(null);
          }}
        />
        <Button icon={FileSpreadsheet} busy={busy} disabled={!live} onClick={() => write('xlsx')}>
          {words.report.xlsx}
        </Button>
        <Button icon={Printer} busy={busy} disabled={!live} onClick={() => write('html')}>
          {words.report.html}
        </Button>
      </div>
      {written !== null && <Written file={written} />}
    </section>
  );
}
