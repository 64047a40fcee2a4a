import type { ReactNode } from 'react';
import styles from './Skeleton.module.css';

export interface SkeletonProps {
  readonly label: string;
  /** The heading of the screen that is still coming, for who listens. */
  readonly heading: string;
}

/** The shape of a screen that is still coming. */
export function Skeleton({ label, heading }: SkeletonProps): ReactNode {
  return (
    <div className={styles['skeleton']} role="status" aria-label={label}>
      <h1 className="sr-only">{heading}</h1>
      <span className={styles['title']} aria-hidden />
      <span className={styles['strip']} aria-hidden />
      <span className={styles['strip']} aria-hidden />
      <span className={styles['body']} aria-hidden />
    </div>
  );
}
