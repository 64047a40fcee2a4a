import { useEffect, useRef, type ReactNode } from 'react';
import { classes } from '../classes';
import styles from './Checkbox.module.css';

export interface CheckboxProps {
  /** Some of what it stands for is chosen, and some is not. */
  readonly mixed?: boolean;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
  readonly onChange: (checked: boolean) => void;
  /** What it stands for: its accessible name. */
  readonly children: ReactNode;
}

/** Something that is chosen or not, among others. */
export function Checkbox(props: CheckboxProps): ReactNode {
  const { mixed = false, checked, disabled = false, className, onChange, children } = props;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <label className={classes(styles['label'], className)}>
      <input
        ref={box}
        type="checkbox"
        className={styles['box']}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className={styles['text']}>{children}</span>
    </label>
  );
}
