import type { ReactNode } from 'react';
import { BellOff, BellRing, CheckCheck } from 'lucide-react';
import type { AlertLine } from '../../../shared/ipc/alerts';
import { Banner } from '../../components/Banner';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { Screen, ScreenHead } from '../../components/Screen';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { t } from '../../i18n';
import { connectionOf } from '../../state/console-store';
import { useConnection, useConsole, useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import { AlertRow } from './AlertRow';
import { MuteButtons } from './MuteButtons';
import styles from './AlertsScreen.module.css';

const NONE: readonly AlertLine[] = [];

/** The most that the engine tells of; older ones are in the journal. */
const MOST = 200;

/** Everything that the operator was told, or would have been but for quiet hours: newest first. */
export function AlertsScreen(): ReactNode {
  const lines = useConsole(({ alerts }) => alerts.lines) ?? NONE;
  const words = t.alerts;
  return (
    <Screen className={styles['screen']} testId="alerts">
      <MutedBanner />
      <Header empty={lines.length === 0} />
      {lines.length === 0 ? (
        <EmptyState icon={BellRing} title={words.none.title}>
          {words.none.text}
        </EmptyState>
      ) : (
        <div className={styles['scroll']} role="region" aria-label={words.list} tabIndex={0}>
          <ol className={styles['list']}>
            {lines.map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
          </ol>
          {lines.length >= MOST && <p className={styles['quiet']}>{words.cut(lines.length)}</p>}
        </div>
      )}
    </Screen>
  );
}

function Header({ empty }: { readonly empty: boolean }): ReactNode {
  const { client } = useServices();
  const unread = useConsole(({ alerts }) => alerts.unread) ?? 0;
  const muted = useConsole(({ alerts }) => alerts.mutedUntil);
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  const words = t.alerts;
  return (
    <ScreenHead
      className={styles['header']}
      title={t.common.screens.alerts}
      lead={
        <>
          <span role="status" data-testid="alerts-unread">
            {unread > 0 ? `${words.unread(unread)}. ` : empty ? '' : `${words.allRead} `}
          </span>
          {words.lead}
        </>
      }
    >
      {muted === null && <MuteButtons />}
      <Button
        icon={CheckCheck}
        busy={busy}
        disabled={!live || unread === 0}
        onClick={() => run(() => client.engine.markAlertsRead({}))}
      >
        {words.markAll}
      </Button>
    </ScreenHead>
  );
}

function MutedBanner(): ReactNode {
  const { client, now } = useServices();
  const until = useConsole(({ alerts }) => alerts.mutedUntil);
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  if (until === null) return null;
  const words = t.alerts.mute;
  return (
    <Banner
      tone="warn"
      icon={BellOff}
      role="status"
      title={words.mutedTitle(moment(until, now()))}
      testId="banner-muted"
      actions={
        <Button small busy={busy} disabled={!live} onClick={() => run(() => client.engine.muteAlerts({ until: null }))}>
          {words.undo}
        </Button>
      }
    >
      {words.muted}
    </Banner>
  );
}
