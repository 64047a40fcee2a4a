export { checkSettings } from './check';
export type { JsonObject } from './json';
export { settingsProblems } from './problems';
export type { SettingsProblems } from './problems';
export { FIELD_LABELS, settingsSchema } from './schema';
export type { Settings } from './schema';
export { SETTINGS_FILE, loadSettings, readDraft, saveSettings } from './store';
export type { LoadedSettings, SettingsDraft } from './store';
