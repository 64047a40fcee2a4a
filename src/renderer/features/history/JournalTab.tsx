import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { FileSpreadsheet, FileText, NotebookText, RefreshCw, SearchX } from 'lucide-react';
import type { JournalPage, JournalRecord, WrittenFile } from '../../../shared/ipc/history';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { ListFoot } from '../../components/ListFoot';
import { LoadFailed, Loading } from '../../components/Loading';
import { RowButton, Table, type Column } from '../../components/Table';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { t } from '../../i18n';
import { INITIAL_HISTORY } from '../../state/evidence-view';
import { useConsole, useServices, useUi } from '../../state/services';
import { useLive } from '../../state/use-live';
import { PAGE_LINES, usePages } from '../../state/use-pages';
import { useSettled } from '../../state/use-settled';
import { useTask } from '../../state/use-task';
import { EvidenceButton } from '../document';
import { EntryDetail } from './EntryDetail';
import { JournalFilter } from './JournalFilter';
import { isFiltered, journalQuery, topicName } from './journal-query';
import { Written } from './Written';
import styles from './History.module.css';

type EntryColumn = 'at' | 'topic' | 'text';

const words = t.history.journal;
const keyOf = ({ id }: JournalRecord): string => String(id);

/** The whole journal, newest first, by key, company, word, subject and day. */
export function JournalTab(): ReactNode {
  const { client, ui, now } = useServices();
  const view = useUi(({ history }) => history);
  const { topic, from, to, entry } = view;
  const search = useSettled(view.search).trim();
  // it grows while one reads: what came since is fetched when one asks for it
  const newest = useConsole(({ journal }) => journal.at(-1)?.id ?? 0) ?? 0;
  const [asOf, setAsOf] = useState(newest);
  const query = useMemo(() => journalQuery({ search, topic, from, to }), [search, topic, from, to]);
  const ask = useCallback(
    (before: number | null) => client.engine.journalPage({ query, before, limit: PAGE_LINES }),
    [client, query, asOf],
  );
  const { lines, state, why, isCut, hasMore, more, retry, first } = usePages<JournalRecord, number, JournalPage>(ask);
  const document = first?.document ?? null;
  const columns = useMemo(
    () =>
      columnsOf(
        (iso) => moment(iso, now()),
        (chosen) => ui.setState(({ history }) => ({ history: { ...history, entry: chosen } })),
      ),
    [ui, now],
  );
  const close = (): void => ui.setState(({ history }) => ({ history: { ...history, entry: null } }));
  return (
    <div className={styles['tab']}>
      <JournalFilter />
      {state === 'loading' && <Loading>{words.loading}</Loading>}
      {state === 'failed' && why !== null && <LoadFailed {...why} retryLabel={t.common.retry} onRetry={retry} />}
      {state === 'loaded' && (
        <div className={styles['both']} data-open={entry !== null || undefined}>
          <div className={styles['table']}>
            <Table
              name="journal"
              place={JSON.stringify(query)}
              label={words.label}
              columns={columns}
              rows={lines}
              rowKey={keyOf}
              onEnd={more}
              current={entry === null ? null : keyOf(entry)}
              empty={isFiltered(view) ? <NoMatch /> : <Nothing />}
            />
          </div>
          {entry !== null && <EntryDetail entry={entry} onClose={close} />}
        </div>
      )}
      <Foot loaded={lines.length} isCut={isCut} hasMore={hasMore} query={query}>
        {document !== null && <EvidenceButton identity={document} />}
        {newest > asOf && (
          <Button small icon={RefreshCw} onClick={() => setAsOf(newest)}>
            {words.fresh}
          </Button>
        )}
      </Foot>
    </div>
  );
}

interface FootProps {
  readonly loaded: number;
  readonly isCut: boolean;
  readonly hasMore: boolean;
  readonly query: ReturnType<typeof journalQuery>;
  readonly children: ReactNode;
}

function Foot({ loaded, isCut, hasMore, query, children }: FootProps): ReactNode {
  const { client } = useServices();
  const live = useLive();
  const [written, setWritten] = useState<WrittenFile | null>(null);
  const { busy, run } = useTask();
  const write = (format: 'csv' | 'xlsx'): void =>
    run(async () => setWritten(await client.engine.exportJournal({ query, format })));
  return (
    <ListFoot shown={isCut ? words.cut(loaded) : words.loaded(loaded, hasMore)}>
      {children}
      {written !== null && <Written file={written} />}
      <div className={styles['export']} role="group" aria-label={t.history.export.label}>
        <Button small icon={FileText} busy={busy} disabled={!live || loaded === 0} onClick={() => write('csv')}>
          {t.history.export.csv}
        </Button>
        <Button small icon={FileSpreadsheet} busy={busy} disabled={!live || loaded === 0} onClick={() => write('xlsx')}>
          {t.history.export.xlsx}
        </Button>
      </div>
    </ListFoot>
  );
}

function Nothing(): ReactNode {
  return (
    <EmptyState icon={NotebookText} title={words.noneTitle}>
      {words.none}
    </EmptyState>
  );
}

function NoMatch(): ReactNode {
  const { ui } = useServices();
  const clear = (): void => ui.setState(({ history }) => ({ history: { ...INITIAL_HISTORY, tab: history.tab } }));
  return (
    <EmptyState
      icon={SearchX}
      title={words.noMatchTitle}
      action={<Button onClick={clear}>{t.history.filter.clear}</Button>}
    />
  );
}

function columnsOf(
  when: (iso: string) => string,
  onChoose: (entry: JournalRecord) => void,
): readonly Column<JournalRecord, EntryColumn>[] {
  return [
    {
      key: 'at',
      title: words.columns.at,
      width: '92px',
      render: (entry) => (
        <RowButton onClick={() => onChoose(entry)}>
          <time dateTime={entry.at}>{when(entry.at)}</time>
        </RowButton>
      ),
    },
    {
      key: 'topic',
      title: words.columns.topic,
      width: '172px',
      render: ({ action }) => (
        <span className={styles['small']} title={topicName(action)}>
          {topicName(action)}
        </span>
      ),
    },
    {
      key: 'text',
      title: words.columns.text,
      width: 'minmax(240px, 1fr)',
      render: ({ text }) => <span title={text}>{text}</span>,
    },
  ];
}
