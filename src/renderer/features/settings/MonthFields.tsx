import type { ReactNode } from 'react';
import { Field } from '../../components/Field';
import { Select } from '../../components/Select';
import { Switch } from '../../components/Switch';
import { t } from '../../i18n';
import { NumberInput } from './fields/NumberInput';
import type { Editing } from './use-settings';
import styles from './fields/fields.module.css';

const MOST_DAYS = 28;
const MOST_GRACE_DAYS = 90;
const MOST_REPORTS = 16;

/** What a run asks for beside the month itself. */
export function MonthFields({ editing }: { readonly editing: Editing }): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const words = t.settings;
  return (
    <div className={styles['group']}>
      <div className={styles['pair']}>
        <Field
          label={words.fields['capture.reports']}
          hint={words.hints['capture.reports']}
          problem={problemOf('capture.reports')}
        >
          {(control) => (
            <Select
              {...control}
              disabled={readOnly}
              value={draft['capture.reports']}
              options={[
                { value: 'always', label: words.reports.always },
                { value: 'when-needed', label: words.reports['when-needed'] },
              ]}
              onChange={(value) => edit({ 'capture.reports': value })}
            />
          )}
        </Field>
        <NumberInput field="previousMonth.days" editing={editing} least={0} most={MOST_DAYS} />
      </div>
      <div className={styles['pair']}>
        <NumberInput field="capture.graceDays" editing={editing} least={0} most={MOST_GRACE_DAYS} />
        <NumberInput field="capture.reportsAtOnce" editing={editing} least={1} most={MOST_REPORTS} />
      </div>
      <Switch
        label={words.fields['capture.dailyByUpload']}
        hint={words.hints['capture.dailyByUpload']}
        checked={draft['capture.dailyByUpload']}
        disabled={readOnly}
        onChange={(checked) => edit({ 'capture.dailyByUpload': checked })}
      />
      <Switch
        label={words.fields['capture.rescanPreviousMonth']}
        hint={words.hints['capture.rescanPreviousMonth']}
        checked={draft['capture.rescanPreviousMonth']}
        disabled={readOnly}
        onChange={(checked) => edit({ 'capture.rescanPreviousMonth': checked })}
      />
    </div>
  );
}
