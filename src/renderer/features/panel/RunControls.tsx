import { useState, type ReactNode } from 'react';
import { CircleStop, OctagonX, Pause, Play, Settings2 } from 'lucide-react';
import type { RunView } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useConnection, useConsole, useServices } from '../../state/services';
import { connectionOf } from '../../state/console-store';
import { StopDialog } from './StopDialog';
import { useRunActions } from './use-run-actions';

/** Start, or pause and the two kinds of stop: whatever the moment allows. */
export function RunControls(): ReactNode {
  const stopping = useConsole(({ run }) => run?.stopping ?? null);
  const paused = useConsole(({ run }) => run?.paused ?? null);
  const configured = useConsole(({ workspace }) => workspace.configured);
  if (configured === null) return null;
  if (paused !== null) return <RunningControls paused={paused} stopping={stopping} />;
  return configured ? <StartControl /> : <ConfigureControl />;
}

function ConfigureControl(): ReactNode {
  const { ui } = useServices();
  return (
    <Button look="primary" icon={Settings2} onClick={() => ui.setState({ screen: 'assistant' })}>
      {t.panel.actions.completeSettings}
    </Button>
  );
}

function StartControl(): ReactNode {
  const month = useConsole((state) => state.month) ?? '';
  const resumable = useConsole((state) => state.resumable);
  const hasSummary = useConsole(({ lastSummary }) => lastSummary !== null);
  const live = useConnection(connectionOf) === 'live';
  const { busy, start } = useRunActions();
  const carriesOn = resumable?.month === month;
  const words = t.panel.actions;
  const label = carriesOn ? words.carryOn : hasSummary === true ? words.again : words.start;
  return (
    <Button
      look="primary"
      icon={Play}
      busy={busy}
      disabled={!live}
      data-testid="start-run"
      onClick={() => start(month, carriesOn ? resumable.only : null)}
    >
      {label(monthName(month))}
    </Button>
  );
}

interface RunningProps {
  readonly paused: boolean;
  readonly stopping: RunView['stopping'];
}

function RunningControls({ paused, stopping }: RunningProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const live = useConnection(connectionOf) === 'live';
  const { busy, pause, resume, stop } = useRunActions();
  const words = t.panel.actions;
  return (
    <>
      {paused ? (
        <Button
          look="primary"
          icon={Play}
          disabled={!live || stopping !== null}
          data-testid="resume-run"
          onClick={resume}
        >
          {words.resume}
        </Button>
      ) : (
        <Button icon={Pause} disabled={!live || stopping !== null} data-testid="pause-run" onClick={pause}>
          {words.pause}
        </Button>
      )}
      <Button
        icon={CircleStop}
        disabled={!live || stopping !== null}
        busy={busy && stopping === null && !asking}
        data-testid="stop-after-page"
        onClick={() => stop('after-page')}
      >
        {words.stopAfterPage}
      </Button>
      <Button
        icon={OctagonX}
        disabled={!live || stopping === 'now'}
        data-testid="stop-now"
        onClick={() => setAsking(true)}
      >
        {`${words.stopNow}…`}
      </Button>
      <StopDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          stop('now');
        }}
      />
    </>
  );
}
