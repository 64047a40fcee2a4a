import { useCallback, useMemo, type ReactNode } from 'react';
import { Hourglass } from 'lucide-react';
import type { RunLine } from '../../../shared/ipc/history';
import { AnsweredTable } from '../../components/AnsweredTable';
import { Nothing } from '../../components/Nothing';
import { Status, type Tone } from '../../components/Status';
import { RowButton, type Column } from '../../components/Table';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { count, duration, monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useConsole, useServices } from '../../state/services';
import { useAnswer } from '../../state/use-answer';
import { useTask } from '../../state/use-task';

type RunColumn = 'month' | 'id' | 'started' | 'ended' | 'lasted' | 'outcome' | 'companies' | 'requests';

const LISTED = 200;
const words = t.history.runs;
const keyOf = ({ id }: RunLine): string => String(id);
const TONES: Readonly<Record<NonNullable<RunLine['outcome']> | 'running', Tone>> = {
  complete: 'good',
  gaps: 'warn',
  stopped: 'neutral',
  failed: 'bad',
  interrupted: 'warn',
  running: 'active',
};

/** Every run, newest first. */
export function RunsTab(): ReactNode {
  const { client, ui, now } = useServices();
  const running = useConsole(({ run }) => run?.runId ?? 0);
  // listed anew when a run begins or ends
  const ask = useCallback(() => client.engine.listRuns({ limit: LISTED }), [client, running]);
  const answer = useAnswer<readonly RunLine[]>(ask);
  const { run } = useTask();
  const columns = useMemo(() => {
    const open = (month: string): void =>
      run(async () => {
        await client.engine.showMonth({ month });
        ui.setState({ screen: 'panel' });
      });
    return columnsOf((iso) => moment(iso, now()), open);
  }, [client, ui, now, run]);
  return (
    <AnsweredTable
      name="runs"
      answer={answer}
      label={words.label}
      columns={columns}
      rowKey={keyOf}
      empty={{ icon: Hourglass, title: words.noneTitle, text: words.none }}
    />
  );
}

function columnsOf(
  when: (iso: string) => string,
  onOpen: (month: string) => void,
): readonly Column<RunLine, RunColumn>[] {
  return [
    {
      key: 'month',
      title: words.columns.month,
      width: 'minmax(150px, 1fr)',
      render: ({ month }) => (
        <RowButton title={words.open(month)} onClick={() => onOpen(month)}>
          {monthName(month)}
        </RowButton>
      ),
    },
    { key: 'id', title: words.columns.id, width: '56px', align: 'end', render: ({ id }) => count(id) },
    { key: 'started', title: words.columns.started, width: '104px', render: ({ startedAt }) => when(startedAt) },
    {
      key: 'ended',
      title: words.columns.ended,
      width: '104px',
      render: ({ endedAt }) => (endedAt === null ? <Nothing /> : when(endedAt)),
    },
    {
      key: 'lasted',
      title: words.columns.lasted,
      width: '104px',
      align: 'end',
      render: ({ startedAt, endedAt }) =>
        endedAt === null ? <Nothing /> : duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000),
    },
    {
      key: 'outcome',
      title: words.columns.outcome,
      width: '160px',
      render: ({ outcome }) => (
        <Status tone={TONES[outcome ?? 'running']}>{words.outcomes[outcome ?? 'running']}</Status>
      ),
    },
    {
      key: 'companies',
      title: words.columns.companies,
      width: '86px',
      align: 'end',
      render: ({ companies }) => count(companies),
    },
    {
      key: 'requests',
      title: words.columns.requests,
      width: '86px',
      align: 'end',
      render: ({ requests }) => count(requests),
    },
  ];
}
