import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readRegular, replaceFile } from '../../files';

/** In the workspace: by which its copies are known, and those of another workspace. It goes into each copy. */
export const IDENTITY_FILE = 'identidade.json';

const MOST_BYTES = 4_096;
const identitySchema = z.object({ workspace: z.uuid() });

/** Null: nothing says it, or nothing that can be read. */
export async function identityOf(workspace: string): Promise<string | null> {
  try {
    const bytes = await readRegular(join(workspace, IDENTITY_FILE), MOST_BYTES);
    return identitySchema.parse(JSON.parse(bytes.toString('utf8'))).workspace;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError || isOfFile(error)) return null;
    throw error;
  }
}

const isOfFile = (error: unknown): boolean => typeof (error as { code?: unknown } | null)?.code === 'string';

/** The first copy gives the workspace its identity. */
export async function ensureIdentity(workspace: string): Promise<string> {
  const known = await identityOf(workspace);
  if (known !== null) return known;
  const made = randomUUID();
  await replaceFile(join(workspace, IDENTITY_FILE), `${JSON.stringify({ workspace: made })}\n`);
  return made;
}
