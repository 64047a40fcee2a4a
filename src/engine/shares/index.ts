/**
 * All input and output on one configured root: read, place, list, fingerprint, flush; how each root is, and was.
 * Every call has a deadline and fails with a SHARE_* code and the cause in words, behind a process of the root's own where one hung
 * call must not hold the others. Content goes to its name by a temporary one and is read back; other content under that name is replaced
 * only by who names its hash.
 * It never creates the root itself, leaves it by no path, and knows no meaning of a file.
 */
export { nodeAgents, openAgentRoot } from './agent';
export type { AgentProcess, AgentRootOptions, RootOpener, SpawnAgent } from './agent';
export type {
  BatchOptions,
  FileOptions,
  FileRoot,
  FileToWrite,
  Fingerprint,
  FingerprintResult,
  FolderDigest,
  ListedFile,
  ListOptions,
  FilePart,
  WriteOptions,
  ReadOptions,
  WriteResult,
  Standing,
  Placement,
  ReadResult,
  RelPath,
  ItemResult,
  ShowPath,
} from './port';
export { withDeadline } from './deadline';
export type { Bounds } from './deadline';
export { FolderDigester } from './folder-digest';
export { AWAY, isOfOneFile, isRootWide, shareBehaviour, shareError } from './errors';
export type { ShareBehaviour } from './errors';
export { nodeFs } from './fs-port';
export type { DirectoryEntry, FileFacts, FsPort, OpenFile, SizeAndTime } from './fs-port';
export { openLocalRoot } from './local-root';
export type { LocalRoot, LocalRootOptions } from './local-root';
export { causeOf } from './health/cause';
export { driveSystem } from './health/drive-system';
export type { DriveSystem, FolderSight } from './health/drive-system';
export { DRIVES_FILE, MappedDrives } from './health/mapped-drives';
export type { MappedDrive } from './health/mapped-drives';
export { measuredTrouble } from './health/one-look';
export { HealthMonitor } from './health/monitor';
export type { HealthMonitorOptions } from './health/monitor';
export type { HealthStore, LastState, Look, ShareChange, ShareHealth, WatchedRoot } from './health/types';
export { watchedRoots } from './health/watched-roots';
export type { WatchedRootsOptions } from './health/watched-roots';
export { isNetworkPath, mountOf } from './network-path';
export type { Mount, NetworkLookup } from './network-path';
export {
  HOST_PLATFORM,
  absolute,
  composed,
  foundPath,
  fromStored,
  isAbsolutePath,
  isInside,
  nameKey,
  normalisePath,
  relPath,
  resolveFrom,
  sameName,
  samePath,
  splitFile,
  toStored,
} from './paths';
export type { Platform } from './paths';
export { onSameDisk } from './same-disk';
export type { DiskMeans } from './same-disk';
export { MAX_NAME_BYTES, safeName } from './safe-name';
