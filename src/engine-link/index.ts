/**
 * How two programs of one user speak to each other about one workspace: a `Port` at each end of a named pipe (Windows) or of a Unix
 * socket (elsewhere), over which the contract is spoken as over a MessagePort (docs/decisions/0041-link.md).
 * It promises: of all who listen for a workspace one does at a time, by the system's own word; a dead one's address is free at once; nothing
 * is said or heard before both ends have proven that they can read the workspace's secret, which itself never travels; memory is bounded
 * whatever the other end sends, or does not read.
 * It knows neither engine nor contract, and never tells a stranger why he was cut off.
 */
export { holdAlone } from './alone';
export { connectLink, type ConnectOptions, type Connected } from './connect';
export { LINK_SECRET_FILE } from './secret';
export { listenLink, type Listening, type ListenOptions } from './listen';
export type { Peer, PeerRole } from './greeting';
export type { Port } from './port';
