import type { ReactNode } from 'react';
import { ClipboardCheck } from 'lucide-react';
import type { RecoveryView } from '../../../../shared/ipc/recovery';
import { Button } from '../../../components/Button';
import { EmptyState } from '../../../components/EmptyState';
import { Loading } from '../../../components/Loading';
import { t } from '../../../i18n';
import { useConsole, useServices, useUi } from '../../../state/services';
import { AuditRunning } from '../audit/AuditRunning';
import { changeOrphans } from '../show';
import { PlanPreview } from './PlanPreview';
import { RecoveryRun } from './RecoveryRun';
import styles from './Recovery.module.css';

/** A plan to be confirmed, a recovery under way, or what one has done. */
export function RecoveryTab(): ReactNode {
  const { ui } = useServices();
  const current = useConsole((state) => state.recovery);
  const plan = useUi(({ orphans }) => orphans.plan);
  const oneClick = useUi(({ orphans }) => orphans.oneClick);
  const recovery = shownRecovery(plan, current);
  const words = t.recovery.none;
  if (oneClick) return <OneClick />;
  if (recovery === null)
    return (
      <EmptyState
        icon={ClipboardCheck}
        title={words.title}
        action={<Button onClick={() => changeOrphans(ui, { tab: 'audit' })}>{words.action}</Button>}
      >
        {words.text}
      </EmptyState>
    );
  return recovery.state === 'planned' ? (
    <PlanPreview key={recovery.id} recovery={recovery} />
  ) : (
    <RecoveryRun key={recovery.id} recovery={recovery} />
  );
}

/**
 * Which recovery to show: one at work before all others, then the plan at hand. The plan's own answers are newer than what the engine
 * told of it while it is only planned, and older afterwards.
 */
export function shownRecovery(plan: RecoveryView | null, current: RecoveryView | null): RecoveryView | null {
  if (plan === null || current === null) return plan ?? current;
  if (plan.id === current.id) return current.state === 'planned' ? plan : current;
  return current.state === 'running' || current.state === 'paused' ? current : plan;
}

function OneClick(): ReactNode {
  const { ui } = useServices();
  const running = useConsole(({ audit }) => audit.running);
  const words = t.orphans.oneClick;
  return (
    <div className={styles['tab']} data-testid="one-click">
      {running !== null && <AuditRunning progress={running} />}
      <div className={styles['waiting']}>
        <Loading>{running === null ? words.planning : words.auditing}</Loading>
        <Button small look="quiet" onClick={() => changeOrphans(ui, { oneClick: false })}>
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}
