import type { JournalQuery } from '../../../shared/ipc/history';
import type { JournalActionRead } from '../../../shared/ipc/journal-actions';
import { t } from '../../i18n';
import { prefixesOf, topicOf, type HistoryView } from '../../state/evidence-view';

type Filter = Pick<HistoryView, 'search' | 'topic' | 'from' | 'to'>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What a filter asks of the journal. Days are whole days by the clock of this computer; a day that is half typed asks for nothing. */
export function journalQuery({ search, topic, from, to }: Filter): JournalQuery {
  return {
    ...(search === '' ? {} : { search }),
    ...(topic === 'all' ? {} : { topics: prefixesOf(topic) }),
    ...(DAY.test(from) ? { from: new Date(`${from}T00:00:00`).toISOString() } : {}),
    ...(DAY.test(to) ? { to: new Date(`${to}T23:59:59.999`).toISOString() } : {}),
  };
}

export function isFiltered({ search, topic, from, to }: Filter): boolean {
  return search.trim() !== '' || topic !== 'all' || from !== '' || to !== '';
}

/** The subject of an action for people. */
export function topicName(action: JournalActionRead): string {
  return t.history.topics[topicOf(action) ?? 'unknown'];
}
