import { basename, dirname } from 'node:path';
import type { ReadWorkbookFile } from './companies';
import type { RootOpener } from './shares';

/** Reads the workbook through a root on its folder, as everything else on a share is read: a folder that hangs holds up nobody else. */
export function workbookReader(openRoot: RootOpener): ReadWorkbookFile {
  return async (path, signal) => {
    const root = openRoot({ id: 'workbook', location: dirname(path) });
    try {
      return await root.read([basename(path)], { signal });
    } finally {
      await root.close();
    }
  };
}
