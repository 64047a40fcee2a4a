import type { ReactNode } from 'react';
import styles from './BatchHead.module.css';

export interface BatchHeadProps {
  readonly title: string;
  /** How it stands. */
  readonly state?: ReactNode;
  readonly note: string;
  /** What can be done with it. */
  readonly children: ReactNode;
}

/** The head of a recovery or of a correction. */
export function BatchHead({ title, state, note, children }: BatchHeadProps): ReactNode {
  return (
    <div className={styles['head']}>
      <h2>{title}</h2>
      {state}
      <span className={styles['note']}>{note}</span>
      <div className={styles['buttons']}>{children}</div>
    </div>
  );
}
