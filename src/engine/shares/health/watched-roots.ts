import { MaloteError, isMaloteError } from '../../../shared/errors';
import type { ShareRoot } from '../../../shared/ipc/shares';
import type { Clock } from '../../base';
import { shareError } from '../errors';
import { splitFile, type Platform } from '../paths';
import type { FileRoot } from '../port';
import { diagnosed } from './diagnosis';
import type { FolderSight } from './drive-system';
import type { MappedDrives } from './mapped-drives';
import { askServer, serverOf, type ServerAnswer } from './server';
import type { Look, WatchedRoot } from './types';
import { shareCauses } from '../../../shared/messages/pt-BR/share-causes';

export interface WatchedRootsOptions {
  readonly archive: FileRoot;
  readonly import: FileRoot;
  /** Null when cancellations go to a folder of the import share. */
  readonly cancelled: FileRoot | null;
  /** Absolute path of the workbook; null when it is an address. */
  readonly workbook: string | null;
  /** Opens a root on the workbook's folder; its owner closes it. */
  readonly open: (id: ShareRoot, location: string) => FileRoot;
  readonly clock: Clock;
  readonly platform?: Platform;
  /** Default: the real network. */
  readonly ask?: (server: string) => Promise<ServerAnswer>;
  /** What drive letters stand for, and how the shares behind them are looked at; absent where there are no letters. */
  readonly drives?:
    { readonly known: MappedDrives; readonly look: (folder: string) => Promise<FolderSight> } | undefined;
}

/** The configured roots in the order archive, import, cancelled, workbook, each with its way of being looked at. */
export function watchedRoots(options: WatchedRootsOptions): WatchedRoot[] {
  const { archive, cancelled, workbook } = options;
  const written = (root: ShareRoot, files: FileRoot): WatchedRoot =>
    watched(root, files, (signal) => files.check({ signal }), options);
  return [
    written('archive', archive),
    written('import', options.import),
    ...(cancelled === null ? [] : [written('cancelled', cancelled)]),
    ...(workbook === null ? [] : [workbookRoot(workbook, options)]),
  ];
}

function watched(
  root: ShareRoot,
  { location }: FileRoot,
  look: WatchedRoot['look'],
  { platform, ask = askServer, drives }: WatchedRootsOptions,
): WatchedRoot {
  return {
    root,
    location,
    look: async (signal) => {
      try {
        const found = await look(signal);
        void drives?.known.seenWell(location);
        return found;
      } catch (error) {
        // the server is looked up each time: a mount may have come or gone
        const server = serverOf(location, platform);
        const drive = (await drives?.known.behind(location)) ?? null;
        const failure = shareError(error, { location, path: location });
        throw await diagnosed(failure, { server, ask, ...(drives === undefined ? {} : { drive, look: drives.look }) });
      }
    },
  };
}

/**
 * The workbook is opened and read, nothing is written: its folder is often one in which only others may write. Somebody who has it open
 * is no outage; a workbook that is gone is one.
 */
function workbookRoot(workbook: string, options: WatchedRootsOptions): WatchedRoot {
  const { folder: location, name } = splitFile(workbook, options.platform);
  const files = options.open('workbook', location);
  const look = async (signal: AbortSignal): Promise<Look> => {
    const start = options.clock.now();
    const found = await files.fingerprint([name], { signal }).catch((error: unknown) => {
      if (isMaloteError(error, 'SHARE_BUSY')) return 'in-use';
      throw error;
    });
    if (found === null) throw missing(location, name);
    return { latencyMs: options.clock.now() - start, freeBytes: null };
  };
  return watched('workbook', files, look, options);
}

function missing(location: string, name: string): MaloteError {
  return new MaloteError('SHARE_PATH_MISSING', { location, path: name, cause: shareCauses.workbookAbsent(name) });
}
