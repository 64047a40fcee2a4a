/**
 * The settings of a workspace: read, checked field by field with a sentence for each, written in one piece.
 * A broken file is set aside, never overwritten; what this version does not know is kept; relative paths are seen from the workspace.
 * No secret is written: a field that looks like one is refused, or left out and told.
 */
export { checkRealPlaces, checkSettings } from './check';
export type { JsonObject } from './json';
export { SettingsPeek } from './peek';
export { lookAtSettings, type SettingsSight } from './look';
export { plainPath } from './path-text';
export type { SettingsPlace } from './places';
export { realSettingsProblems, settingsProblems } from './problems';
export type { SettingsProblems, SettingsTest } from './problems';
export { FIELD_LABELS, settingsSchema } from './schema';
export type { Settings, SettingsToSave } from './schema';
export { SETTINGS_FILE, loadSettings, readDraft, readForm, saveSettings } from './store';
export type { FormDraft, LoadedSettings, SettingsDraft } from './store';
export { keepUnfinished, UNFINISHED_FILE } from './unfinished';
