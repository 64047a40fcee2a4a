import type { ComponentPropsWithRef, ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { classes } from '../classes';
import { Tooltip } from '../Tooltip';
import styles from './IconButton.module.css';

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** What it does: its accessible name and its tooltip. */
  readonly label: string;
  readonly small?: boolean;
}

/** An action that an icon alone can say; its name comes as a tooltip. */
export function IconButton({ icon: Icon, label, small = false, className, ...rest }: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={classes(styles['button'], small && styles['small'], className)}
      >
        <Icon aria-hidden />
      </button>
    </Tooltip>
  );
}
