import { useMemo, type ReactNode } from 'react';
import { RotateCcw } from 'lucide-react';
import type { ShareHistory, ShareLine } from '../../../shared/ipc/shares';
import { Button } from '../../components/Button';
import { latency } from '../../../shared/messages/pt-BR/amounts';
import { t } from '../../i18n';
import { useUi } from '../../state/services';
import { chartOf, factsOf, type HistoryFacts, type Stretch } from './history';
import { LatencyChart } from './LatencyChart';
import { OutageTable } from './OutageTable';
import { useShareHistory } from './use-share-history';
import styles from './RootHistory.module.css';

/** How a root did: drawn, in one sentence, and, over the card's whole width, outage by outage. */
export function RootHistory({ line }: { readonly line: ShareLine }): ReactNode {
  const hours = useUi(({ shareHours }) => shareHours);
  const loaded = useShareHistory(line, hours);
  const words = t.shares.history;
  if (loaded.state === 'loading')
    return (
      <p className={styles['instead']} role="status" data-loading>
        {words.loading}
      </p>
    );
  if (loaded.state === 'failed')
    return (
      <div className={styles['instead']} role="status">
        <p>{words.failed}</p>
        <Button small icon={RotateCcw} onClick={loaded.retry}>
          {words.retry}
        </Button>
      </div>
    );
  return <LoadedHistory line={line} history={loaded.history} window={loaded.window} />;
}

interface LoadedHistoryProps {
  readonly line: ShareLine;
  readonly history: ShareHistory;
  readonly window: Stretch;
}

function LoadedHistory({ line: { root }, history, window }: LoadedHistoryProps): ReactNode {
  const data = useMemo(() => chartOf(history, window), [history, window]);
  const facts = useMemo(() => factsOf(history, window), [history, window]);
  const words = t.shares.history;
  if (facts.samples === 0 && facts.outages === 0) return <p className={styles['instead']}>{words.empty}</p>;
  return (
    <>
      <figure className={styles['figure']} aria-label={words.chart(root)}>
        <LatencyChart data={data} />
        <figcaption className={styles['caption']} data-testid={`history-${root}`}>
          {historyWords(facts)}
        </figcaption>
      </figure>
      {history.outages.length > 0 && (
        <div className={styles['outages']}>
          <OutageTable root={root} outages={history.outages} />
        </div>
      )}
    </>
  );
}

/** The chart as a sentence: "Em geral 12 ms, no máximo 140 ms. 2 quedas, 1 h 20 min fora do ar." */
export function historyWords({ usualMs, mostMs, outages, outSeconds }: HistoryFacts): string {
  const words = t.shares.history;
  const speed =
    usualMs === null || mostMs === null ? words.onlyFailures : words.usual(latency(usualMs), latency(mostMs));
  return `${speed} ${outages === 0 ? words.noOutage : words.outages(outages, outSeconds)}`;
}
