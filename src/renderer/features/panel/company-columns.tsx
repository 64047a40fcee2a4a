import { CircleDashed, CirclePause, Download, GitCompareArrows, Send, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CompanyLine } from '../../../shared/ipc/state';
import { Progress } from '../../components/Progress';
import { Status, type Tone } from '../../components/Status';
import { RowButton, type Column } from '../../components/Table';
import { Tooltip } from '../../components/Tooltip';
import { companyName, taxIdText } from '../../format/companies';
import { count, percent, shortEta, UNKNOWN } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import type { CompanyColumn, CompanyPhase } from '../../state/company-table';
import { openCompany } from '../../state/open-company';
import { useConsole, useServices } from '../../state/services';
import { VERDICT_LOOKS } from './verdict-looks';
import styles from './company-columns.module.css';

const words = t.panel.table;

const PHASE_LOOKS: Readonly<Record<CompanyPhase, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  waiting: { tone: 'neutral', icon: CircleDashed },
  capturing: { tone: 'active', icon: Download },
  comparing: { tone: 'active', icon: GitCompareArrows },
  delivering: { tone: 'active', icon: Send },
  aside: { tone: 'warn', icon: CirclePause },
  ...VERDICT_LOOKS,
};

function Company({ row }: { readonly row: CompanyLine }): ReactNode {
  const { code, name } = companyName(row.folder);
  const { ui } = useServices();
  const month = useConsole((state) => state.month) ?? '';
  return (
    <RowButton title={`${row.folder}\n${taxIdText(row.taxId)}`} onClick={() => openCompany(ui, row, month)}>
      <span className={styles['company']}>
        {code !== '' && <span className={styles['code']}>{code}</span>}
        <span className={styles['name']}>{name}</span>
      </span>
    </RowButton>
  );
}

function CompanyProgress({ row }: { readonly row: CompanyLine }): ReactNode {
  if (row.progress === null) return <span className={styles['nothing']}>{UNKNOWN}</span>;
  const tone = row.phase === 'complete' ? 'good' : row.phase === 'gaps' ? 'warn' : 'active';
  return (
    <span className={styles['progress']}>
      <span className={styles['bar']}>
        <Progress thin label={words.progressOf(companyName(row.folder).name)} share={row.progress} tone={tone} />
      </span>
      <span className={styles['percent']}>{percent(row.progress)}</span>
    </span>
  );
}

/** A number; zero stands back, so that the eye finds the others. */
function figure(value: number, tone?: 'warn'): ReactNode {
  if (value === 0) return <span className={styles['nothing']}>0</span>;
  return tone === undefined ? count(value) : <span className={styles[tone]}>{count(value)}</span>;
}

function known(text: string | null): ReactNode {
  return text ?? <span className={styles['nothing']}>{UNKNOWN}</span>;
}

const title = (key: CompanyColumn): { readonly key: CompanyColumn; readonly title: string } => ({
  key,
  title: words.columns[key],
});

export const COLUMNS: readonly Column<CompanyLine, CompanyColumn>[] = [
  { ...title('folder'), width: 'minmax(170px, 1fr)', render: (row) => <Company row={row} /> },
  {
    ...title('phase'),
    width: '132px',
    render: ({ phase }) => (
      <Tooltip text={words.phaseHints[phase]}>
        <span>
          <Status {...PHASE_LOOKS[phase]}>{words.phases[phase]}</Status>
        </span>
      </Tooltip>
    ),
  },
  {
    ...title('progress'),
    width: '100px',
    isEmpty: ({ progress }) => progress === null,
    render: (row) => <CompanyProgress row={row} />,
  },
  { ...title('nfe'), width: '52px', align: 'end', render: ({ nfe }) => figure(nfe) },
  { ...title('cte'), width: '52px', align: 'end', render: ({ cte }) => figure(cte) },
  { ...title('other'), width: '60px', align: 'end', render: ({ other }) => figure(other) },
  { ...title('archived'), width: '76px', align: 'end', render: ({ archived }) => figure(archived) },
  { ...title('delivered'), width: '72px', align: 'end', render: ({ delivered }) => figure(delivered) },
  {
    ...title('gaps'),
    width: '78px',
    align: 'end',
    hint: words.hints.gaps,
    render: ({ gaps }) => (gaps === null ? known(null) : figure(gaps, 'warn')),
  },
  {
    ...title('ratePerMinute'),
    hint: words.hints.ratePerMinute,
    isEmpty: ({ ratePerMinute }) => ratePerMinute === null,
    width: '70px',
    align: 'end',
    render: ({ ratePerMinute }) => known(ratePerMinute === null ? null : words.perMinute(ratePerMinute)),
  },
  {
    ...title('etaSeconds'),
    hint: words.hints.etaSeconds,
    isEmpty: ({ etaSeconds }) => etaSeconds === null,
    width: '60px',
    align: 'end',
    render: ({ etaSeconds }) => known(etaSeconds === null ? null : shortEta(etaSeconds)),
  },
];
