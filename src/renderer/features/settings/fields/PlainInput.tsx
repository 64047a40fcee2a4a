import type { ReactNode } from 'react';
import type { ChannelSettingsField, ChannelValues } from '../../../../shared/alert-channels';
import { Field, TextInput } from '../../../components/Field';
import { t } from '../../../i18n';
import type { Editing } from '../use-settings';

const HINTS: Readonly<Partial<Record<PlainTextField, string>>> = t.settings.hints;

type ChannelTextField = {
  [Field in ChannelSettingsField]: ChannelValues[Field] extends string ? Field : never;
}[ChannelSettingsField];

export type PlainTextField =
  | 'alerts.quietFrom'
  | 'alerts.quietTo'
  | 'schedule.quietFrom'
  | 'schedule.quietTo'
  | 'schedule.ownHolidays'
  | 'heartbeat.url'
  | ChannelTextField;

export interface PlainInputProps {
  readonly field: PlainTextField;
  readonly editing: Editing;
  readonly placeholder?: string;
}

/** A field of the form that is typed as it is stored. */
export function PlainInput({ field, editing, placeholder }: PlainInputProps): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const hint = HINTS[field];
  return (
    <Field label={t.settings.fields[field]} problem={problemOf(field)} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <TextInput
          {...control}
          placeholder={placeholder}
          readOnly={readOnly}
          value={draft[field]}
          onChange={(event) => edit({ [field]: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}
