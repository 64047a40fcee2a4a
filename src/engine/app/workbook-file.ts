import { MAX_WORKBOOK_BYTES, type ReadWorkbookFile } from '../companies';
import { splitFile, type RootOpener } from '../shares';

/** Reads the workbook through a root on its folder, as everything else on a share is read: a folder that hangs holds up nobody else. */
export function workbookReader(openRoot: RootOpener): ReadWorkbookFile {
  return async (path, signal) => {
    const { folder, name } = splitFile(path);
    const root = openRoot({ id: 'workbook', location: folder });
    try {
      // a byte more than may be, by which it is known to be too large
      return await root.read([name], { signal, part: { from: 0, bytes: MAX_WORKBOOK_BYTES + 1 } });
    } finally {
      await root.close();
    }
  };
}
