import type { ReactNode } from 'react';
import { CircleAlert, Send, SendHorizontal } from 'lucide-react';
import type { OutboxView } from '../../../shared/ipc/shares';
import { ASKED_DELIVERY } from '../../../shared/messages/pt-BR/delivery';
import { Button } from '../../components/Button';
import { Progress } from '../../components/Progress';
import { Status } from '../../components/Status';
import { age, moment } from '../../../shared/messages/pt-BR/moments';
import { count } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { connectionOf } from '../../state/console-store';
import { useConnection, useConsole, useServices } from '../../state/services';
import { useMinute } from '../../state/use-minute';
import { useTask } from '../../state/use-task';
import { Panel } from './Panel';
import { pendingOf } from './waiting';
import styles from './Panel.module.css';

/** What waits to be delivered, for which destination, for how long, and for what. */
export function OutboxPanel(): ReactNode {
  const outbox = useConsole((state) => state.outbox);
  const { client } = useServices();
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  const words = t.shares.outbox;
  if (outbox === null) return null;
  const { destinations, draining, waitingFor } = outbox;
  const idle = destinations.every(({ pending, conflicts }) => pending === 0 && conflicts === 0);
  return (
    <Panel
      title={words.title}
      icon={Send}
      testId="outbox"
      action={
        <Button
          small
          icon={SendHorizontal}
          busy={busy}
          disabled={!live || draining !== null || idle}
          onClick={() => run(() => client.engine.deliverNow())}
        >
          {words.deliver}
        </Button>
      }
    >
      {draining === null ? <LastAsked /> : <Draining draining={draining} />}
      {waitingFor.length > 0 && pendingOf(outbox) > 0 && (
        <p className={styles['message']} data-tone="warn">
          {words.waitingFor(waitingFor)}
        </p>
      )}
      {idle ? (
        <p className={styles['quiet']}>{destinations.length === 0 ? words.noDestination : words.empty}</p>
      ) : (
        <ul className={styles['rows']}>
          {destinations.map((destination) => (
            <Destination key={destination.root} destination={destination} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** What the last delivery came to that a person asked for: it may have had nothing to do, or another program may be at it. */
function LastAsked(): ReactNode {
  const notices = useConsole((state) => state.notices);
  const { now } = useServices();
  const last = notices?.findLast(({ code }) => code === ASKED_DELIVERY);
  if (last === undefined) return null;
  return (
    <p className={styles['quiet']} role="status" data-testid="asked-delivery">
      <time dateTime={last.at}>{moment(last.at, now())}</time>: {last.text}
    </p>
  );
}

function Draining({ draining }: { readonly draining: NonNullable<OutboxView['draining']> }): ReactNode {
  const words = t.shares.outbox;
  const { delivered, total } = draining;
  return (
    <div className={styles['progress']} data-testid="draining">
      <Progress label={words.draining} share={total === 0 ? null : delivered / total} />
      <p className={styles['quiet']}>{words.drained(draining)}</p>
    </div>
  );
}

function Destination({ destination }: { readonly destination: OutboxView['destinations'][number] }): ReactNode {
  const { root, pending, failed, conflicts, oldestAt, oldestMonth } = destination;
  const now = useMinute();
  const words = t.shares.outbox;
  return (
    <li className={styles['row']}>
      <p className={styles['line']}>
        <span>{t.shares.roots[root]}</span>
        <span className={styles['figure']} data-testid={`outbox-${root}`}>
          {pending === 0 ? count(0) : words.pending(pending)}
        </span>
      </p>
      {oldestAt !== null && pending > 0 && (
        <p className={styles['note']}>{words.oldest(age(oldestAt, now), oldestMonth)}</p>
      )}
      {failed > 0 && (
        <Status tone="warn" icon={CircleAlert}>
          {words.failed(failed)}
        </Status>
      )}
      {conflicts > 0 && (
        <>
          <Status tone="bad" icon={CircleAlert}>
            {words.conflicts(conflicts)}
          </Status>
          <p className={styles['note']}>{words.conflictHint}</p>
        </>
      )}
    </li>
  );
}
