import type { ReactNode } from 'react';
import { PlugZap, RefreshCw, RotateCcw } from 'lucide-react';
import { Banner } from '../components/Banner';
import { Button } from '../components/Button';
import { t } from '../i18n';
import { useConnection, useServices, useUi } from '../state/services';
import { connectionOf } from '../state/console-store';
import { dismiss } from '../state/ui-store';
import { useTask } from '../state/use-task';

/** Says when the engine is away, and that it was. Over every screen. */
export function EngineBanner(): ReactNode {
  const { client } = useServices();
  const connection = useConnection(connectionOf);
  const engine = useConnection((store) => store.engine);
  const { busy, run } = useTask();
  const words = t.common.engine;
  if (engine.state === 'gone')
    return (
      <Banner
        tone="bad"
        icon={PlugZap}
        role="alert"
        title={words.goneTitle}
        testId="banner-engine-gone"
        actions={
          <Button small busy={busy} onClick={() => run(() => client.main.restartEngine())}>
            {words.restart}
          </Button>
        }
      >
        {words.gone}
      </Banner>
    );
  if (engine.state === 'crashed')
    return (
      <Banner tone="warn" icon={RefreshCw} role="alert" title={words.crashedTitle} testId="banner-engine-crashed">
        {words.crashed(engine.attempt)}
      </Banner>
    );
  if (connection === 'reconnecting')
    return (
      <Banner tone="warn" icon={RefreshCw} role="status" title={words.reconnectingTitle} testId="banner-reconnecting">
        {words.reconnecting}
      </Banner>
    );
  return <RestartedBanner />;
}

/** After a restart, until it is read. */
function RestartedBanner(): ReactNode {
  const { ui } = useServices();
  const epochs = useConnection((store) => store.epochs);
  const dismissed = useUi((state) => state.dismissed);
  const subject = `restarted ${epochs.at(-1) ?? ''}`;
  if (epochs.length < 2 || dismissed.has(subject)) return null;
  const words = t.common.engine;
  return (
    <Banner
      tone="neutral"
      icon={RotateCcw}
      role="status"
      title={words.restartedTitle}
      testId="banner-engine-restarted"
      actions={
        <Button small look="quiet" onClick={() => dismiss(ui, subject)}>
          {t.common.close}
        </Button>
      }
    >
      {words.restarted}
    </Banner>
  );
}
