import type { ReactNode } from 'react';
import styles from './CompanyLabel.module.css';

export interface CompanyLabelProps {
  /** Its number in the office; absent where there is none. */
  readonly code?: string;
  readonly name: string;
}

/** A company in a row of a table. */
export function CompanyLabel({ code = '', name }: CompanyLabelProps): ReactNode {
  return (
    <>
      {code !== '' && <span className={styles['code']}>{code}</span>} <span className={styles['name']}>{name}</span>
    </>
  );
}
