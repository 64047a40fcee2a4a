import type { ReactNode } from 'react';
import { BellOff } from 'lucide-react';
import { Button } from '../../components/Button';
import { t } from '../../i18n';
import { connectionOf } from '../../state/console-store';
import { useConnection, useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import styles from './MuteButtons.module.css';

const HOUR_MS = 3_600_000;
const MORNING_HOUR = 8;

/** Keeps alerts from being sent for a while: an hour, or until the office opens. */
export function MuteButtons(): ReactNode {
  const { client, now } = useServices();
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  const words = t.alerts.mute;
  const moment = now();
  const opens = nextMorning(moment);
  const mute = (until: Date): void => run(() => client.engine.muteAlerts({ until: until.toISOString() }));
  return (
    <div className={styles['mute']} role="group" aria-label={words.group}>
      <BellOff aria-hidden />
      <span className={styles['label']}>{words.label}</span>
      <Button small disabled={!live} busy={busy} onClick={() => mute(new Date(now().getTime() + HOUR_MS))}>
        {words.hour}
      </Button>
      <Button small disabled={!live} busy={busy} onClick={() => mute(nextMorning(now()))}>
        {opens.getDate() === moment.getDate() ? words.today : words.tomorrow}
      </Button>
    </div>
  );
}

/** The next eight o'clock in the morning, by the clock of this computer. */
export function nextMorning(now: Date): Date {
  const morning = new Date(now);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return morning;
}
