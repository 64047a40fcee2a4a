import type { JournalQuery } from '../../../shared/ipc/history';
import { t } from '../../i18n';
import { JOURNAL_TOPICS, type HistoryView, type JournalTopic } from '../../state/evidence-view';

type Filter = Pick<HistoryView, 'search' | 'topic' | 'from' | 'to'>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What a filter asks of the journal. Days are whole days by the clock of this computer; a day that is half typed asks for nothing. */
export function journalQuery({ search, topic, from, to }: Filter): JournalQuery {
  return {
    ...(search === '' ? {} : { search }),
    ...(topic === 'all' ? {} : { topics: [...JOURNAL_TOPICS[topic]] }),
    ...(DAY.test(from) ? { from: new Date(`${from}T00:00:00`).toISOString() } : {}),
    ...(DAY.test(to) ? { to: new Date(`${to}T23:59:59.999`).toISOString() } : {}),
  };
}

export function isFiltered({ search, topic, from, to }: Filter): boolean {
  return search.trim() !== '' || topic !== 'all' || from !== '' || to !== '';
}

const TOPICS = new Map<string, JournalTopic>(
  Object.entries(JOURNAL_TOPICS).flatMap(([topic, prefixes]) =>
    prefixes.map((prefix) => [prefix, topic as JournalTopic] as const),
  ),
);

/** The subject of an action for people; one that nobody knows by its own name. */
export function topicOf(action: string): string {
  const topic = TOPICS.get(action.split('.')[0] ?? '');
  return topic === undefined ? action : t.history.topics[topic];
}
