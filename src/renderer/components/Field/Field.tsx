import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';
import { classes } from '../classes';
import styles from './Field.module.css';

/** What the control inside a field must carry, so that label, hint and problem belong to it. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value, as a sentence; null when nothing is. */
  readonly problem?: string | null;
  readonly optional?: string;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A label, its control, a hint below it, and what is wrong with the value. */
export function Field({ label, hint, problem = null, optional, children }: FieldProps): ReactNode {
  const id = useId();
  const hintId = `${id}-hint`;
  const problemId = `${id}-problem`;
  const described = [hint === undefined ? '' : hintId, problem === null ? '' : problemId].filter((part) => part !== '');
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
        {optional !== undefined && <span className={styles['optional']}>{optional}</span>}
      </label>
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': problem === null ? undefined : true,
      })}
      {problem !== null && (
        <p id={problemId} className={styles['problem']}>
          <CircleAlert aria-hidden />
          {problem}
        </p>
      )}
      {hint !== undefined && (
        <p id={hintId} className={styles['hint']}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** A line of text. */
export function TextInput({ className, ...rest }: ComponentPropsWithRef<'input'>): ReactNode {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={classes(styles['input'], className)}
    />
  );
}
