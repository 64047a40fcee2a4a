import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../../i18n';
import { useServices, useUi } from '../../state/services';
import styles from './Section.module.css';

export interface SectionProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** A part of the form: what it is about on the left, its fields on the right. Who was led to it begins there. */
export function Section({ title, text, children }: SectionProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const { ui } = useServices();
  const isWanted = useUi(
    ({ settingsPart }) => settingsPart !== null && t.settings.sections[settingsPart].title === title,
  );
  useEffect(() => {
    if (!isWanted) return;
    heading.current?.scrollIntoView({ block: 'start' });
    heading.current?.focus({ preventScroll: true });
    ui.setState({ settingsPart: null });
  }, [isWanted, ui]);
  return (
    <section className={styles['section']} aria-label={title}>
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <p className={styles['text']}>{text}</p>
      </div>
      <div className={styles['fields']}>{children}</div>
    </section>
  );
}
