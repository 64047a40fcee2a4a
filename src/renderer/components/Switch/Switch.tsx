import { useId, type ReactNode } from 'react';
import { Switch as Radix } from 'radix-ui';
import styles from './Switch.module.css';

export interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Something that is on or off and takes effect with the form that it stands in. */
export function Switch({ label, hint, checked, disabled = false, onChange }: SwitchProps): ReactNode {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={styles['row']}>
      <Radix.Root
        id={id}
        className={styles['track']}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={hint === undefined ? undefined : hintId}
      >
        <Radix.Thumb className={styles['thumb']} />
      </Radix.Root>
      <div>
        <label className={styles['label']} htmlFor={id}>
          {label}
        </label>
        {hint !== undefined && (
          <p id={hintId} className={styles['hint']}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
