export { checkSettings } from './check';
export type { JsonObject } from './json';
export { settingsProblems } from './problems';
export type { SettingsProblems } from './problems';
export { FIELD_LABELS, settingsSchema } from './schema';
export type { Settings, SettingsToSave } from './schema';
export { SETTINGS_FILE, loadSettings, readDraft, readForm, saveSettings } from './store';
export type { FormDraft, LoadedSettings, SettingsDraft } from './store';
export { keepUnfinished, UNFINISHED_FILE } from './unfinished';
