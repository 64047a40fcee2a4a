import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { Search, X } from 'lucide-react';
import { classes } from '../classes';
import { TextInput } from '../Field';
import { IconButton } from '../IconButton';
import styles from './SearchBox.module.css';

export interface SearchBoxProps {
  /** What is looked for, and where: its accessible name and its placeholder. */
  readonly label: string;
  readonly clearLabel: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Ctrl+F goes here: once per screen at most. */
  readonly findKey?: boolean;
  readonly className?: string | undefined;
  readonly testId?: string;
}

/** A box for a search that takes effect as one types. */
export function SearchBox(props: SearchBoxProps): ReactNode {
  const { label, clearLabel, value, onChange, findKey = false, className, testId } = props;
  const box = useFindKey(findKey);
  return (
    <span className={classes(styles['box'], className)}>
      <Search aria-hidden />
      <TextInput
        ref={box}
        type="search"
        className={styles['input']}
        aria-label={label}
        placeholder={label}
        title={label}
        maxLength={200}
        data-testid={testId}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value !== '' && (
        <IconButton small icon={X} label={clearLabel} className={styles['clear']} onClick={() => onChange('')} />
      )}
    </span>
  );
}

function useFindKey(wanted: boolean): RefObject<HTMLInputElement | null> {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    const find = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      box.current?.select();
    };
    window.addEventListener('keydown', find);
    return () => window.removeEventListener('keydown', find);
  }, [wanted]);
  return box;
}
