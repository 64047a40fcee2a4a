import { randomBytes } from 'node:crypto';

const TEMPORARY = /^\.malote-[0-9a-z-]+\.part$/i;

/** 64 random bits, so that no two processes meet. */
const PROCESS = randomBytes(8).toString('hex');
let names = 0;

/** A fresh name for a file that is not finished. */
export function temporaryName(purpose = ''): string {
  return `.malote-${purpose}${PROCESS}-${(names += 1).toString(36)}.part`;
}

export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}
