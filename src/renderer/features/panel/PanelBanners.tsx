import type { ReactNode } from 'react';
import { CloudOff, FlaskConical, History } from 'lucide-react';
import { Banner } from '../../components/Banner';
import { Button } from '../../components/Button';
import { monthName } from '../../../shared/messages/pt-BR/numbers';
import { clockTime } from '../../../shared/messages/pt-BR/sieg';
import { t } from '../../i18n';
import { useConnection, useConsole, useServices, useUi } from '../../state/services';
import { connectionOf } from '../../state/console-store';
import { dismiss } from '../../state/ui-store';
import { useTask } from '../../state/use-task';
import { useRunActions } from './use-run-actions';

/** Says that nothing here is real. */
export function DemonstrationBanner(): ReactNode {
  const { client } = useServices();
  const shown = useConsole(({ workspace }) => workspace.demonstration !== null);
  const running = useConsole(({ run }) => run !== null);
  const { busy, run } = useTask();
  if (shown !== true) return null;
  const words = t.panel.demonstration;
  return (
    <Banner
      tone="active"
      icon={FlaskConical}
      title={words.title}
      testId="banner-demonstration"
      actions={
        <Button
          small
          busy={busy}
          disabled={running === true}
          onClick={() => run(() => client.engine.leaveDemonstration())}
        >
          {words.leave}
        </Button>
      }
    >
      {words.text}
    </Banner>
  );
}

/** Offers to go on with a run that did not come to its end. A stop or failure of the month in sight is told by its evidence. */
export function ResumableBanner(): ReactNode {
  const { ui } = useServices();
  const resumable = useConsole((state) => state.resumable);
  const month = useConsole((state) => state.month);
  const running = useConsole(({ run }) => run !== null);
  const live = useConnection(connectionOf) === 'live';
  const dismissed = useUi((state) => state.dismissed);
  const { busy, start } = useRunActions();
  if (resumable === null || running === true) return null;
  if (resumable.outcome !== 'interrupted' && resumable.month === month) return null;
  const subject = `resumable ${resumable.startedAt}`;
  if (dismissed.has(subject)) return null;
  const words = t.panel.resumable;
  return (
    <Banner
      tone="warn"
      icon={History}
      role="status"
      title={words[resumable.outcome](monthName(resumable.month))}
      testId="banner-resumable"
      actions={
        <>
          <Button small look="quiet" onClick={() => dismiss(ui, subject)}>
            {words.later}
          </Button>
          <Button
            small
            busy={busy}
            disabled={!live}
            data-testid="resume-interrupted"
            onClick={() => start(resumable.month, resumable.only)}
          >
            {words.carryOn}
          </Button>
        </>
      }
    >
      {words.progress(resumable.archived, resumable.expected)}
    </Banner>
  );
}

/** Says since when SIEG does not answer, and when it is tried again. */
export function SiegAwayBanner(): ReactNode {
  const away = useConsole(({ run }) => run?.siegAway ?? null);
  if (away === null) return null;
  const { title, text } = t.panel.siegAway;
  return (
    <Banner tone="bad" icon={CloudOff} role="status" title={title} testId="banner-sieg-away">
      {text(clockTime(away.since), clockTime(away.nextAttemptAt), away.reason)}
    </Banner>
  );
}
