import { randomBytes } from 'node:crypto';

const TEMPORARY = /^\.malote-[0-9a-z-]+\.part$/i;

/** A fresh name for a file that is not finished; 64 random bits, so that no two processes meet. */
export function temporaryName(purpose = ''): string {
  return `.malote-${purpose}${randomBytes(8).toString('hex')}.part`;
}

export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}
