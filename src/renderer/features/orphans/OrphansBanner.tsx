import type { ReactNode } from 'react';
import { ArrowRight, PackageCheck, PackageSearch } from 'lucide-react';
import { Banner } from '../../components/Banner';
import { Button } from '../../components/Button';
import { t } from '../../i18n';
import { ONE_CLICK_CATEGORIES } from '../../../shared/audit-categories';
import { useConsole, useServices } from '../../state/services';
import { useLive } from '../../state/use-live';
import { useTask } from '../../state/use-task';
import { changeOrphans } from './show';

/** On the Painel: what nothing proves to have been handed over, and the one click that leads to its recovery. */
export function OrphansBanner(): ReactNode {
  const { client, ui } = useServices();
  const live = useLive();
  const { run } = useTask();
  const documents = useConsole(({ audit }) => audit.orphans?.documents) ?? 0;
  const recovery = useConsole((state) => state.recovery);
  const running = useConsole(({ run }) => run !== null) === true;
  const words = t.orphans.banner;
  if (recovery !== null && (recovery.state === 'running' || recovery.state === 'paused')) return <RecoveryRunning />;
  // while a run is under way its deliveries are still on their way, and the number would only frighten
  if (documents === 0 || running) return null;
  const begin = (): void => {
    changeOrphans(ui, { tab: 'recovery', plan: null });
    ui.setState({ screen: 'orphans' });
    run(() => client.engine.startJob({ kind: 'whole-recovery', until: 'plan', categories: [...ONE_CLICK_CATEGORIES] }));
  };
  return (
    <Banner
      tone="warn"
      icon={PackageSearch}
      role="status"
      title={words.title(documents)}
      testId="banner-orphans"
      actions={
        <Button small icon={ArrowRight} data-testid="recover-orphans" disabled={!live} onClick={begin}>
          {words.action}
        </Button>
      }
    >
      {words.text}
    </Banner>
  );
}

function RecoveryRunning(): ReactNode {
  const { ui } = useServices();
  const state = useConsole(({ recovery }) => recovery?.state ?? null);
  const files = useConsole(({ recovery }) => recovery?.progress?.files ?? null);
  const waits = useConsole(({ recovery }) => (recovery?.progress?.waitingFor.length ?? 0) > 0) === true;
  const words = t.orphans.banner;
  const open = (): void => {
    changeOrphans(ui, { tab: 'recovery' });
    ui.setState({ screen: 'orphans' });
  };
  const done = files === null ? 0 : files.copied + files.skipped + files.mismatch + files.failed;
  return (
    <Banner
      tone={waits ? 'warn' : 'active'}
      icon={PackageCheck}
      title={words.runningTitle}
      testId="banner-recovery"
      actions={
        <Button small icon={ArrowRight} onClick={open}>
          {words.open}
        </Button>
      }
    >
      {state === 'paused'
        ? words.paused
        : waits
          ? words.waiting
          : files !== null && words.runningText(done, files.total)}
    </Banner>
  );
}
