import type { ReactNode } from 'react';
import { Copy } from 'lucide-react';
import type { RecoverySummary, RecoveryTally } from '../../../../shared/ipc/recovery';
import { FactTable } from '../../../components/FactTable';
import { IconButton } from '../../../components/IconButton';
import { size } from '../../../../shared/messages/pt-BR/amounts';
import { count, duration } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { copyText } from '../../../state/clipboard';
import { useServices } from '../../../state/services';
import { OpenReports } from './ExportButtons';
import styles from './Recovery.module.css';

const words = t.recovery.report;
const COLUMNS = [
  'total',
  'copied',
  'skipped',
  'mismatch',
  'failed',
  'extras',
] as const satisfies (keyof RecoveryTally)[];

/** The summary as robocopy's readers know it, its exit code in words, and where the log is. */
export function SummaryReport(props: { readonly summary: RecoverySummary; readonly log: string | null }): ReactNode {
  const { summary, log } = props;
  const services = useServices();
  return (
    <section className={styles['report']} aria-label={words.region} data-testid="recovery-report">
      <FactTable holds="numbers" className={styles['summary']} label={words.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{words.table}</span>
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" title={column in words.notes ? words.notes[column as 'skipped'] : undefined}>
                {words.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row label={words.rows.dirs} tally={summary.dirs} shown={count} />
          <Row label={words.rows.files} tally={summary.files} shown={count} />
          <Row label={words.rows.bytes} tally={summary.bytes} shown={size} />
        </tbody>
      </FactTable>
      <dl className={styles['end-facts']}>
        <dt>{words.times}</dt>
        <dd>{duration(summary.seconds)}</dd>
        <dt>{words.speed}</dt>
        <dd>{words.speedOf(summary.bytesPerSecond)}</dd>
        <dt>{words.exit(summary.exitCode)}</dt>
        <dd data-testid="exit-words">{words.exitWords(summary.exitCode)}</dd>
        {log !== null && (
          <>
            <dt>{words.log}</dt>
            <dd className={styles['log']}>
              <span title={log}>{log}</span>
              <IconButton small icon={Copy} label={words.copyLog} onClick={() => copyText(services, log)} />
              <OpenReports />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

interface RowProps {
  readonly label: string;
  readonly tally: RecoveryTally;
  readonly shown: (value: number) => string;
}

const TONES: Partial<Record<keyof RecoveryTally, string>> = { copied: 'good', mismatch: 'warn', failed: 'bad' };

function Row({ label, tally, shown }: RowProps): ReactNode {
  return (
    <tr>
      <th scope="row">{label}</th>
      {COLUMNS.map((column) => (
        <td key={column} data-tone={tally[column] > 0 ? TONES[column] : undefined}>
          {shown(tally[column])}
        </td>
      ))}
    </tr>
  );
}
