import type { ReactNode } from 'react';
import styles from './ListFoot.module.css';

export interface ListFootProps {
  /** How much of the list is in sight. */
  readonly shown: string;
  /** What can be done with what is in sight. */
  readonly children?: ReactNode;
}

/** The line below a list. */
export function ListFoot({ shown, children }: ListFootProps): ReactNode {
  return (
    <div className={styles['foot']}>
      <span role="status">{shown}</span>
      {children}
    </div>
  );
}
