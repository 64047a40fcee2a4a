import type { ReactNode } from 'react';
import {
  CircleCheck,
  CircleX,
  FolderOpen,
  ListChecks,
  OctagonPause,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { SummaryView } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { Badge, type Tone } from '../../components/Status';
import { duration, monthName } from '../../format/numbers';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import { closingSentence, countGaps } from './evidence';
import styles from './EvidenceCard.module.css';

const LOOKS: Readonly<Record<SummaryView['run']['status'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  complete: { tone: 'good', icon: CircleCheck },
  gaps: { tone: 'warn', icon: TriangleAlert },
  stopped: { tone: 'warn', icon: OctagonPause },
  failed: { tone: 'bad', icon: CircleX },
};

/** What the last run of the month proved: how it stands in one honest sentence, and the way to what is open. */
export function EvidenceCard({ summary }: { readonly summary: SummaryView }): ReactNode {
  const { run, requests, gaps } = summary;
  const words = t.evidence;
  const { tone, icon: Icon } = LOOKS[run.status];
  // a run that was ended early has not asked everything: what it did not find is not a gap yet
  const open = run.status === 'gaps' ? countGaps(gaps) : 0;
  const { client, ui } = useServices();
  const { run: doTask } = useTask();
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
          <Badge tone={tone}>{words.status[run.status]}</Badge>
          <span className={styles['facts']}>
            {`${words.facts(run.id, duration(run.seconds))} · ${words.requests(requests.total, requests.minimum)}`}
          </span>
        </div>
        <p data-testid="evidence-closing">{closingSentence(summary)}</p>
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
