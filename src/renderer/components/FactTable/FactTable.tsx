import type { ReactNode } from 'react';
import { classes } from '../classes';
import styles from './FactTable.module.css';

export interface FactTableProps {
  readonly label: string;
  /** `numbers`: a name and its figures; `texts`: a list to be read, in which a cell with a number says `data-end`. */
  readonly holds: 'numbers' | 'texts';
  /** It stands among text, and has a line around it. */
  readonly framed?: boolean;
  /** Of the part that scrolls. */
  readonly className?: string | undefined;
  readonly testId?: string;
  /** `thead` and `tbody`; `data-tone` on a cell marks it. */
  readonly children: ReactNode;
}

/** A short table that is in the page as a whole; its head stays in sight. */
export function FactTable({ label, holds, framed = false, className, testId, children }: FactTableProps): ReactNode {
  return (
    <div
      className={classes(styles['scroll'], framed && styles['framed'], className)}
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      <table className={classes(styles['table'], styles[holds])} aria-label={label} data-testid={testId}>
        {children}
      </table>
    </div>
  );
}
