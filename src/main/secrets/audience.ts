import { MaloteError } from '../../shared/errors';
import { audienceOf } from '../../shared/audience';

/** Whom a secret that comes in is for. @throws MaloteError SHELL_SECRET_NO_ADDRESS */
export function audienceGiven(address: string): string {
  const audience = audienceOf(address);
  if (audience === null) throw new MaloteError('SHELL_SECRET_NO_ADDRESS');
  return audience;
}

/**
 * @param held whom the secret is for; null: nobody said, and it goes nowhere but where it leads by itself
 * @param address of the server that it would go to; null for a secret that is an address
 * @throws MaloteError SHELL_SECRET_ELSEWHERE
 */
export function refuseOthers(held: string | null, address: string | null): void {
  if (held === null && address === null) return;
  const asked = address === null ? null : audienceOf(address);
  if (held !== null && asked === held) return;
  throw new MaloteError('SHELL_SECRET_ELSEWHERE', { held: held ?? UNKNOWN, asked: asked ?? UNKNOWN });
}

const UNKNOWN = 'um endereço que não se conhece';
