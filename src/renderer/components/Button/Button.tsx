import type { ComponentPropsWithRef, ReactNode } from 'react';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import { classes } from '../classes';
import styles from './Button.module.css';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly look?: ButtonLook;
  readonly small?: boolean;
  readonly icon?: LucideIcon;
  /** What it does is under way: it says so and cannot be pressed, but keeps the focus. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** A labelled action. `primary` once per view at most; `danger` only for what cannot be undone. */
export function Button({
  look = 'secondary',
  small = false,
  icon: Icon,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={classes(styles['button'], styles[look], small && styles['small'], className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {busy ? <LoaderCircle className={styles['spinner']} aria-hidden /> : Icon !== undefined && <Icon aria-hidden />}
      <span>{children}</span>
    </button>
  );
}
