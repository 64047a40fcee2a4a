import { useId, type ReactNode } from 'react';
import styles from './Segmented.module.css';

export interface SegmentedProps<T extends string | number> {
  /** What is chosen here, for who listens. */
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** One of two or three views of the same thing, side by side. Radio buttons underneath: arrow keys move between them. */
export function Segmented<T extends string | number>(props: SegmentedProps<T>): ReactNode {
  const { label, value, options, onChange } = props;
  const name = useId();
  return (
    <fieldset className={styles['group']}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles['option']}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => {
              onChange(option.value);
            }}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
