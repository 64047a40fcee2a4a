import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openAgentRoot, openEngine, systemClock, type Engine } from '../../src/engine';
import type { ShareRoot } from '../../src/shared/ipc/shares';
import { DEMO_CREDENTIALS, parseQuirks, startSimulator, type Office } from '../../src/simulator';
import { openFragileShare, type FragileShare } from './fault-mount';
import { queryLedger } from './ledger-dump';
import type { ShareAgents } from './share-agents';
import { ShareReader } from './share-reader';
import { testFolder } from './test-folder';
import { createWorkspace, removeWorkspace, TEST_SPEED } from './workspace';
import { READER } from './ledger-reader';

export type Shares = Readonly<Record<'archive' | 'import' | 'cancelled', FragileShare>>;

export interface Delivery {
  readonly destination: 'import' | 'cancelled';
  readonly path: string;
  readonly state: string;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly wanted: string;
  readonly error: string | null;
  /** How often it was tried. */
  readonly attempts: number;
}

/** An office whose shares can be taken away, with its SIEG, and an engine that has a process for each share. */
export interface ShareFixture {
  readonly office: Office;
  readonly engine: Engine;
  readonly shares: Shares;
  /** The ledger's database. */
  readonly ledger: string;
  /** Who reads the import share. */
  readonly reader: ShareReader;
  deliveries(): Delivery[];
  /** How many files lie, or lay, on the import share. */
  arrived(): number;
  /** Waits until the engine knows a share to be so, and makes it look meanwhile; the monitor would, a little later. */
  untilKnown(root: ShareRoot, state: 'down' | 'ok'): Promise<void>;
  dispose(): Promise<void>;
}

/** What a call on a share may take: longer than anything that works does, and short enough to be waited for. */
const DEADLINE_MS = 2_500;
/** Of every call on the import share, so that it can fail in the middle of a delivery. */
const LATENCY_MS = 1;

const DELIVERIES = `SELECT n.name AS destination, v.target_path AS path, v.state, v.size, v.sha256, v.content_sha256 AS wanted,
  v.error_code AS error, v.attempts FROM deliveries v JOIN destinations n ON n.id = v.destination_id ORDER BY v.id`;

/** With `agents` that outlive it. It has watched since before the first delivery. */
export async function openShareFixture(office: Office, agents: ShareAgents): Promise<ShareFixture> {
  const folder = await mkdtemp(join(await testFolder(), 'malote-unidades-'));
  const open = (name: string): Promise<FragileShare> => openFragileShare(join(folder, name));
  const shares = { archive: await open('archive'), import: await open('import'), cancelled: await open('cancelled') };
  await shares.import.mount?.latency(LATENCY_MS);
  const inbox = join(shares.import.behind, 'Import');
  await mkdir(inbox);
  const simulator = await startSimulator(office, { quirks: parseQuirks('none'), speed: TEST_SPEED });
  const workspace = await createWorkspace({
    office,
    generation: 'legacy',
    baseUrl: simulator.url,
    change: (settings) => ({
      ...settings,
      archive: { root: shares.archive.location },
      importShare: { root: shares.import.location, layout: 'flat', cancelledRoot: shares.cancelled.location },
    }),
  });
  const engine = await openEngine({
    workspace: workspace.folder,
    reader: READER,
    credentials: () => Promise.resolve(DEMO_CREDENTIALS),
    clock: systemClock(TEST_SPEED),
    openRoot: ({ id, location }) =>
      openAgentRoot({ id, location, spawn: agents.spawn, deadlineMs: DEADLINE_MS, graceMs: 500 }),
  });
  const reader = new ShareReader(inbox);
  await engine.watch();
  return {
    office,
    engine,
    shares,
    reader,
    ledger: workspace.ledger,
    deliveries: () => queryLedger<Delivery & Record<string, unknown>>(workspace.ledger, DELIVERIES),
    arrived: () => reader.seen.size,
    untilKnown: async (root, state) => {
      while (engine.shares.lines().find((line) => line.root === root)?.state !== state) await engine.shares.check(root);
    },
    dispose: async () => {
      for (const share of Object.values(shares)) await share.mount?.heal();
      await engine.close();
      reader.close();
      await simulator.close();
      for (const share of Object.values(shares)) await share.close();
      await removeWorkspace(workspace);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
