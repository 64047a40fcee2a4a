import { audienceOf } from '../../shared/audience';
import { MaloteError } from '../../shared/errors';
import type { SecretName } from '../../shared/ipc/shell';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';

/** Whom a secret that comes in is for. @throws MaloteError SHELL_SECRET_NO_ADDRESS */
export function audienceGiven(address: string): string {
  const audience = audienceOf(address);
  if (audience === null) throw new MaloteError('SHELL_SECRET_NO_ADDRESS');
  return audience;
}

/**
 * Holds a secret that is for one server back from every other.
 * @param held whom it is for; null: nobody said, so it goes nowhere
 * @param address of the server that it would go to; null: not said
 * @throws MaloteError SHELL_SECRET_ELSEWHERE
 */
export function refuseOthers(secret: SecretName | 'sieg-key', held: string | null, address: string | null): void {
  const asked = address === null ? null : audienceOf(address);
  if (held !== null && asked === held) return;
  const { unknownAddress } = shellMessages.secrets;
  throw new MaloteError('SHELL_SECRET_ELSEWHERE', {
    secret,
    held: held ?? unknownAddress,
    asked: asked ?? unknownAddress,
  });
}
