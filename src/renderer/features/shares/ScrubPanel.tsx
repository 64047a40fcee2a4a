import type { ReactNode } from 'react';
import { SearchCheck } from 'lucide-react';
import type { ScrubView } from '../../../shared/ipc/shares';
import { Button } from '../../components/Button';
import { Progress } from '../../components/Progress';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { count } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { connectionOf } from '../../state/console-store';
import { useConnection, useConsole, useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import { Panel } from './Panel';
import styles from './Panel.module.css';

/** "Verificar de novo": reads delivered files back once more, and says what it found without promising what it cannot prove. */
export function ScrubPanel(): ReactNode {
  const scrub = useConsole((state) => state.scrub);
  const words = t.shares.scrub;
  return (
    <Panel title={words.title} icon={SearchCheck} testId="scrub">
      <p className={styles['quiet']}>{words.text}</p>
      {scrub?.running === true ? <Running scrub={scrub} /> : <Begin />}
      {scrub !== null && <Found scrub={scrub} />}
    </Panel>
  );
}

function Begin(): ReactNode {
  const { client } = useServices();
  const month = useConsole((state) => state.month) ?? '';
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  const words = t.shares.scrub;
  return (
    <div className={styles['buttons']}>
      <Button
        small
        busy={busy}
        disabled={!live}
        onClick={() => run(() => client.engine.startJob({ kind: 'scrub', month }))}
      >
        {words.month(month)}
      </Button>
      <Button small busy={busy} disabled={!live} onClick={() => run(() => client.engine.startJob({ kind: 'scrub' }))}>
        {words.all}
      </Button>
    </div>
  );
}

function Running({ scrub: { done, total } }: { readonly scrub: ScrubView }): ReactNode {
  const { client } = useServices();
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  const words = t.shares.scrub;
  return (
    <div className={styles['progress']}>
      <Progress label={words.progress} share={total === 0 ? null : done / total} tone={live ? 'active' : 'still'} />
      <div className={styles['line']}>
        <span className={styles['quiet']}>{words.progressOf(done, total)}</span>
        <Button
          small
          busy={busy}
          disabled={!live}
          onClick={() => run(() => client.engine.stopJob({ kind: 'scrub', how: 'now' }))}
        >
          {words.stop}
        </Button>
      </div>
    </div>
  );
}

function Found({ scrub }: { readonly scrub: ScrubView }): ReactNode {
  const { same, absent, altered, done } = scrub;
  const words = t.shares.scrub;
  return (
    <>
      <Ended scrub={scrub} />
      {done > 0 && (
        <dl className={styles['rows']} data-testid="scrub-found">
          <Figure label={words.same} value={same} tone={same > 0 ? 'good' : 'plain'} />
          <Figure label={words.absent} value={absent} note={words.absentNote} tone="plain" />
          <Figure
            label={words.altered}
            value={altered}
            tone={altered > 0 ? 'bad' : 'plain'}
            {...(altered > 0 ? { note: words.alteredNote } : {})}
          />
        </dl>
      )}
    </>
  );
}

function Ended({ scrub: { running, done, total, endedAt } }: { readonly scrub: ScrubView }): ReactNode {
  const { now } = useServices();
  const words = t.shares.scrub;
  if (running || endedAt === null) return null;
  const at = moment(endedAt, now());
  const said =
    total === 0
      ? words.nothing
      : done < total
        ? words.stopped(done, total, at)
        : done === 1
          ? words.endedOne(at)
          : words.ended(done, at);
  return (
    <p className={styles['quiet']} role="status">
      {said}
    </p>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly note?: string;
}

function Figure({ label, value, tone, note }: FigureProps): ReactNode {
  return (
    <div className={styles['fact']}>
      <dt>{label}</dt>
      <dd className={styles['figure']} data-tone={tone}>
        {count(value)}
      </dd>
      {note !== undefined && <dd className={styles['note']}>{note}</dd>}
    </div>
  );
}
