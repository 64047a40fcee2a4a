import type { KeyState, SettingsProblems } from '../../shared/ipc/settings';
import type { Services } from './services';
import { draftOf, inputOf, type SettingsDraft } from './settings-draft';

/**
 * Reads the settings of the workspace that is shown. What is being typed is kept, unless `afresh`; it belongs to its workspace and is
 * not carried into another.
 */
export async function loadSettings({ client, ui, console }: Services, afresh = false): Promise<void> {
  const form = await client.engine.readSettings();
  const workspace = console.getState().console?.workspace.shown ?? '';
  ui.setState(({ settings: before }) => {
    const settings = before?.workspace === workspace ? before : null;
    const settingsTests = settings?.settingsTests ?? {};
    return {
      settings:
        settings === null || afresh
          ? { workspace, form, draft: draftOf(form), problems: form.problems, settingsTests }
          : { ...settings, form },
    };
  });
}

/** Changes fields of the form; what was said against them is taken back until the next check. */
export function editSettings({ ui }: Services, changes: Partial<SettingsDraft>): void {
  ui.setState(({ settings }) => {
    if (settings === null) return {};
    const problems = without(settings.problems, Object.keys(changes));
    return { settings: { ...settings, draft: { ...settings.draft, ...changes }, problems } };
  });
}

export function discardEdits({ ui }: Services): void {
  ui.setState(({ settings }) =>
    settings === null
      ? {}
      : { settings: { ...settings, draft: draftOf(settings.form), problems: settings.form.problems } },
  );
}

/** Saves the form as it stands and reads back what was stored. @returns what is wrong with it; nothing when it was saved */
export async function saveSettings(services: Services): Promise<SettingsProblems> {
  const { client, ui } = services;
  const work = ui.getState().settings;
  if (work === null) return {};
  const answer = await client.engine.saveSettings(inputOf(work.draft));
  if (answer.saved) {
    await loadSettings(services, true);
    return {};
  }
  ui.setState(({ settings }) => ({ settings: settings && { ...settings, problems: answer.problems } }));
  return answer.problems;
}

/** What the vault holds has changed. */
export function keyChanged({ ui }: Pick<Services, 'ui'>, key: KeyState): void {
  ui.setState(({ settings }) => ({ settings: settings && { ...settings, form: { ...settings.form, key } } }));
}

function without(problems: SettingsProblems, fields: readonly string[]): SettingsProblems {
  return Object.fromEntries(Object.entries(problems).filter(([field]) => !fields.includes(field)));
}
