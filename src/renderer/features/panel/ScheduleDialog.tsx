import { useState, type ReactNode } from 'react';
import {
  SCHEDULED_WORK_NAMES,
  SCHEDULED_WORK_ROWS,
  scheduleRuleSchema,
  type ScheduledWork,
  type ScheduleRule,
} from '../../../shared/schedule';
import { capital } from '../../../shared/messages/pt-BR/numbers';
import { WEEKDAYS } from '../../../shared/messages/pt-BR/schedule';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Field, TextInput } from '../../components/Field';
import { Select } from '../../components/Select';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import styles from './Schedule.module.css';

const CHOICES = ['every', 'business', 'weekly', 'monthly', 'nth-business'] as const;
type Days = (typeof CHOICES)[number];

/** What the form says, as it was typed. */
interface Draft {
  readonly work: ScheduledWork;
  readonly days: Days;
  readonly at: string;
  /** Of the week, Sunday is 0. */
  readonly on: string;
  /** Of the month, or the business day of it. */
  readonly day: string;
}

const MOST_DAYS = 31;
const MOST_BUSINESS_DAYS = 19;

/** A new line of the schedule. It begins with what the office's standard says of the work that is chosen. */
export function ScheduleDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  const [draft, setDraft] = useState(() => standardOf('run-current'));
  const [tried, setTried] = useState(false);
  const words = t.schedule.dialog;
  const edit = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }));
  const rule = ruleOf(draft);
  const add = async (): Promise<void> => {
    setTried(true);
    if (rule === null) return;
    await client.engine.addSchedule({ work: draft.work, rule });
    onClose();
  };
  return (
    <Dialog
      open
      title={words.title}
      description={<p>{words.text}</p>}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" busy={busy} onClick={() => run(add)}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <Field label={words.work}>
          {(control) => (
            <Select
              {...control}
              value={draft.work}
              options={SCHEDULED_WORK_NAMES.map((value) => ({ value, label: SCHEDULED_WORK_ROWS[value].title }))}
              onChange={(work) => setDraft(standardOf(work))}
            />
          )}
        </Field>
        <div className={styles['pair']}>
          <Field label={words.days}>
            {(control) => (
              <Select
                {...control}
                value={draft.days}
                options={CHOICES.map((value) => ({ value, label: words.choices[value] }))}
                onChange={(days) => edit({ days })}
              />
            )}
          </Field>
          <WhichDay draft={draft} tried={tried} edit={edit} />
          <Field label={words.at} problem={tried && !isTime(draft.at) ? words.badTime : null}>
            {(control) => (
              <TextInput
                {...control}
                value={draft.at}
                onChange={({ currentTarget }) => edit({ at: currentTarget.value })}
              />
            )}
          </Field>
        </div>
      </div>
    </Dialog>
  );
}

interface WhichDayProps {
  readonly draft: Draft;
  readonly tried: boolean;
  readonly edit: (change: Partial<Draft>) => void;
}

function WhichDay({ draft: { days, on, day }, tried, edit }: WhichDayProps): ReactNode {
  const words = t.schedule.dialog;
  if (days === 'weekly') {
    const options = WEEKDAYS.map((name, index) => ({ value: String(index), label: capital(name) }));
    return (
      <Field label={words.on}>
        {(control) => <Select {...control} value={on} options={options} onChange={(chosen) => edit({ on: chosen })} />}
      </Field>
    );
  }
  if (days !== 'monthly' && days !== 'nth-business') return null;
  const most = days === 'monthly' ? MOST_DAYS : MOST_BUSINESS_DAYS;
  return (
    <Field
      label={days === 'monthly' ? words.day : words.nth}
      hint={days === 'monthly' ? words.dayHint : words.nthHint}
      problem={tried && !isDay(day, most) ? words.badDay(most) : null}
    >
      {(control) => (
        <TextInput
          {...control}
          inputMode="numeric"
          value={day}
          onChange={({ currentTarget }) => edit({ day: currentTarget.value })}
        />
      )}
    </Field>
  );
}

function standardOf(work: ScheduledWork): Draft {
  const { standard: rule } = SCHEDULED_WORK_ROWS[work];
  const days = CHOICES.find((choice) => choice === rule.days) ?? 'every';
  const on = rule.days === 'weekly' ? (rule.on[0] ?? 0) : 1;
  const day = rule.days === 'monthly' ? rule.day : rule.days === 'nth-business' ? rule.nth : 1;
  return { work, days, at: rule.days === 'cron' ? '' : rule.at, on: String(on), day: String(day) };
}

function isTime(text: string): boolean {
  return scheduleRuleSchema.safeParse({ days: 'every', at: text.trim() }).success;
}

function isDay(text: string, most: number): boolean {
  return /^\d{1,2}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
}

/** Null while something is not as it has to be. */
function ruleOf({ days, at, on, day }: Draft): ScheduleRule | null {
  const read = scheduleRuleSchema.safeParse({
    days,
    at: at.trim(),
    on: [Number(on)],
    day: Number(day),
    nth: Number(day),
  });
  return read.success ? read.data : null;
}
