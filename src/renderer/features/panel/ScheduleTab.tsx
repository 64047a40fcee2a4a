import { useState, type ReactNode } from 'react';
import { CalendarPlus, Pause, Play, StepForward, Trash2 } from 'lucide-react';
import type { ScheduleRunView, ScheduleView } from '../../../shared/ipc/schedule';
import { moment, upcoming } from '../../../shared/messages/pt-BR/moments';
import { capital } from '../../../shared/messages/pt-BR/numbers';
import { SCHEDULE_RUN_WORDS, scheduleMessages } from '../../../shared/messages/pt-BR/schedule';
import { ruleWords } from '../../../shared/rule-words';
import { SCHEDULED_WORKS, type ScheduleRunState } from '../../../shared/schedule';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { IconButton } from '../../components/IconButton';
import { Status, type Tone } from '../../components/Status';
import { t } from '../../i18n';
import { connectionOf } from '../../state/console-store';
import { useConnection, useConsole, useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import { ScheduleDialog } from './ScheduleDialog';
import styles from './Schedule.module.css';

const TONES: Readonly<Record<ScheduleRunState, Tone>> = {
  waiting: 'neutral',
  running: 'active',
  complete: 'good',
  stopped: 'warn',
  failed: 'bad',
  interrupted: 'bad',
  'passed-over': 'neutral',
};

/** What is done at times: each line with its next and its last time, and what can be done about it. */
export function ScheduleTab(): ReactNode {
  const lines = useConsole(({ schedule }) => schedule) ?? [];
  const [removing, setRemoving] = useState<ScheduleView | null>(null);
  if (lines.length === 0) return <Nothing />;
  return (
    <>
      <ul className={styles['lines']} aria-label={t.schedule.tab} tabIndex={0} data-testid="schedule">
        {lines.map((line) => (
          <ScheduleRow key={line.id} line={line} onRemove={() => setRemoving(line)} />
        ))}
      </ul>
      <RemoveDialog line={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

/** Stands beside the tabs while the schedule is shown. */
export function AddToSchedule(): ReactNode {
  const [open, setOpen] = useState(false);
  const live = useConnection(connectionOf) === 'live';
  return (
    <>
      <IconButton icon={CalendarPlus} label={t.schedule.add} disabled={!live} onClick={() => setOpen(true)} />
      {open && <ScheduleDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function Nothing(): ReactNode {
  const { client } = useServices();
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  return (
    <div className={styles['empty']}>
      <p>{t.schedule.empty}</p>
      <Button
        small
        icon={CalendarPlus}
        busy={busy}
        disabled={!live}
        onClick={() => run(() => client.engine.addStandardSchedule())}
      >
        {t.schedule.addStandard}
      </Button>
    </div>
  );
}

function titleOf({ work, limit }: ScheduleView): string {
  const { title } = SCHEDULED_WORKS[work];
  return limit === null ? title : `${title} (${scheduleMessages.limited(limit)})`;
}

function ScheduleRow({ line, onRemove }: { readonly line: ScheduleView; readonly onRemove: () => void }): ReactNode {
  const { client } = useServices();
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  const { id, paused, current } = line;
  const title = titleOf(line);
  const words = t.schedule;
  return (
    <li className={styles['line']} data-paused={paused || undefined}>
      <span className={styles['what']}>
        <strong>{title}</strong>
        <span className={styles['quiet']}>{capital(ruleWords(line.rule))}</span>
      </span>
      <Next line={line} />
      <Last run={line.last} />
      <span className={styles['actions']}>
        <IconButton
          small
          icon={StepForward}
          label={words.runNow(title)}
          disabled={!live || busy || current !== null}
          onClick={() => run(() => client.engine.runScheduleNow({ id }))}
        />
        <IconButton
          small
          icon={paused ? Play : Pause}
          label={paused ? words.resume(title) : words.pause(title)}
          disabled={!live || busy}
          onClick={() => run(() => client.engine.pauseSchedule({ id, paused: !paused }))}
        />
        <IconButton small icon={Trash2} label={words.remove(title)} disabled={!live || busy} onClick={onRemove} />
      </span>
    </li>
  );
}

function Next({ line: { paused, current, nextAt } }: { readonly line: ScheduleView }): ReactNode {
  const { now } = useServices();
  if (current !== null) {
    return (
      <span className={styles['when']}>
        <Status tone={TONES[current.state]}>{capital(SCHEDULE_RUN_WORDS[current.state])}</Status>
      </span>
    );
  }
  const when = paused ? scheduleMessages.paused : nextAt === null ? scheduleMessages.noNext : upcoming(nextAt, now());
  return <span className={styles['when']}>{t.schedule.next(when)}</span>;
}

function Last({ run }: { readonly run: ScheduleRunView | null }): ReactNode {
  const { now } = useServices();
  if (run === null) return <span className={styles['when']}>{t.schedule.last(t.schedule.never)}</span>;
  const { state, late, missed, endedAt, dueAt, error } = run;
  const why = [
    ...(error === null ? [] : [error.message, error.action]),
    ...(late ? [t.schedule.lateNote(missed)] : []),
  ];
  return (
    <span className={styles['when']} title={why.length === 0 ? undefined : why.join(' ')}>
      <Status tone={TONES[state]}>
        {t.schedule.last(`${moment(endedAt ?? dueAt, now())}, ${SCHEDULE_RUN_WORDS[state]}`)}
      </Status>
      {error !== null && <span className={styles['quiet']}>{error.message}</span>}
    </span>
  );
}

function RemoveDialog({
  line,
  onClose,
}: {
  readonly line: ScheduleView | null;
  readonly onClose: () => void;
}): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  const words = t.schedule.removeDialog;
  if (line === null) return null;
  const remove = async (): Promise<void> => {
    await client.engine.removeSchedule({ id: line.id });
    onClose();
  };
  return (
    <Dialog
      open
      title={words.title(titleOf(line))}
      description={<p>{words.text}</p>}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.keep}</Button>
          <Button look="danger" busy={busy} onClick={() => run(remove)}>
            {words.confirm}
          </Button>
        </>
      }
    />
  );
}
