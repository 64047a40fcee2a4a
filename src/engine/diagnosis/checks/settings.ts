import { diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import { MaloteError } from '../../../shared/errors';
import type { Settings } from '../../settings';
import { inOrder, troubled, type Found } from '../line';
import type { Sights } from '../sights';

export async function lookAtSettings(sights: Sights): Promise<readonly Found[]> {
  const { settings, error } = await sights.settings();
  if (error === null) return [inOrder('settings', diagnosisFound.settings)];
  return [troubled('settings', settings === null ? 'fault' : 'warning', error)];
}

/** @throws MaloteError DIAGNOSIS_NEEDS_SETTINGS: what is wrong with them, their own check says */
export async function wantSettings(sights: Sights): Promise<Settings> {
  const { settings } = await sights.settings();
  if (settings === null) throw new MaloteError('DIAGNOSIS_NEEDS_SETTINGS');
  return settings;
}
