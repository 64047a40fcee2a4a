import type { ReactNode } from 'react';
import { PlugZap } from 'lucide-react';
import { Button } from '../components/Button';
import { EmptyState } from '../components/EmptyState';
import { Skeleton } from '../components/Skeleton';
import { t } from '../i18n';
import { useConnection, useServices } from '../state/services';
import { failureText } from '../state/failure';
import { useTask } from '../state/use-task';

/** In the place of a screen before the engine has told its state for the first time. */
export function Waiting(): ReactNode {
  const { client } = useServices();
  const failure = useConnection((store) => store.failure);
  const gone = useConnection(({ engine }) => engine.state === 'gone');
  const { busy, run } = useTask();
  if (!gone && failure === null) return <Skeleton label={t.common.loading} heading={t.common.product} />;
  const words = t.common.engine;
  const why = failure === null ? { title: words.goneTitle, text: words.gone } : failureText(failure);
  return (
    <EmptyState
      whole
      icon={PlugZap}
      title={why.title}
      action={
        gone && (
          <Button look="primary" busy={busy} onClick={() => run(() => client.main.restartEngine())}>
            {words.restart}
          </Button>
        )
      }
    >
      {why.text}
    </EmptyState>
  );
}
