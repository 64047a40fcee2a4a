import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import type { Tone } from '../Status';
import styles from './Banner.module.css';

export interface BannerProps {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  /** `alert` interrupts who listens; `status` waits its turn; absent: it was there from the start. */
  readonly role?: 'alert' | 'status';
  readonly title?: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly testId?: string;
}

/** A strip over the page that says something about all of it. */
export function Banner({ tone, icon: Icon, role, title, children, actions, testId }: BannerProps): ReactNode {
  return (
    <div className={styles['banner']} data-tone={tone} role={role} data-testid={testId}>
      <Icon aria-hidden />
      <div className={styles['text']}>
        {title !== undefined && <strong className={styles['title']}>{title}</strong>}
        <span>{children}</span>
      </div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}
