import { audiencesOf } from '../../shared/alert-channels';
import type { QuestionOutput } from '../../shared/ipc/host-link';
import type { KeyVault } from './key-vault';
import type { SecretVault } from './secret-vault';

export interface Vaults {
  readonly vault: KeyVault;
  readonly secrets: SecretVault;
}

/** Which secrets are held; never the secrets themselves. */
export async function keyState({ vault, secrets }: Vaults): Promise<QuestionOutput<'keyState'>> {
  const { audience, ...key } = await vault.state();
  return {
    ...key,
    secrets: secrets.held(),
    audience: { sieg: audience, ...audiencesOf((name) => secrets.audience(name)) },
  };
}
