import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { settleRestore } from '../engine';
import { MaloteError } from '../shared/errors';

export { defaultWorkspace, resolveWorkspace, stateFolder } from '../engine';

/** What says of a folder that somebody works in it. */
const MARKS = [
  'malote.db',
  'iniciado.txt',
  'malote.db.iniciado',
  'settings.json',
  'settings-draft.json',
  'demo.json',
] as const;

export async function isWorkspace(folder: string): Promise<boolean> {
  const found = await Promise.all(
    MARKS.map((mark) =>
      access(join(folder, mark)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/**
 * A mistyped folder must not answer for one that is empty; one that a copy was taking the place of is whole again first.
 * @throws MaloteError CLI_NO_WORKSPACE, BACKUP_RESTORING
 */
export async function wantWorkspace(folder: string): Promise<void> {
  settleRestore(folder);
  if (!(await isWorkspace(folder))) throw new MaloteError('CLI_NO_WORKSPACE', { place: folder });
}
