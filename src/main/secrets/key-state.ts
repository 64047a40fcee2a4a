import type { QuestionOutput } from '../../shared/ipc/host-link';
import type { KeyVault } from './key-vault';
import type { SecretVault } from './secret-vault';

export interface Vaults {
  readonly vault: KeyVault;
  readonly secrets: SecretVault;
}

/** Which secrets are held; never the secrets themselves. */
export async function keyState({ vault, secrets }: Vaults): Promise<QuestionOutput<'keyState'>> {
  return { ...(await vault.state()), secrets: secrets.held() };
}
