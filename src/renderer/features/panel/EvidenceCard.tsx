import type { ReactNode } from 'react';
import { FolderOpen, ListChecks } from 'lucide-react';
import type { SummaryView } from '../../../shared/ipc/state';
import { isSettled } from '../../../shared/ipc/verdict';
import { MONTH_WORDS } from '../../../shared/messages/pt-BR/verdict';
import { Button } from '../../components/Button';
import { Badge } from '../../components/Status';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { duration, monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import { attemptSentence, closingSentence, countGaps } from './evidence';
import { VERDICT_LOOKS } from './verdict-looks';
import styles from './EvidenceCard.module.css';

/** What is proven of the month, in one honest sentence, and the way to what is open. What became of the last attempt stands apart. */
export function EvidenceCard({ summary }: { readonly summary: SummaryView }): ReactNode {
  const { run, verdict, requests, gaps } = summary;
  const words = t.evidence;
  const { tone, icon: Icon } = VERDICT_LOOKS[verdict.state];
  const open = isSettled(verdict.state) ? 0 : countGaps(gaps);
  const attempt = attemptSentence(summary);
  const { client, now, ui } = useServices();
  const { run: doTask } = useTask();
  const facts = [
    ...(verdict.askedAt === null ? [] : [words.askedAt(moment(verdict.askedAt, now()))]),
    words.facts(run.id, duration(run.seconds)),
    words.requests(requests.total, requests.minimum),
  ];
  return (
    <section
      className={styles['card']}
      data-tone={tone}
      aria-label={words.title(monthName(run.month))}
      data-testid="evidence"
    >
      <Icon className={styles['icon']} aria-hidden />
      <div className={styles['text']}>
        <div className={styles['head']}>
          <h2>{words.title(monthName(run.month))}</h2>
          <Badge tone={tone}>{MONTH_WORDS[verdict.state]}</Badge>
          <span className={styles['facts']}>{facts.join(' · ')}</span>
        </div>
        <p data-testid="evidence-closing">{closingSentence(summary)}</p>
        {attempt !== null && (
          <p className={styles['attempt']} data-testid="last-attempt">
            {attempt}
          </p>
        )}
      </div>
      <div className={styles['actions']}>
        {open > 0 && (
          <Button small icon={ListChecks} data-testid="show-gaps" onClick={() => ui.setState({ panelTab: 'gaps' })}>
            {words.showGaps(open)}
          </Button>
        )}
        <Button small icon={FolderOpen} onClick={() => doTask(() => client.main.openFolder({ folder: 'archive' }))}>
          {t.common.openFolder.archive}
        </Button>
      </div>
    </section>
  );
}
