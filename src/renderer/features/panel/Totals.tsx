import type { ReactNode } from 'react';
import type { ConsoleState } from '../../../shared/ipc/state';
import { isSettled } from '../../../shared/ipc/verdict';
import { Tooltip } from '../../components/Tooltip';
import { count, UNKNOWN } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useConsole } from '../../state/services';
import { figuresOf, type MonthStage } from './figures';
import styles from './Totals.module.css';

/** The month in figures. */
export function Totals(): ReactNode {
  const totals = useConsole((state) => state.totals);
  const stage = useConsole(stageOf);
  if (totals === null || stage === null) return null;
  return (
    <section className={styles['card']} aria-label={t.panel.totals.region}>
      <dl className={styles['figures']}>
        {figuresOf(totals, stage).map(({ name, label, value, tone }) => (
          <Tooltip key={name} text={t.panel.totals.hints[name]} side="bottom">
            <div className={styles['figure']} data-tone={tone}>
              <dt>{label}</dt>
              <dd data-testid={`total-${name}`}>{value === null ? UNKNOWN : count(value)}</dd>
            </div>
          </Tooltip>
        ))}
      </dl>
    </section>
  );
}

function stageOf({ run, month, verdict, resumable }: ConsoleState): MonthStage {
  if (run?.month === month || resumable?.month === month || verdict === null) return 'under-way';
  return isSettled(verdict.state) ? 'complete' : 'gaps';
}
