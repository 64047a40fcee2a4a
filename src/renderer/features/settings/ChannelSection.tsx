import type { ReactNode } from 'react';
import {
  channelField,
  channelFields,
  channelRow,
  SECRET_LINE,
  type ChannelField,
  type ChannelSettingsField,
  type SecretName,
  type SettableChannel,
} from '../../../shared/alert-channels';
import type { KeyState } from '../../../shared/ipc/settings';
import { CHANNEL_FIELD_WORDS } from '../../../shared/messages/pt-BR/alert-channels';
import { Field } from '../../components/Field';
import { Select } from '../../components/Select';
import { Switch } from '../../components/Switch';
import { t } from '../../i18n';
import { ChannelSecret } from './fields/ChannelSecret';
import { NumberInput, type NumberField } from './fields/NumberInput';
import { PlainInput, type PlainTextField } from './fields/PlainInput';
import { TestButton } from './fields/TestButton';
import { Section } from './Section';
import type { Secret } from './use-secret';
import type { Editing } from './use-settings';
import styles from './fields/fields.module.css';

export interface ChannelSectionProps {
  readonly channel: SettableChannel;
  readonly editing: Editing;
  readonly held: KeyState;
  readonly secrets: Readonly<Record<SecretName, Secret>>;
}

/** A channel of the alerts, by its row. The test is made with what was typed, which is lent and stored only with the rest. */
export function ChannelSection({ channel, editing, held, secrets }: ChannelSectionProps): ReactNode {
  const { draft, edit, readOnly } = editing;
  const { form, secret: row } = channelRow(channel);
  const secret = row === null ? null : secrets[row.name as SecretName];
  const enabled = channelField(channel, 'enabled');
  const lines = form.map((line) => (typeof line === 'string' ? [line] : line));
  return (
    <Section {...t.settings.sections[channel]}>
      <div className={styles['group']}>
        <Switch
          label={t.settings.fields[enabled]}
          checked={draft[enabled] === true}
          disabled={readOnly}
          onChange={(checked) => edit({ [enabled]: checked })}
        />
        {isOpen(editing, channel) && (
          <>
            {lines.map((line) => {
              const key = line.join();
              if (line[0] === SECRET_LINE)
                return secret && <ChannelSecret key={key} {...{ draft, secret, held, readOnly }} />;
              const inputs = line.map((own) => <ChannelInput key={own} {...{ channel, own, editing }} />);
              return line.length === 1 ? (
                inputs
              ) : (
                <div key={key} className={styles['pair']}>
                  {inputs}
                </div>
              );
            })}
            <TestButton
              what={channel}
              draft={draft}
              disabled={lacksSomething(channel, editing, held, secret)}
              {...(secret === null ? {} : { offer: secret.offer })}
            />
          </>
        )}
      </div>
    </Section>
  );
}

/** A channel's fields are in sight while it is on, and when something is wrong with one of them. */
function isOpen({ draft, problemOf }: Editing, channel: SettableChannel): boolean {
  const fields = Object.keys(channelFields(channel)).map((own) => channelField(channel, own));
  const enabled = channelField(channel, 'enabled');
  return draft[enabled] === true || fields.some((field) => field !== enabled && problemOf(field) !== null);
}

/** Whether there is nothing to try yet. */
function lacksSomething(channel: SettableChannel, { draft }: Editing, held: KeyState, secret: Secret | null): boolean {
  const { required, secret: row } = channelRow(channel);
  const isSecretNeeded = row !== null && row.neededBy === null;
  return (
    required.some((own) => draft[channelField(channel, own)] === '') ||
    (isSecretNeeded && secret !== null && !secret.isTyped && !held.secrets.includes(secret.name))
  );
}

interface ChannelInputProps {
  readonly channel: SettableChannel;
  /** The field, by its own name. */
  readonly own: string;
  readonly editing: Editing;
}

function ChannelInput({ channel, own, editing }: ChannelInputProps): ReactNode {
  const field = channelField(channel, own);
  const row = channelFields(channel)[own];
  switch (row?.is) {
    case 'number':
      return <NumberInput field={field as NumberField} editing={editing} least={row.from} most={row.to} />;
    case 'choice':
      return <ChoiceInput field={field} of={row.of} editing={editing} />;
    case 'text': {
      const { placeholder } = CHANNEL_FIELD_WORDS[field];
      const shown = placeholder === undefined ? {} : { placeholder };
      return <PlainInput field={field as PlainTextField} editing={editing} {...shown} />;
    }
    default:
      return null;
  }
}

interface ChoiceInputProps {
  readonly field: ChannelSettingsField;
  readonly of: Extract<ChannelField, { readonly is: 'choice' }>['of'];
  readonly editing: Editing;
}

function ChoiceInput({ field, of, editing }: ChoiceInputProps): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const { label, options } = CHANNEL_FIELD_WORDS[field];
  return (
    <Field label={label} problem={problemOf(field)}>
      {(control) => (
        <Select
          {...control}
          className={styles['half']}
          disabled={readOnly}
          value={String(draft[field])}
          options={of.map((value) => ({ value, label: options?.[value] ?? value }))}
          onChange={(value) => edit({ [field]: value })}
        />
      )}
    </Field>
  );
}
