import type { ReactNode } from 'react';
import { classes } from '../classes';
import styles from './Card.module.css';

export interface CardProps {
  readonly label: string;
  /** It takes all the room that is left, and what it holds scrolls within. */
  readonly fill?: boolean;
  readonly className?: string | undefined;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** A part of a screen on a ground of its own. */
export function Card({ label, fill = false, className, testId, children }: CardProps): ReactNode {
  return (
    <section
      className={classes(styles['card'], fill && styles['fill'], className)}
      aria-label={label}
      data-testid={testId}
    >
      {children}
    </section>
  );
}
