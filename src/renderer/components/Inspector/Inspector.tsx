import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Copy, X } from 'lucide-react';
import { classes } from '../classes';
import { returnFocus } from '../focus';
import { IconButton } from '../IconButton';
import styles from './Inspector.module.css';

export interface InspectorProps {
  /** What is looked at. */
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  /** There is much to read. */
  readonly tall?: boolean;
  readonly children: ReactNode;
}

/** All that is known of the row that was chosen in the table above it, to be read and copied. Escape closes it too. */
export function Inspector({ title, closeLabel, onClose, actions, tall = false, children }: InspectorProps): ReactNode {
  const aside = useRef<HTMLElement>(null);
  useFocusBack(aside);
  return (
    <aside
      ref={aside}
      className={classes(styles['inspector'], tall && styles['tall'])}
      aria-label={title}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <header className={styles['header']}>
        <h3>{title}</h3>
        {actions}
        <IconButton small icon={X} label={closeLabel} onClick={onClose} />
      </header>
      <div className={styles['body']} role="region" aria-label={title} tabIndex={0}>
        {children}
      </div>
    </aside>
  );
}

/** When a part that had the focus goes away, what had it before gets it back: the row that was chosen last. */
export function useFocusBack(part: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const element = part.current;
    let outside = document.activeElement;
    const note = ({ target }: FocusEvent): void => {
      if (target instanceof Element && element?.contains(target) !== true) outside = target;
    };
    document.addEventListener('focusin', note);
    return () => {
      document.removeEventListener('focusin', note);
      if (element?.contains(document.activeElement) === true) returnFocus(outside);
    };
  }, [part]);
}

export interface InspectedProps {
  readonly label: string;
  readonly value: string;
  /** Absent: it is too short to be worth copying. */
  readonly copyLabel?: string;
  readonly onCopy?: (value: string) => void;
  /** What else can be done with it. */
  readonly children?: ReactNode;
}

/** One thing that is known, under its name. */
export function Inspected({ label, value, copyLabel, onCopy, children }: InspectedProps): ReactNode {
  return (
    <div className={styles['fact']}>
      <dt>{label}</dt>
      <dd>
        <span className={styles['value']}>{value}</span>
        {copyLabel !== undefined && onCopy !== undefined && (
          <IconButton small icon={Copy} label={copyLabel} onClick={() => onCopy(value)} />
        )}
        {children}
      </dd>
    </div>
  );
}

export function InspectedFacts({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={styles['facts']}>{children}</dl>;
}
