import { audienceOf, mailAddress } from '../../shared/audience';
import type { KeyState } from '../../shared/ipc/settings';
import type { SecretName } from '../../shared/ipc/shell';
import type { SettingsDraft } from './settings-draft';

/** Whether the key that is held is good for the form as it stands, or what it is for instead. */
export type KeyFit = 'none' | 'fits' | 'other-generation' | 'other-address';

export function keyFit({ generation, audience }: KeyState, draft: SettingsDraft): KeyFit {
  if (generation === null) return 'none';
  if (generation !== draft['sieg.generation']) return 'other-generation';
  return audience.sieg === audienceOf(draft['sieg.baseUrl']) ? 'fits' : 'other-address';
}

/** Where a password that is held would be sent is not where it is for. */
export function isForAnotherServer({ secrets, audience }: KeyState, name: SecretName, draft: SettingsDraft): boolean {
  if (name !== 'smtp-password' || !secrets.includes(name)) return false;
  return audience.mail !== audienceOf(mailAddress(draft['email.host'], draft['email.port']));
}
