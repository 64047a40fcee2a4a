import type { ReactNode } from 'react';
import { ArrowRight, FlaskConical, SlidersHorizontal } from 'lucide-react';
import { Button } from '../../components/Button';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import type { SettingsWork } from '../../state/settings-state';
import { useDemonstration } from '../settings';
import { firstOpenStep, hasBegun } from './steps';
import styles from './Welcome.module.css';

/** The first page: try it out, or set it up. */
export function Welcome({ work }: { readonly work: SettingsWork }): ReactNode {
  const { ui } = useServices();
  const { busy, begin } = useDemonstration();
  const words = t.assistant;
  const begun = hasBegun(work);
  return (
    <div className={styles['welcome']} data-testid="assistant">
      <div className={styles['inner']}>
        <h1>{words.welcome}</h1>
        <p className={styles['lead']}>{words.lead}</p>
        <h2 className={styles['question']}>{words.choose}</h2>
        <div className={styles['choices']}>
          <section className={styles['choice']} aria-label={words.demonstration.title}>
            <FlaskConical aria-hidden />
            <h3>{words.demonstration.title}</h3>
            <p>{words.demonstration.text}</p>
            <Button busy={busy} data-testid="begin-demonstration" onClick={begin}>
              {words.demonstration.action}
            </Button>
          </section>
          <section className={styles['choice']} aria-label={words.work.title}>
            <SlidersHorizontal aria-hidden />
            <h3>{words.work.title}</h3>
            <p>{words.work.text}</p>
            <Button
              look="primary"
              icon={ArrowRight}
              data-testid="begin-work"
              onClick={() => ui.setState({ step: begun ? firstOpenStep(work) : 'sieg' })}
            >
              {begun ? words.work.carryOn : words.work.action}
            </Button>
          </section>
        </div>
      </div>
    </div>
  );
}
