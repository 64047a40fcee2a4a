import type { ReactNode } from 'react';
import type { ChannelSettingsField, ChannelValues } from '../../../../shared/alert-channels';
import type { RetentionSetting } from '../../../../shared/retention';
import { Field, TextInput } from '../../../components/Field';
import { t } from '../../../i18n';
import type { Editing } from '../use-settings';

export type NumberField =
  | 'sieg.requestsPerMinute'
  | 'previousMonth.days'
  | 'capture.reportsAtOnce'
  | 'capture.graceDays'
  | 'shares.checkEveryMinutes'
  | 'shares.spoolMegabytes'
  | 'alerts.reminderMinutes'
  | 'heartbeat.everyMinutes'
  | 'health.port'
  | 'backup.daily'
  | 'backup.weekly'
  | 'backup.monthly'
  | `retention.${RetentionSetting}`
  | ChannelNumberField;

type ChannelNumberField = {
  [Field in ChannelSettingsField]: ChannelValues[Field] extends number ? Field : never;
}[ChannelSettingsField];

const HINTS: Readonly<Partial<Record<NumberField, string>>> = t.settings.hints;

export interface NumberInputProps {
  readonly field: NumberField;
  readonly editing: Editing;
  readonly least: number;
  readonly most: number;
}

/** A whole number. An empty box is null where the field allows it, else the least value. */
export function NumberInput({ field, editing, least, most }: NumberInputProps): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const hint = HINTS[field];
  const change = (text: string): void => {
    if (text === '') edit(field === 'sieg.requestsPerMinute' ? { [field]: null } : { [field]: least });
    else edit({ [field]: Number(text) });
  };
  return (
    <Field label={t.settings.fields[field]} problem={problemOf(field)} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <TextInput
          {...control}
          type="number"
          min={least}
          max={most}
          readOnly={readOnly}
          value={draft[field] ?? ''}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
