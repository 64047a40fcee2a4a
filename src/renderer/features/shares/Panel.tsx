import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { Card } from '../../components/Card';
import styles from './Panel.module.css';

export interface PanelProps {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly action?: ReactNode;
  readonly testId: string;
  readonly children: ReactNode;
}

/** One of the parts beside the roots: a title, what can be done about it, and what there is. */
export function Panel({ title, icon: Icon, action, testId, children }: PanelProps): ReactNode {
  return (
    <Card className={styles['panel']} label={title} testId={testId}>
      <header className={styles['header']}>
        <Icon aria-hidden />
        <h2>{title}</h2>
        {action}
      </header>
      {children}
    </Card>
  );
}
