import { useRef, type ReactNode } from 'react';
import { Copy, X } from 'lucide-react';
import type { JournalRecord } from '../../../shared/ipc/history';
import { Button } from '../../components/Button';
import { IconButton } from '../../components/IconButton';
import { Inspected, InspectedFacts, useFocusBack } from '../../components/Inspector';
import { exactMoment } from '../../../shared/messages/pt-BR/moments';
import { t } from '../../i18n';
import { copyText } from '../../state/clipboard';
import { useServices } from '../../state/services';
import { EvidenceButton } from '../document';
import styles from './History.module.css';

const words = t.history.entry;

/** One entry of the journal with its evidence, to be read and copied. */
export function EntryDetail(props: { readonly entry: JournalRecord; readonly onClose: () => void }): ReactNode {
  const { entry, onClose } = props;
  const services = useServices();
  const aside = useRef<HTMLElement>(null);
  useFocusBack(aside);
  const evidence = pretty(entry.detail);
  const key = keyIn(entry.subject);
  return (
    <aside
      ref={aside}
      className={styles['entry']}
      aria-label={words.title(entry.id)}
      data-testid="entry"
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <header>
        <h2>{words.title(entry.id)}</h2>
        {key !== null && <EvidenceButton identity={key} />}
        <IconButton small icon={X} label={t.common.close} onClick={onClose} />
      </header>
      <div className={styles['scroll']} role="region" aria-label={words.title(entry.id)} tabIndex={0}>
        <p>{entry.text}</p>
        <InspectedFacts>
          <Inspected label={words.at} value={exactMoment(entry.at)} />
          <Inspected label={words.actor} value={t.history.actors[entry.actor] ?? entry.actor} />
          <Inspected label={words.action} value={entry.action} />
          <Inspected
            label={words.subject}
            value={entry.subject}
            copyLabel={words.copySubject}
            onCopy={(text) => copyText(services, text)}
          />
        </InspectedFacts>
        <div className={styles['evidence']}>
          <h3>{words.evidence}</h3>
          <Button small icon={Copy} onClick={() => copyText(services, evidence)}>
            {words.copy}
          </Button>
        </div>
        <pre className={styles['json']}>{shortly(evidence)}</pre>
      </div>
    </aside>
  );
}

/** The access key that an entry is about: its subject, or the name of the file that its subject is. */
export function keyIn(subject: string): string | null {
  return /(?:^|\/)([0-9A-Z]{44})(?:[_.]|$)/.exec(subject)?.[1] ?? null;
}

/** JSON as people read it; what is none, as it is. */
export function pretty(detail: string): string {
  try {
    return JSON.stringify(JSON.parse(detail), null, 2);
  } catch {
    return detail;
  }
}

/** Evidence of a whole page of documents is long: the copy has all of it, the page as much as can be read. */
const MOST_CHARACTERS = 20_000;

function shortly(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}\n…`;
}
