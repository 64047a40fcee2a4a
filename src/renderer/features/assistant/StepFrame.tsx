import type { ReactNode } from 'react';
import { Check, TriangleAlert } from 'lucide-react';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import type { SettingsWork } from '../../state/settings-state';
import { stateOf, STEPS, type StepState, type WorkStep } from './steps';
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
            const state = stateOf(name, work);
            return (
              <li key={name}>
                <button
                  type="button"
                  className={styles['step']}
                  data-state={state}
                  aria-current={name === step ? 'step' : undefined}
                  onClick={() => ui.setState({ step: name })}
                >
                  <span className={styles['mark']} aria-hidden>
                    <Mark state={state} number={index + 1} />
                  </span>
                  <span>
                    {words.names[name]}
                    {state === 'tested' && <span className="sr-only">{`, ${words.states.tested}`}</span>}
                    {(state === 'untested' || state === 'failed') && (
                      <span className={styles['state']}>{words.states[state]}</span>
                    )}
                  </span>
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

/** What stands before the name of a step: its number until it was tried. */
function Mark({ state, number }: { readonly state: StepState; readonly number: number }): ReactNode {
  if (state === 'tested') return <Check />;
  return state === 'failed' ? <TriangleAlert /> : number;
}
