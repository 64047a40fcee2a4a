import type { ReactNode } from 'react';
import { classes } from '../classes';
import styles from './Screen.module.css';

export interface ScreenProps {
  readonly testId: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A whole screen: its head, and below it what fills the rest of the window. */
export function Screen({ testId, className, children }: ScreenProps): ReactNode {
  return (
    <div className={classes(styles['screen'], className)} data-testid={testId}>
      {children}
    </div>
  );
}

export interface ScreenHeadProps {
  readonly title: string;
  /** What the title leaves out, for who hovers over it. */
  readonly hint?: string;
  /** One line below the title. */
  readonly lead: ReactNode;
  /** The way back, before the title. */
  readonly back?: ReactNode;
  readonly className?: string | undefined;
  /** What can be done, at the end of the line. */
  readonly children?: ReactNode;
}

/** What a screen is called, how things stand in one sentence, and what can be done. */
export function ScreenHead({ title, hint, lead, back, className, children }: ScreenHeadProps): ReactNode {
  return (
    <header className={classes(styles['head'], className)}>
      {back}
      <div className={styles['titles']}>
        <h1 title={hint} tabIndex={-1}>
          {title}
        </h1>
        <p className={styles['lead']}>{lead}</p>
      </div>
      {children}
    </header>
  );
}
