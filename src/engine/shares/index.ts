export type {
  FileOptions,
  FileRoot,
  Fingerprint,
  ListedFile,
  PlaceOptions,
  Placement,
  RelPath,
  ShowPath,
} from './port';
export { withDeadline } from './deadline';
export type { Bounds } from './deadline';
export { shareBehaviour, shareError, systemCode } from './errors';
export type { ShareBehaviour } from './errors';
export { nodeFs } from './fs-port';
export type { DirectoryEntry, FileFacts, FsPort, OpenFile } from './fs-port';
export { openLocalRoot } from './local-root';
export type { LocalRoot, LocalRootOptions } from './local-root';
export { isNetworkPath, mountOf } from './network-path';
export type { Mount, NetworkLookup } from './network-path';
export {
  HOST_PLATFORM,
  absolute,
  fromStored,
  isAbsolutePath,
  isInside,
  normalisePath,
  relPath,
  resolveFrom,
  samePath,
  toStored,
} from './paths';
export type { Platform } from './paths';
export { MAX_NAME_BYTES, safeName } from './safe-name';
