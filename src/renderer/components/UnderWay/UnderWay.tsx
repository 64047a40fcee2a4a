import type { ReactNode } from 'react';
import { Button } from '../Button';
import { classes } from '../classes';
import { Progress } from '../Progress';
import styles from './UnderWay.module.css';

export interface UnderWayProps {
  /** Accessible name of the work and of its bar. */
  readonly label: string;
  /** What is being done now. */
  readonly phase: string;
  /** How far it is, in words. */
  readonly facts?: readonly string[];
  /** How long it has taken. */
  readonly elapsed?: string;
  /** From 0 to 1; null where nobody knows. */
  readonly share: number | null;
  /** The engine can be reached. */
  readonly live: boolean;
  readonly stop: { readonly label: string; readonly busy: boolean; readonly onPress: () => void };
  readonly className?: string | undefined;
  readonly testId: string;
}

/** Long work of the engine: what it does, how far it is, and the way to stop it. */
export function UnderWay(props: UnderWayProps): ReactNode {
  const { label, phase, facts = [], elapsed, share, live, stop, className, testId } = props;
  return (
    <section className={classes(styles['work'], className)} aria-label={label} data-testid={testId}>
      <div className={styles['line']}>
        <strong role="status">{phase}</strong>
        {facts.map((fact, index) => (
          <span key={index}>{fact}</span>
        ))}
        <div className={styles['end']}>
          {elapsed}
          <Button small busy={stop.busy} disabled={!live} onClick={stop.onPress}>
            {stop.label}
          </Button>
        </div>
      </div>
      <Progress thin label={label} share={share} tone={live ? 'active' : 'still'} />
    </section>
  );
}
