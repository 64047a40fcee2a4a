import type { ReactNode } from 'react';
import { ClipboardList, Copy, CircleCheck, Hourglass, ScanSearch } from 'lucide-react';
import { AdviceButtons } from '../../components/Advice';
import { Badge } from '../../components/Status';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { IconButton } from '../../components/IconButton';
import { count, monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { copyText } from '../../state/clipboard';
import { useConsole, useServices } from '../../state/services';
import { gapSections, gapsText, type Gap, type GapSection } from './evidence';
import styles from './GapList.module.css';

/** What the last run of the month left open, key by key. */
export function GapList(): ReactNode {
  const services = useServices();
  const summary = useConsole((state) => state.lastSummary);
  const words = t.evidence.gaps;
  if (summary === null)
    return (
      <EmptyState icon={Hourglass} title={words.notRunTitle}>
        {words.notRun}
      </EmptyState>
    );
  const sections = gapSections(summary.gaps);
  const { month, status } = summary.run;
  const early = status === 'stopped' || status === 'failed';
  if (sections.length === 0)
    return (
      <EmptyState icon={CircleCheck} title={words.noneTitle}>
        {words.none}
      </EmptyState>
    );
  return (
    <div className={styles['list']} role="region" aria-label={words.region} tabIndex={0} data-testid="gaps">
      <div className={styles['top']}>
        <p>{(early ? words.leadEarly : words.lead)(monthName(month))}</p>
        <Button small icon={ClipboardList} onClick={() => copyText(services, gapsText(month, sections))}>
          {words.copyAll}
        </Button>
      </div>
      {sections.map((section) => (
        <Section key={section.title} section={section} />
      ))}
    </div>
  );
}

function Section({ section: { title, gaps, cut } }: { readonly section: GapSection }): ReactNode {
  return (
    <section>
      <h3 className={styles['title']}>
        {title} <span className={styles['count']}>{count(gaps.length)}</span>
        {cut && <span className={styles['cut']}>{t.evidence.gaps.cut(gaps.length)}</span>}
      </h3>
      <ul>
        {gaps.map((gap) => (
          <GapLine key={`${gap.identity} ${gap.about}`} gap={gap} />
        ))}
      </ul>
    </section>
  );
}

function GapLine({ gap: { identity, named, kind, about, advices = [] } }: { readonly gap: Gap }): ReactNode {
  const services = useServices();
  return (
    <li className={styles['gap']}>
      <span className={styles['identity']}>{identity}</span>
      {kind !== null && <Badge tone="neutral">{kind}</Badge>}
      <span className={styles['about']}>{about}</span>
      <AdviceButtons advices={advices} />
      {named && (
        <>
          <IconButton
            small
            icon={Copy}
            label={t.evidence.gaps.copyKey(identity)}
            onClick={() => copyText(services, identity)}
          />
          <IconButton
            small
            icon={ScanSearch}
            label={t.evidence.gaps.openEvidence(identity)}
            onClick={() => services.ui.setState({ inspected: identity })}
          />
        </>
      )}
    </li>
  );
}
