import type { ReactNode } from 'react';
import { RETENTION_DAYS, type RetentionSetting } from '../../../shared/retention';
import { Switch } from '../../components/Switch';
import { t } from '../../i18n';
import { NumberInput } from './fields/NumberInput';
import { PlaceInput } from './fields/PlaceInput';
import { PlainInput } from './fields/PlainInput';
import { Section } from './Section';
import type { Editing } from './use-settings';
import styles from './fields/fields.module.css';

interface EditingProps {
  readonly editing: Editing;
}

/** How the roots are watched, and what may wait on this computer. */
export function SharesSection({ editing }: EditingProps): ReactNode {
  return (
    <Section {...t.settings.sections.shares}>
      <div className={styles['pair']}>
        <NumberInput field="shares.checkEveryMinutes" editing={editing} least={1} most={60} />
        <NumberInput field="shares.spoolMegabytes" editing={editing} least={16} most={102_400} />
      </div>
    </Section>
  );
}

/** When nothing is to begin by itself. */
export function ScheduleSection({ editing }: EditingProps): ReactNode {
  return (
    <Section {...t.settings.sections.schedule}>
      <div className={styles['group']}>
        <div className={styles['pair']}>
          <PlainInput field="schedule.quietFrom" editing={editing} placeholder="08:00" />
          <PlainInput field="schedule.quietTo" editing={editing} placeholder="18:00" />
        </div>
        <PlainInput field="schedule.ownHolidays" editing={editing} placeholder="25/01, 09/07" />
      </div>
    </Section>
  );
}

/** When alerts are sent, and when not. */
export function AlertsSection({ editing }: EditingProps): ReactNode {
  const { draft, edit, readOnly } = editing;
  const { fields, hints } = t.settings;
  return (
    <Section {...t.settings.sections.alerts}>
      <div className={styles['group']}>
        {(['alerts.aboutShares', 'alerts.aboutRuns'] as const).map((field) => (
          <Switch
            key={field}
            label={fields[field]}
            {...(field === 'alerts.aboutShares' ? { hint: hints[field] } : {})}
            checked={draft[field]}
            disabled={readOnly}
            onChange={(checked) => edit({ [field]: checked })}
          />
        ))}
        <div className={styles['pair']}>
          <NumberInput field="alerts.reminderMinutes" editing={editing} least={0} most={1_440} />
        </div>
        <div className={styles['pair']}>
          <PlainInput field="alerts.quietFrom" editing={editing} placeholder="22:00" />
          <PlainInput field="alerts.quietTo" editing={editing} placeholder="07:00" />
        </div>
      </div>
    </Section>
  );
}

/** Who is told, from outside, that Malote is at work. */
export function HeartbeatSection({ editing }: EditingProps): ReactNode {
  return (
    <Section {...t.settings.sections.heartbeat}>
      <div className={styles['pair']}>
        <PlainInput field="heartbeat.url" editing={editing} placeholder="https://…" />
        <NumberInput field="heartbeat.everyMinutes" editing={editing} least={1} most={1_440} />
      </div>
      <div className={styles['pair']}>
        <NumberInput field="health.port" editing={editing} least={0} most={65_535} />
      </div>
    </Section>
  );
}

/** Where the workspace is copied to, and which copies stay. */
export function BackupSection({ editing }: EditingProps): ReactNode {
  const { draft, edit, readOnly } = editing;
  const { fields, hints, place } = t.settings;
  return (
    <Section {...t.settings.sections.backup}>
      <div className={styles['group']}>
        <PlaceInput field="backup.folder" editing={editing} unset={place.noCopies} optional />
        <Switch
          label={fields['backup.sameDisk']}
          hint={hints['backup.sameDisk']}
          checked={draft['backup.sameDisk']}
          disabled={readOnly}
          onChange={(checked) => edit({ 'backup.sameDisk': checked })}
        />
        <div className={styles['pair']}>
          <NumberInput field="backup.daily" editing={editing} least={1} most={366} />
          <NumberInput field="backup.weekly" editing={editing} least={0} most={520} />
        </div>
        <div className={styles['pair']}>
          <NumberInput field="backup.monthly" editing={editing} least={0} most={120} />
        </div>
      </div>
    </Section>
  );
}

const KEPT_IN_PAIRS: readonly (readonly [RetentionSetting, RetentionSetting])[] = [
  ['logDays', 'warningDays'],
  ['alertDays', 'jobDays'],
  ['latencyDays', 'reportDays'],
];

/** For how long what grows is kept. */
export function RetentionSection({ editing }: EditingProps): ReactNode {
  return (
    <Section {...t.settings.sections.retention}>
      <div className={styles['group']}>
        {KEPT_IN_PAIRS.map((pair) => (
          <div key={pair[0]} className={styles['pair']}>
            {pair.map((name) => (
              <NumberInput key={name} field={`retention.${name}`} editing={editing} {...limitsOf(name)} />
            ))}
          </div>
        ))}
      </div>
    </Section>
  );
}

function limitsOf(name: RetentionSetting): { readonly least: number; readonly most: number } {
  const { least, most } = RETENTION_DAYS[name];
  return { least, most };
}
