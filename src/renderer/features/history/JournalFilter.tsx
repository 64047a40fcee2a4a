import type { ReactNode } from 'react';
import { FilterX } from 'lucide-react';
import { Button } from '../../components/Button';
import { TextInput } from '../../components/Field';
import { SearchBox } from '../../components/SearchBox';
import { Select } from '../../components/Select';
import { t } from '../../i18n';
import type { JournalTopic } from '../../../shared/ipc/journal-actions';
import { INITIAL_HISTORY, JOURNAL_TOPICS, type HistoryView } from '../../state/evidence-view';
import { useServices, useUi } from '../../state/services';
import { isFiltered } from './journal-query';
import styles from './History.module.css';

const words = t.history.filter;
const TOPICS: readonly (JournalTopic | 'all')[] = ['all', ...JOURNAL_TOPICS];

/** Which entries the journal shows. */
export function JournalFilter(): ReactNode {
  const { ui } = useServices();
  const view = useUi(({ history }) => history);
  const { search, topic, from, to } = view;
  const change = (filter: Partial<HistoryView>): void =>
    ui.setState(({ history }) => ({ history: { ...history, ...filter } }));
  const { search: noSearch, topic: noTopic, from: noFrom, to: noTo } = INITIAL_HISTORY;
  return (
    <div className={styles['filters']} role="search" aria-label={words.region}>
      <SearchBox
        findKey
        className={styles['search']}
        label={words.search}
        clearLabel={t.common.clearSearch}
        value={search}
        testId="journal-search"
        onChange={(text) => change({ search: text })}
      />
      <Select
        className={styles['topic']}
        aria-label={words.topic}
        data-testid="journal-topic"
        value={topic}
        options={TOPICS.map((value) => ({ value, label: t.history.topics[value] }))}
        onChange={(value) => change({ topic: value })}
      />
      <Day label={words.from} value={from} onChange={(day) => change({ from: day })} />
      <Day label={words.to} value={to} onChange={(day) => change({ to: day })} />
      {from !== '' && to !== '' && from > to && (
        <span className={styles['problem']} role="alert">
          {words.badRange}
        </span>
      )}
      {isFiltered(view) && (
        <Button
          small
          look="quiet"
          icon={FilterX}
          onClick={() => change({ search: noSearch, topic: noTopic, from: noFrom, to: noTo })}
        >
          {words.clear}
        </Button>
      )}
    </div>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

function Day({ label, value, onChange }: DayProps): ReactNode {
  return (
    <label className={styles['day']}>
      {label}
      <TextInput type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}
