import type { ReactNode } from 'react';
import { ClipboardCheck } from 'lucide-react';
import { openCounts, type AuditView, type FindingGroup } from '../../../../shared/ipc/audit';
import { Button } from '../../../components/Button';
import { t } from '../../../i18n';
import { useServices, useUi } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
import { changeOrphans, showRecovery } from '../show';
import { planned, proposed, RECOVERABLE } from './categories';
import styles from './AuditTab.module.css';

interface PlanBarProps {
  readonly audit: AuditView;
  readonly groups: readonly FindingGroup[];
}

/** What is chosen for a recovery, and the way to its plan. */
export function PlanBar({ audit, groups }: PlanBarProps): ReactNode {
  const { client, ui } = useServices();
  const live = useLive();
  const open = openCounts(audit);
  const chosen = useUi(({ orphans }) => orphans.chosen) ?? proposed(open);
  const companies = useUi(({ orphans }) => orphans.companies);
  const month = useUi(({ orphans }) => orphans.month);
  const { busy, run } = useTask();
  const words = t.orphans.plan;
  const categories = RECOVERABLE.filter((category) => chosen.includes(category) && open[category] > 0);
  const number = planned(groups, { categories, companies, month });
  const hopeless = RECOVERABLE.every((category) => open[category] === 0);
  const plan = (): void =>
    run(async () => {
      const answer = await client.engine.planRecovery({
        auditId: audit.id,
        categories,
        ...(companies.size === 0 ? {} : { companies: [...companies] }),
        ...(month === null ? {} : { months: [month] }),
      });
      showRecovery(ui, answer);
    });
  return (
    <section className={styles['plan']} aria-label={words.label}>
      {hopeless ? (
        <p>{words.none}</p>
      ) : (
        <p role="status" data-testid="plan-lead">
          {number === 0 ? (
            words.nothing
          ) : (
            <>
              <strong>{words.ready(number)}</strong>
              <span>{categories.map((category) => t.orphans.categories[category].name.toLowerCase()).join(', ')}</span>
            </>
          )}
          {month !== null && <span>· {words.inMonth(month)}</span>}
          {companies.size > 0 && (
            <>
              <span>· {words.limited(companies.size)}</span>
              <Button small look="quiet" onClick={() => changeOrphans(ui, { companies: new Set() })}>
                {words.clear}
              </Button>
            </>
          )}
        </p>
      )}
      <Button
        look="primary"
        icon={ClipboardCheck}
        busy={busy}
        disabled={!live || number === 0}
        data-testid="plan-recovery"
        onClick={plan}
      >
        {words.action}
      </Button>
    </section>
  );
}
