import type { ReactNode } from 'react';
import type { CompanyMonthView } from '../../../shared/ipc/history';
import { capital } from '../../../shared/messages/pt-BR/numbers';
import { monthBeforeWords, reasonWords, STATE_WORDS } from '../../../shared/messages/pt-BR/verdict';
import { AdviceButtons } from '../../components/Advice';
import { Status } from '../../components/Status';
import { t } from '../../i18n';
import { VERDICT_ADVICE } from '../../state/advice';
import { VERDICT_LOOKS } from '../panel';
import styles from './Company.module.css';

/** What is proven of the company's month, and all that stands in the way, each with what to do. */
export function CompanyVerdict({ verdict }: { readonly verdict: CompanyMonthView['verdict'] }): ReactNode {
  const words = t.company.verdict;
  if (verdict === null) return <p className={styles['findings']}>{words.offList}</p>;
  const { state, reasons, monthBefore } = verdict;
  const isEmpty = state === 'none-announced' || state === 'none-unexplained';
  return (
    <section className={styles['verdict']} aria-label={words.title} data-testid="company-verdict">
      <Status {...VERDICT_LOOKS[state]}>{capital(STATE_WORDS[state])}</Status>
      {isEmpty && <p>{capital(monthBeforeWords(monthBefore))}.</p>}
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason) => {
            const { what, advice } = reasonWords(reason);
            return (
              <li key={`${reason.code} ${reason.kind ?? ''} ${reason.subject ?? ''}`}>
                {capital(what)}. <span className={styles['advice']}>{advice}</span>
              </li>
            );
          })}
        </ul>
      )}
      <AdviceButtons advices={reasons.flatMap(({ code }) => VERDICT_ADVICE[code])} />
    </section>
  );
}
