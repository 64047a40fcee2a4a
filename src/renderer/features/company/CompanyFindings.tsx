import type { ReactNode } from 'react';
import { FINDING_CATEGORIES } from '../../../shared/audit-categories';
import type { CompanyName } from '../../../shared/ipc/audit';
import type { CompanyMonthView } from '../../../shared/ipc/history';
import { Button } from '../../components/Button';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { count } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import { showFindings } from '../orphans';
import styles from './Company.module.css';

interface CompanyFindingsProps {
  readonly audit: CompanyMonthView['audit'];
  readonly company: CompanyName;
  readonly month: string;
}

/** What the last audit found here, each category leading to its exact keys. */
export function CompanyFindings({ audit, company, month }: CompanyFindingsProps): ReactNode {
  const { ui, now } = useServices();
  const words = t.company.audit;
  if (audit === null) return <p className={styles['findings']}>{words.none}</p>;
  const { id, counts } = audit;
  const when = moment(audit.endedAt, now());
  const found = FINDING_CATEGORIES.filter((category) => counts[category] > 0);
  if (found.length === 0) return <p className={styles['findings']}>{words.clean(id, when)}</p>;
  return (
    <section className={styles['findings']} aria-label={words.title}>
      <span>{words.lead(id, when)}</span>
      {found.map((category) => {
        const { name } = t.orphans.categories[category];
        return (
          <Button
            key={category}
            small
            aria-label={`${words.open(name)}, ${count(counts[category])}`}
            onClick={() => showFindings(ui, { auditId: id, category, company, month })}
          >
            {name} · {count(counts[category])}
          </Button>
        );
      })}
    </section>
  );
}
