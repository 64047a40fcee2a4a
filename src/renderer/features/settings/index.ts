export { ArchiveFields, CompaniesFields, ImportFields } from './fields/PlaceFields';
export { SiegFields } from './fields/SiegFields';
export { SettingsScreen } from './SettingsScreen';
export { useCredential } from './use-credential';
export type { Credential } from './use-credential';
export { useDemonstration } from './use-demonstration';
export { useEditing, useLoadedSettings } from './use-settings';
export type { Editing } from './use-settings';
