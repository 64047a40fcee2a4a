import {
  channelField,
  channelSecret,
  secretAddress,
  type SecretAudience,
  type SecretName,
} from '../../shared/alert-channels';
import { audienceOf } from '../../shared/audience';
import type { KeyState } from '../../shared/ipc/settings';
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
  const address = addressInDraft(name, draft);
  if (address === null || !secrets.includes(name)) return false;
  return audienceHeld(audience, name) !== audienceOf(address);
}

/** Whom a secret that is held is for; null where that is not known, or it is an address itself. */
export function audienceHeld(audience: KeyState['audience'], name: SecretName): string | null {
  const server = channelSecret(name).server;
  return server === null ? null : audience[server.audience as SecretAudience];
}

/** Where a secret would be sent by the form as it stands; null for one that is an address itself. */
export function addressInDraft(name: SecretName, draft: SettingsDraft): string | null {
  const secret = channelSecret(name);
  return secretAddress(secret, (own) => draft[channelField(secret.channel, own)]);
}
