import type { ReactNode } from 'react';
import { classes } from '../classes';
import styles from './Progress.module.css';

export interface ProgressProps {
  readonly label: string;
  /** 0 to 1; null while nobody can tell. */
  readonly share: number | null;
  readonly tone?: 'active' | 'good' | 'warn' | 'still';
  readonly thin?: boolean;
}

/** How far something is. Without a known share it moves without promising anything. */
export function Progress({ label, share, tone = 'active', thin = false }: ProgressProps): ReactNode {
  const percent = share === null ? null : Math.floor(Math.min(Math.max(share, 0), 1) * 100);
  return (
    <div
      className={classes(styles['track'], thin && styles['thin'])}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      data-tone={tone}
    >
      {percent === null ? (
        <div className={classes(styles['bar'], styles['unknown'])} />
      ) : (
        <div className={styles['bar']} style={{ transform: `translateX(${String(percent - 100)}%)` }} />
      )}
    </div>
  );
}
