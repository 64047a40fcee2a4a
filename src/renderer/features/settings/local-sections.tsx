import type { ReactNode } from 'react';
import { FlaskConical } from 'lucide-react';
import type { Preferences } from '../../../shared/ipc/shell';
import { Button } from '../../components/Button';
import { Field } from '../../components/Field';
import { Select } from '../../components/Select';
import { Switch } from '../../components/Switch';
import { t } from '../../i18n';
import { useServices, useUi } from '../../state/services';
import { useTask } from '../../state/use-task';
import { Section } from './Section';
import { useDemonstration } from './use-demonstration';
import styles from './fields/fields.module.css';

/** How the window looks and closes, and what this computer shows and plays: takes effect at once, without the form's Save. */
export function WindowSection(): ReactNode {
  const { client, ui } = useServices();
  const preferences = useUi((state) => state.preferences);
  const { run } = useTask();
  const save = (changes: Partial<Preferences>): void => {
    ui.setState({ preferences: { ...preferences, ...changes } });
    run(async () => ui.setState({ preferences: await client.main.savePreferences(changes) }));
  };
  const { theme } = t.common;
  const { closing, tray, startWithSession, notifications, sound, sections } = t.settings;
  return (
    <Section {...sections.window}>
      <div className={styles['group']}>
        <Field label={theme.label}>
          {(control) => (
            <Select
              {...control}
              className={styles['half']}
              data-testid="theme"
              value={preferences.theme}
              options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: theme[value] }))}
              onChange={(value) => save({ theme: value })}
            />
          )}
        </Field>
        <div className={styles['pair']}>
          <Field label={closing.label}>
            {(control) => (
              <Select
                {...control}
                value={preferences.closeWhileRunning}
                options={(['ask', 'background', 'stop'] as const).map((value) => ({ value, label: closing[value] }))}
                onChange={(value) => save({ closeWhileRunning: value })}
              />
            )}
          </Field>
          <Field label={tray.label}>
            {(control) => (
              <Select
                {...control}
                data-testid="close-to-tray"
                value={preferences.closeToTray}
                options={(['ask', 'tray', 'quit'] as const).map((value) => ({ value, label: tray[value] }))}
                onChange={(value) => save({ closeToTray: value })}
              />
            )}
          </Field>
        </div>
        <Switch
          {...startWithSession}
          checked={preferences.startWithSession}
          onChange={(checked) => save({ startWithSession: checked })}
        />
        <Switch
          {...notifications}
          checked={preferences.notifications}
          onChange={(checked) => save({ notifications: checked })}
        />
        <Switch {...sound} checked={preferences.sound} onChange={(checked) => save({ sound: checked })} />
      </div>
    </Section>
  );
}

/** The way into the demonstration office from a configured workspace. */
export function DemonstrationSection(): ReactNode {
  const { busy, begin } = useDemonstration();
  const { title, text, begin: label } = t.settings.demonstration;
  return (
    <Section title={title} text={text}>
      <Button icon={FlaskConical} busy={busy} onClick={begin}>
        {label}
      </Button>
    </Section>
  );
}
