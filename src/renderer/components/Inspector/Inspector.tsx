import type { ReactNode } from 'react';
import { Copy, X } from 'lucide-react';
import { IconButton } from '../IconButton';
import styles from './Inspector.module.css';

export interface InspectorProps {
  /** What is looked at. */
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** All that is known of the row that was chosen in the table above it, to be read and copied. */
export function Inspector({ title, closeLabel, onClose, actions, children }: InspectorProps): ReactNode {
  return (
    <aside className={styles['inspector']} aria-label={title}>
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

export interface InspectedProps {
  readonly label: string;
  readonly value: string;
  /** Absent: it is too short to be worth copying. */
  readonly copyLabel?: string;
  readonly onCopy?: (value: string) => void;
}

/** One thing that is known, under its name. */
export function Inspected({ label, value, copyLabel, onCopy }: InspectedProps): ReactNode {
  return (
    <div className={styles['fact']}>
      <dt>{label}</dt>
      <dd>
        <span className={styles['value']}>{value}</span>
        {copyLabel !== undefined && onCopy !== undefined && (
          <IconButton small icon={Copy} label={copyLabel} onClick={() => onCopy(value)} />
        )}
      </dd>
    </div>
  );
}

export function InspectedFacts({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={styles['facts']}>{children}</dl>;
}
