import type { PlaceChoice, PlaceField, SettingsField, SettingsForm, SettingsInput } from '../../shared/ipc/settings';
import type { Picked } from '../../shared/ipc/shell';

/** A folder or file in the form: which one it is, and how it is shown. */
export interface PlaceDraft {
  readonly choice: PlaceChoice;
  /** Null when nothing is chosen. */
  readonly shown: string | null;
}

type Values = SettingsForm['values'];
type PlainField = Exclude<SettingsField, PlaceField>;

/** The settings as they stand in the form. */
export type SettingsDraft = { readonly [F in PlainField]: Values[F] } & { readonly [F in PlaceField]: PlaceDraft };

export function draftOf({ values }: SettingsForm): SettingsDraft {
  const stored = (shown: string | null): PlaceDraft => ({ choice: { use: 'stored' }, shown });
  return {
    ...values,
    'archive.root': stored(values['archive.root']),
    'importShare.root': stored(values['importShare.root']),
    'importShare.cancelledRoot': stored(values['importShare.cancelledRoot']),
    'backup.folder': stored(values['backup.folder']),
    'companies.workbook': stored(values['companies.workbook']),
  };
}

/** The form as it is sent to be saved or tested. */
export function inputOf(draft: SettingsDraft): SettingsInput {
  return {
    ...draft,
    'archive.root': draft['archive.root'].choice,
    'importShare.root': draft['importShare.root'].choice,
    'importShare.cancelledRoot': draft['importShare.cancelledRoot'].choice,
    'backup.folder': draft['backup.folder'].choice,
    'companies.workbook': draft['companies.workbook'].choice,
  };
}

export function picked({ id, shown }: Picked): PlaceDraft {
  return { choice: { use: 'picked', id }, shown };
}

/** A typed address; while nothing is typed, nothing is chosen. */
export function typedAddress(address: string): PlaceDraft {
  const trimmed = address.trim();
  return trimmed === '' ? NO_PLACE : { choice: { use: 'address', address: trimmed }, shown: trimmed };
}

export const NO_PLACE: PlaceDraft = { choice: { use: 'none' }, shown: null };

/** Whether a form differs from what is stored. */
export function isDirty(draft: SettingsDraft, form: SettingsForm): boolean {
  return JSON.stringify(inputOf(draft)) !== JSON.stringify(inputOf(draftOf(form)));
}
