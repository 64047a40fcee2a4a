import type { ReactNode } from 'react';
import { Check } from 'lucide-react';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import type { SettingsWork } from '../../state/ui-store';
import { isAnswered, STEPS, type WorkStep } from './steps';
import styles from './StepFrame.module.css';

export interface StepFrameProps {
  readonly step: WorkStep;
  readonly work: SettingsWork;
  readonly children: ReactNode;
}

/** The list of steps on the left, the one at hand on the right. Steps may be visited in any order. */
export function StepFrame({ step, work, children }: StepFrameProps): ReactNode {
  const { ui } = useServices();
  const words = t.assistant;
  return (
    <div className={styles['frame']} data-testid="assistant" data-step={step}>
      <nav className={styles['steps']} aria-label={words.steps}>
        <h1>{t.common.screens.assistant}</h1>
        <ol>
          {STEPS.map((name, index) => {
            const answered = isAnswered(name, work);
            return (
              <li key={name}>
                <button
                  type="button"
                  className={styles['step']}
                  data-answered={answered}
                  aria-current={name === step ? 'step' : undefined}
                  onClick={() => ui.setState({ step: name })}
                >
                  <span className={styles['mark']} aria-hidden>
                    {answered ? <Check /> : index + 1}
                  </span>
                  {words.names[name]}
                  {answered && <span className="sr-only">{`, ${words.done}`}</span>}
                </button>
              </li>
            );
          })}
        </ol>
      </nav>
      <section className={styles['page']} aria-label={words.names[step]}>
        <div className={styles['inner']}>
          <p className={styles['position']}>{words.stepOf(STEPS.indexOf(step) + 1, STEPS.length)}</p>
          <h2>{words.names[step]}</h2>
          <p className={styles['text']}>{words.texts[step]}</p>
          {children}
        </div>
      </section>
    </div>
  );
}
