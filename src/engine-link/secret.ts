import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readRegular, replaceFile } from '../engine/files';
import { MaloteError } from '../shared/errors';

/** In the workspace: what both ends have to know. Whoever can read it can read the workspace. */
export const LINK_SECRET_FILE = 'ligacao.segredo';
const SECRET = /^[0-9a-f]{64}$/;
const OWNER_ONLY = 0o600;

/** A new one with each who listens; to be called by nobody else. @throws what the system said */
export async function makeSecret(workspace: string): Promise<string> {
  const secret = randomBytes(32).toString('hex');
  await replaceFile(join(workspace, LINK_SECRET_FILE), secret, { mode: OWNER_ONLY });
  return secret;
}

/** @throws MaloteError LINK_SECRET it cannot be read, or is none */
export async function readSecret(workspace: string): Promise<string> {
  const bytes = await readRegular(join(workspace, LINK_SECRET_FILE), 1_024).catch((error: unknown) => {
    throw new MaloteError('LINK_SECRET', {}, { cause: error });
  });
  const text = bytes.toString('utf8');
  if (!SECRET.test(text)) throw new MaloteError('LINK_SECRET');
  return text;
}
