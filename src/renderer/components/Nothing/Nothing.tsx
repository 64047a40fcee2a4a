import type { ReactNode } from 'react';
import { UNKNOWN } from '../../../shared/messages/pt-BR/numbers';
import styles from './Nothing.module.css';

/** What is not there, or a zero, stands back so that the eye finds the rest. */
export function Nothing({ children = UNKNOWN }: { readonly children?: ReactNode }): ReactNode {
  return <span className={styles['nothing']}>{children}</span>;
}
