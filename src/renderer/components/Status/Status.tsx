import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { classes } from '../classes';
import styles from './Status.module.css';

export type Tone = 'neutral' | 'active' | 'good' | 'warn' | 'bad';

export interface StatusProps {
  readonly tone: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A state in one or two words beside a dot or an icon: never by colour alone. */
export function Status({ tone, icon: Icon, children }: StatusProps): ReactNode {
  return (
    <span className={styles['status']} data-tone={tone}>
      {Icon === undefined ? <span className={styles['dot']} aria-hidden /> : <Icon aria-hidden />}
      <span className={styles['text']}>{children}</span>
    </span>
  );
}

/** A short mark on its own ground. */
export function Badge({
  tone,
  className,
  children,
}: {
  readonly tone: Tone;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <span className={classes(styles['badge'], className)} data-tone={tone}>
      {children}
    </span>
  );
}
