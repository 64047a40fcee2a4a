import { MaloteError } from '../../shared/errors';
import type { BackupView } from '../../shared/ipc/backups';
import { realNow } from '../base';
import {
  backupReader,
  finishRestore,
  restoreBackup,
  type BackupProof,
  type InspectCopy,
  type RestoreAsked,
} from '../jobs/backup';
import { noteRestored, ReadingThread } from '../ledger';
import { SettingsPeek } from '../settings';
import { openLocalRoot, resolveFrom, type FileRoot, type RootOpener } from '../shares';
import { ledgerFile } from './damaged-ledger';
import type { READINGS } from './readings';

/** Looks through a copy of a ledger in a thread of its own. @param reader the built ledger-reader.js */
export function copyInspector(reader: string): InspectCopy {
  return async (file, deep) => {
    const thread = new ReadingThread<typeof READINGS>({ program: reader, file, onWaiting: () => undefined });
    try {
      return await thread.answers.copyFacts(deep);
    } finally {
      await thread.close();
    }
  };
}

/**
 * Before anybody uses a workspace: goes on with a copy that a process which was ended had begun to put in its place.
 * @throws MaloteError BACKUP_RESTORING while another process is at it
 */
export function settleRestore(workspace: string): void {
  const done = finishRestore(workspace);
  if (done !== null) noteRestored(ledgerFile(workspace), String(done.details['id']));
}

/** Where copies are looked for, without an engine: who looks may have lost what one would be opened on. */
export interface CopiesPlace {
  readonly workspace: string;
  /** Null: what the settings of the workspace say. */
  readonly folder: string | null;
  /** Whose copies; null: this workspace's, or of who alone has some there. */
  readonly of: string | null;
  /** The built ledger-reader.js. */
  readonly reader: string;
  readonly openRoot?: RootOpener;
  readonly signal: AbortSignal;
}

/** Newest first. @throws MaloteError BACKUP_*, SHARE_* */
export function listCopies(place: CopiesPlace): Promise<readonly BackupView[]> {
  return withRoot(place, async (root) => (await backupReader({ ...given(place), root })).list());
}

/** As the engine's `backups.verify`, but for the journal. @param id null: the newest @throws MaloteError BACKUP_*, SHARE_* */
export function proveCopy(place: CopiesPlace, id: string | null): Promise<BackupProof> {
  return withRoot(place, async (root) => {
    const reader = await backupReader({ ...given(place), root });
    return reader.prove(id, copyInspector(place.reader), realNow());
  });
}

/** As `restoreBackup`. @param tell in bytes @returns BACKUP_RESTORED */
export function restoreWorkspace(
  place: CopiesPlace,
  asked: Pick<RestoreAsked, 'id' | 'foreign'>,
  tell: (done: number, total: number) => void,
): Promise<MaloteError> {
  const { workspace, signal, of } = place;
  return withRoot(place, (root) =>
    restoreBackup(
      { ...asked, ...(of === null ? {} : { of }) },
      { root, workspace, signal, tell, inspect: copyInspector(place.reader) },
    ),
  );
}

function given({ workspace, signal, of }: CopiesPlace): {
  readonly workspace: string;
  readonly signal: AbortSignal;
  readonly of?: string;
} {
  return { workspace, signal, ...(of === null ? {} : { of }) };
}

/** @throws MaloteError BACKUP_NO_FOLDER, SHARE_* */
async function withRoot<Value>(place: CopiesPlace, work: (root: FileRoot) => Promise<Value>): Promise<Value> {
  const { workspace, openRoot = openLocalRoot } = place;
  settleRestore(workspace);
  const folder = place.folder ?? (await new SettingsPeek(workspace).read())?.backup.folder;
  if (folder === undefined) throw new MaloteError('BACKUP_NO_FOLDER');
  const root = openRoot({ id: 'backup', location: resolveFrom(workspace, folder) });
  try {
    return await work(root);
  } finally {
    await root.close();
  }
}
