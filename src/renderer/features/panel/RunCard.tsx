import type { ReactNode } from 'react';
import { CirclePlay, Settings2 } from 'lucide-react';
import type { RunView } from '../../../shared/ipc/state';
import { Progress } from '../../components/Progress';
import { count, duration, monthName, percent, roughly } from '../../../shared/messages/pt-BR/numbers';
import { shareDone } from '../../format/run-progress';
import { t } from '../../i18n';
import { connectionOf } from '../../state/console-store';
import { useConnection, useConsole } from '../../state/services';
import { EvidenceCard } from './EvidenceCard';
import styles from './RunCard.module.css';

/** The run under way, else what the last one proved, else what a first one would do. Of an interrupted one its banner tells. */
export function RunCard(): ReactNode {
  const run = useConsole((state) => state.run);
  const summary = useConsole((state) => state.lastSummary);
  const interrupted = useConsole(({ resumable, month }) => resumable?.month === month) === true;
  if (run !== null) return <RunningCard run={run} />;
  if (summary !== null) return <EvidenceCard summary={summary} />;
  return interrupted ? null : <IdleCard />;
}

function IdleCard(): ReactNode {
  const month = useConsole((state) => state.month) ?? '';
  const configured = useConsole(({ workspace }) => workspace.configured) === true;
  const words = t.panel.idle;
  const Icon = configured ? CirclePlay : Settings2;
  return (
    <section className={styles['card']} aria-label={t.panel.run.region} data-testid="idle">
      <div className={styles['line']}>
        <Icon className={styles['quietIcon']} aria-hidden />
        <div>
          <h2>{configured ? words.title(monthName(month)) : words.unconfiguredTitle}</h2>
          <p className={styles['quiet']}>{configured ? words.text : words.unconfigured}</p>
        </div>
      </div>
    </section>
  );
}

/** What the run is doing, in words. */
export function phaseWords({ phase, paused, stopping }: Pick<RunView, 'phase' | 'paused' | 'stopping'>): string {
  const words = t.panel.run;
  if (stopping === 'now') return words.stoppingNow;
  if (stopping === 'after-page') return words.stoppingAfterPage;
  return paused ? words.pausedDuring(t.panel.phases[phase]) : t.panel.phases[phase];
}

function RunningCard({ run }: { readonly run: RunView }): ReactNode {
  const words = t.panel.run;
  const share = shareDone(run);
  const live = useConnection(connectionOf) === 'live';
  return (
    <section className={styles['card']} aria-label={words.region} data-testid="run-card">
      <div className={styles['line']}>
        <h2 className={styles['phase']} data-testid="run-phase">
          {live ? phaseWords(run) : words.lastHeard(t.panel.phases[run.phase])}
        </h2>
        <p className={styles['quiet']}>
          {words.of(monthName(run.month))}
          {run.only !== null && ` · ${words.only(run.only.length)}`}
        </p>
        <RunFacts run={run} live={live} />
      </div>
      <div className={styles['line']}>
        <div className={styles['bar']}>
          <Progress label={words.progress} share={share} tone={run.paused || !live ? 'still' : 'active'} />
        </div>
        <span className={styles['percent']} data-testid="run-percent">
          {share === null ? words.progressUnknown : percent(share)}
        </span>
      </div>
    </section>
  );
}

/** A time that is left is told only while the run goes on. */
function RunFacts({ run, live }: { readonly run: RunView; readonly live: boolean }): ReactNode {
  const words = t.panel.run;
  const { done, planned } = run.requests;
  const facts: readonly (readonly [string, string])[] = [
    [words.requests, planned === null ? count(done) : words.requestsOf(done, Math.max(planned, done))],
    ...(run.failures === 0 ? [] : [[words.failures, count(run.failures)] as const]),
    [words.elapsed, duration(run.elapsedSeconds)],
    ...(run.etaSeconds === null || run.paused || !live ? [] : [[words.remaining, roughly(run.etaSeconds)] as const]),
  ];
  return (
    <dl className={styles['facts']}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
