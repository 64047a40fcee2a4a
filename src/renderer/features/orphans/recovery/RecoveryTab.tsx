import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, ClipboardCheck } from 'lucide-react';
import { ONE_CLICK_CATEGORIES } from '../../../../shared/audit-categories';
import type { RecoveryView, WholeRecovery } from '../../../../shared/ipc/recovery';
import { Button } from '../../../components/Button';
import { EmptyState } from '../../../components/EmptyState';
import { Loading } from '../../../components/Loading';
import { t } from '../../../i18n';
import { useConsole, useServices, useUi } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
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
  const whole = useConsole((state) => state.wholeRecovery);
  const recovery = shownRecovery(plan, current);
  const words = t.recovery.none;
  if (isPreparing(whole)) return <Preparing />;
  if (whole !== null && plan === null && isNews(whole, current)) return <CameToNothing whole={whole} />;
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

/** Whether the one click is on its way to its plan. */
export function isPreparing(whole: WholeRecovery | null): boolean {
  return whole !== null && (whole.state === 'auditing' || whole.state === 'planning');
}

/** Whether the one click has ended without a plan, and nothing was planned since. */
export function isNews(whole: WholeRecovery, recovery: RecoveryView | null): boolean {
  if (whole.endedAt === null && whole.state !== 'interrupted') return false;
  if (whole.recoveryId !== null) return false;
  return recovery === null || Date.parse(whole.startedAt) > Date.parse(recovery.startedAt ?? recovery.createdAt);
}

function Preparing(): ReactNode {
  const { client } = useServices();
  const running = useConsole(({ audit }) => audit.running);
  const { busy, run } = useTask();
  const words = t.orphans.oneClick;
  return (
    <div className={styles['tab']} data-testid="one-click">
      {running !== null && <AuditRunning progress={running} />}
      <div className={styles['waiting']}>
        <Loading>{running === null ? words.planning : words.auditing}</Loading>
        <Button
          small
          look="quiet"
          busy={busy}
          onClick={() => run(() => client.engine.stopJob({ kind: 'whole-recovery', how: 'now' }))}
        >
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}

/** The one click has found nothing to recover, was stopped, or has failed. */
function CameToNothing({ whole }: { readonly whole: WholeRecovery }): ReactNode {
  const { client, ui } = useServices();
  const live = useLive();
  const { busy, run } = useTask();
  const words = t.orphans.oneClick;
  const isDone = whole.state === 'complete';
  const again = (): void =>
    run(() => client.engine.startJob({ kind: 'whole-recovery', until: 'plan', categories: [...ONE_CLICK_CATEGORIES] }));
  return (
    <EmptyState
      icon={isDone ? CircleCheck : CircleAlert}
      title={isDone ? words.nothing : words.ended}
      action={
        isDone ? (
          <Button onClick={() => changeOrphans(ui, { tab: 'audit' })}>{words.audits}</Button>
        ) : (
          <Button busy={busy} disabled={!live} data-testid="one-click-again" onClick={again}>
            {words.again}
          </Button>
        )
      }
    >
      {isDone
        ? words.nothingText
        : whole.error === null
          ? words.stopped
          : `${whole.error.message} ${whole.error.action}`}
    </EmptyState>
  );
}
