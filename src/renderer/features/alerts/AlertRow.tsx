import { memo, type ReactNode } from 'react';
import {
  ArrowRight,
  Check,
  CircleAlert,
  CircleCheck,
  CirclePause,
  Clock,
  Info,
  OctagonAlert,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { AlertLine, AlertSend, Severity } from '../../../shared/ipc/alerts';
import { Button } from '../../components/Button';
import { IconButton } from '../../components/IconButton';
import { Badge, Status, type Tone } from '../../components/Status';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import styles from './AlertRow.module.css';

const SEVERITIES: Readonly<Record<Severity, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  info: { tone: 'active', icon: Info },
  warning: { tone: 'warn', icon: TriangleAlert },
  critical: { tone: 'bad', icon: OctagonAlert },
};

/** One alert: how grave, when, what, how it was sent. Its button leads to where something can be done about it. */
export const AlertRow = memo(function AlertRow({ alert }: { readonly alert: AlertLine }): ReactNode {
  const { id, at, severity, title, text, read, sends } = alert;
  const { client, now } = useServices();
  const { run } = useTask();
  const words = t.alerts;
  const { tone, icon: Icon } = SEVERITIES[severity];
  return (
    <li className={styles['row']} data-tone={tone} data-unread={!read || undefined} data-testid={`alert-${id}`}>
      <span className={styles['dot']} role={read ? undefined : 'img'} aria-label={read ? undefined : words.unreadOne} />
      <Icon className={styles['icon']} aria-hidden />
      <div className={styles['body']}>
        <div className={styles['head']}>
          <h2>{title}</h2>
          <Badge tone={tone}>{words.severities[severity]}</Badge>
          <time className={styles['time']} dateTime={at}>
            {moment(at, now())}
          </time>
        </div>
        <p className={styles['text']}>{text}</p>
        {sends.length > 0 && (
          <ul className={styles['sends']}>
            {sends.map((send) => (
              <li key={send.channel}>
                <Outcome send={send} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={styles['actions']}>
        {!read && (
          <IconButton
            small
            icon={Check}
            label={words.markOneOf(title)}
            onClick={() => run(() => client.engine.markAlertsRead({ ids: [id] }))}
          />
        )}
        <Open alert={alert} />
      </div>
    </li>
  );
});

/** Leads to the alert's screen; whoever goes there has read it. */
function Open({ alert: { id, screen, read, title } }: { readonly alert: AlertLine }): ReactNode {
  const { client, ui } = useServices();
  const { run } = useTask();
  if (screen === 'alerts') return null;
  const open = (): void => {
    ui.setState({ screen });
    if (!read) run(() => client.engine.markAlertsRead({ ids: [id] }));
  };
  return (
    <Button small look="quiet" icon={ArrowRight} aria-label={`${t.alerts.open[screen]}: ${title}`} onClick={open}>
      {t.alerts.open[screen]}
    </Button>
  );
}

const OUTCOMES: Readonly<Record<AlertSend['state'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  waiting: { tone: 'neutral', icon: Clock },
  sent: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleAlert },
  held: { tone: 'neutral', icon: CirclePause },
};

function Outcome({ send }: { readonly send: AlertSend }): ReactNode {
  const { tone, icon } = OUTCOMES[send.state];
  return (
    <Status tone={tone} icon={icon}>
      {t.alerts.outcome(send)}
    </Status>
  );
}
