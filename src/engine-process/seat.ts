import { HolderLine } from '../shared/ipc/holder-line';
import { isMaloteError } from '../shared/errors';
import { connectLink, listenLink, type Peer, type PeerRole, type Port } from '../engine-link';

export interface SeatOptions {
  readonly workspace: string;
  readonly version: string;
  readonly role: PeerRole;
  /** Another program of the office has attached itself to this process, which holds the workspace. */
  readonly onConnection: (port: Port, peer: Peer) => void;
  readonly log: (text: string) => void;
}

/** This process holds the workspace: it alone opens an engine that watches, and others attach themselves to it. */
export interface Holding {
  readonly holds: true;
  /** May be called again. Lets go of those who are attached; the next one may hold the workspace at once. */
  close(): Promise<void>;
}

/** Another process holds the workspace. */
export interface Attachment {
  readonly holds: false;
  readonly line: HolderLine;
  readonly holder: Peer;
}

/**
 * Holds a workspace, or attaches to who does: whoever can listen is the holder, by the system's own word, and the place of one that died is
 * free at once. Where nobody can listen at all, everybody works by himself and by the locks of the ledger.
 * @throws MaloteError LINK_SECRET, LINK_VERSION, LINK_SILENT
 */
export async function takeSeat(options: SeatOptions): Promise<Holding | Attachment> {
  for (;;) {
    const holding = await hold(options);
    if (holding !== null) return holding;
    const connected = await connectLink(options);
    // who held it has gone between the two
    if (connected !== null) return { holds: false, line: new HolderLine(connected.port), holder: connected.peer };
  }
}

/** Null: somebody else does. */
async function hold(options: SeatOptions): Promise<Holding | null> {
  try {
    const listening = await listenLink(options);
    if (listening === null) return null;
    let closed: Promise<void> | null = null;
    return { holds: true, close: () => (closed ??= listening.close()) };
  } catch (error) {
    if (!isMaloteError(error, 'LINK_UNAVAILABLE')) throw error;
    options.log(error.message);
    return { holds: true, close: () => Promise.resolve() };
  }
}
