import { join } from 'node:path';
import { absolute, HOST_PLATFORM, openLocalRoot, relPath, toStored, type RelPath } from '../../shares';
import { IDENTITY_FILE } from './identity';

/** The ledger's place in a workspace and in a copy of it. */
export const LEDGER_FILE = 'malote.db';

/** What a workspace has of its own, besides the ledger, that would be lost with its disk (docs/data.md). */
const FILES: readonly string[] = ['settings.json', 'settings-draft.json', 'unidades.json', IDENTITY_FILE];
const GAPS_FILE = /^gaps-\d{4}-\d{2}\.txt$/;
const FOLDERS: readonly string[] = ['guardados', 'espera', 'relatorios'];

/** Beside the ledger, while somebody has it open or died with it. */
const LEDGER_PARTS: readonly string[] = [LEDGER_FILE, `${LEDGER_FILE}-wal`, `${LEDGER_FILE}-shm`];

/** Whether an entry of the workspace is part of its copies, and is put aside for one. */
export function isOwn(name: string): boolean {
  return LEDGER_PARTS.includes(name) || FILES.includes(name) || FOLDERS.includes(name) || GAPS_FILE.test(name);
}

/** A file to be copied. */
export interface Source {
  /** In the copy. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
}

/** Files of the workspace that belong into a copy, but for the ledger; unfinished ones are left out. */
export async function* sourcesIn(workspace: string, signal: AbortSignal): AsyncGenerator<Source> {
  const root = openLocalRoot({ id: 'workspace', location: workspace });
  const sourceOf = ({ path }: { readonly path: RelPath }): Source => ({
    path: toStored(path),
    file: absolute(workspace, path, HOST_PLATFORM),
  });
  try {
    // its own files, without entering a folder
    for await (const found of root.list([], { signal, names: [[]] })) {
      const name = found.path[0] ?? '';
      if (FILES.includes(name) || GAPS_FILE.test(name)) yield sourceOf(found);
    }
    for (const folder of FOLDERS)
      for await (const found of root.list(relPath(folder), { signal })) yield sourceOf(found);
  } finally {
    await root.close();
  }
}

/** Where the job and its proof work, in the workspace: removed when they end, and by whoever is next. */
export const copyingFolder = (workspace: string): string => join(workspace, 'copiando');
export const provingFolder = (workspace: string): string => join(workspace, 'conferindo');
