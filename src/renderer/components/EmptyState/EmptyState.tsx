import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import styles from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** It stands in the place of a whole screen. */
  readonly whole?: boolean;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Says why there is nothing here, and what would bring something. */
export function EmptyState({ icon: Icon, title, whole = false, children, action }: EmptyStateProps): ReactNode {
  return (
    <div className={styles['empty']}>
      <span className={styles['icon']}>
        <Icon aria-hidden />
      </span>
      {whole ? <h1 className={styles['title']}>{title}</h1> : <p className={styles['title']}>{title}</p>}
      {children !== undefined && <div className={styles['text']}>{children}</div>}
      {action}
    </div>
  );
}
