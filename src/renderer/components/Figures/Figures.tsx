import type { ReactNode } from 'react';
import styles from './Figures.module.css';

export interface Figure {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What the figure leaves out, below it. */
  readonly note?: string | undefined;
  readonly tone?: 'plain' | 'good' | 'warn' | 'bad' | undefined;
}

/** Figures side by side, each under its label. */
export function Figures({
  label,
  figures,
}: {
  readonly label: string;
  readonly figures: readonly Figure[];
}): ReactNode {
  return (
    <dl className={styles['figures']} aria-label={label}>
      {figures.map(({ name, label: term, value, note, tone = 'plain' }) => (
        <div key={name} className={styles['figure']} data-tone={tone}>
          <dt title={term}>{term}</dt>
          <dd className={styles['value']} data-testid={`figure-${name}`}>
            {value}
          </dd>
          {note !== undefined && (
            <dd className={styles['note']} title={note}>
              {note}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
