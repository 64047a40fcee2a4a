import type { ReactNode } from 'react';
import { Field } from '../../components/Field';
import { Select } from '../../components/Select';
import { Switch } from '../../components/Switch';
import { t } from '../../i18n';
import type { KeyState, SettingsField } from '../../../shared/ipc/settings';
import { ChannelSecret } from './fields/ChannelSecret';
import { NumberInput } from './fields/NumberInput';
import { PlainInput } from './fields/PlainInput';
import { TestButton } from './fields/TestButton';
import { Section } from './Section';
import type { Secret } from './use-secret';
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

interface ChannelProps extends EditingProps {
  readonly held: KeyState;
  readonly secret: Secret;
}

/** A channel's fields are in sight while it is on, and when something is wrong with one of them. */
function isOpen(
  { draft, problemOf }: Editing,
  channel: 'email' | 'webhook',
  fields: readonly SettingsField[],
): boolean {
  return draft[`${channel}.enabled`] || fields.some((field) => problemOf(field) !== null);
}

const EMAIL_FIELDS = ['email.host', 'email.port', 'email.security', 'email.user', 'email.from', 'email.to'] as const;

/** The mail server, and who gets the messages. The test stores a password that was typed, since it is made with the stored one. */
export function EmailSection({ editing, held, secret }: ChannelProps): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const words = t.settings;
  return (
    <Section {...words.sections.email}>
      <div className={styles['group']}>
        <Switch
          label={words.fields['email.enabled']}
          checked={draft['email.enabled']}
          disabled={readOnly}
          onChange={(checked) => edit({ 'email.enabled': checked })}
        />
        {isOpen(editing, 'email', EMAIL_FIELDS) && (
          <>
            <div className={styles['pair']}>
              <PlainInput field="email.host" editing={editing} placeholder="smtp.exemplo.com.br" />
              <NumberInput field="email.port" editing={editing} least={1} most={65_535} />
            </div>
            <Field label={words.fields['email.security']} problem={problemOf('email.security')}>
              {(control) => (
                <Select
                  {...control}
                  className={styles['half']}
                  disabled={readOnly}
                  value={draft['email.security']}
                  options={(['starttls', 'tls', 'none'] as const).map((value) => ({
                    value,
                    label: words.securities[value],
                  }))}
                  onChange={(value) => edit({ 'email.security': value })}
                />
              )}
            </Field>
            <PlainInput field="email.user" editing={editing} />
            <ChannelSecret {...{ draft, secret, held, readOnly }} />
            <div className={styles['pair']}>
              <PlainInput field="email.from" editing={editing} placeholder="malote@exemplo.com.br" />
              <PlainInput field="email.to" editing={editing} />
            </div>
            <TestButton
              what="email"
              draft={draft}
              disabled={draft['email.host'] === '' || draft['email.from'] === '' || draft['email.to'] === ''}
              offer={secret.offer}
            />
          </>
        )}
      </div>
    </Section>
  );
}

/** A channel of Teams or Slack. Its address is a secret: who has it may write there. */
export function WebhookSection({ editing, held, secret }: ChannelProps): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const words = t.settings;
  return (
    <Section {...words.sections.webhook}>
      <div className={styles['group']}>
        <Switch
          label={words.fields['webhook.enabled']}
          checked={draft['webhook.enabled']}
          disabled={readOnly}
          onChange={(checked) => edit({ 'webhook.enabled': checked })}
        />
        {isOpen(editing, 'webhook', ['webhook.format']) && (
          <>
            <Field label={words.fields['webhook.format']} problem={problemOf('webhook.format')}>
              {(control) => (
                <Select
                  {...control}
                  className={styles['half']}
                  disabled={readOnly}
                  value={draft['webhook.format']}
                  options={(['teams', 'slack'] as const).map((value) => ({ value, label: words.formats[value] }))}
                  onChange={(value) => edit({ 'webhook.format': value })}
                />
              )}
            </Field>
            <ChannelSecret {...{ draft, secret, held, readOnly }} />
            <TestButton
              what="webhook"
              draft={draft}
              disabled={!secret.isTyped && !held.secrets.includes(secret.name)}
              offer={secret.offer}
            />
          </>
        )}
      </div>
    </Section>
  );
}
