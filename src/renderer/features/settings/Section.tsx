import type { ReactNode } from 'react';
import styles from './Section.module.css';

export interface SectionProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** A part of the form: what it is about on the left, its fields on the right. */
export function Section({ title, text, children }: SectionProps): ReactNode {
  return (
    <section className={styles['section']} aria-label={title}>
      <div>
        <h2>{title}</h2>
        <p className={styles['text']}>{text}</p>
      </div>
      <div className={styles['fields']}>{children}</div>
    </section>
  );
}
