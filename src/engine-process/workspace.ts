import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  fileReason,
  loadSettings,
  monthAt,
  openEngine,
  previousMonth,
  resolveWorkspace,
  stateFolder,
  type AlertChannel,
  type AlertSecrets,
  type Engine,
  type FindProxy,
  type RootOpener,
  type SiegCredentials,
  type Surroundings,
} from '../engine';
import { prepareDemonstration, startDemonstration } from '../demonstration';
import { parseQuirks } from '../simulator';
import { MaloteError } from '../shared/errors';
import type { DemonstrationMemory } from '../shared/ipc/host-link';
import type { WorkspaceView } from '../shared/ipc/state';
import type { EngineEvent } from '../shared/views';
import type { SiegGeneration } from '../shared/sieg-generations';

/** The demonstration's waits pass this many times faster: a month of 40 companies takes about a minute, which one can watch. */
const DEMONSTRATION_SPEED = 200;

/** A workspace with its engine. */
export interface OpenWorkspace {
  readonly folder: string;
  readonly engine: Engine;
  /** Folder of the key-wide limiter state. */
  readonly stateFolder: string;
  readonly demonstration: WorkspaceView['demonstration'];
  /** The month to show while no run has been; absent: the usual one. */
  readonly month?: string;
  /** @param address of the API that they go to */
  readonly credentials: (address: string) => Promise<SiegCredentials>;
  close(): Promise<void>;
}

/** Where a workspace is, whoever holds it. */
export type WorkspacePlace = Pick<OpenWorkspace, 'folder' | 'stateFolder' | 'demonstration' | 'credentials'>;

/** What the program around it gives an engine. */
export interface EngineSurroundings {
  readonly ask: AskCredentials;
  readonly secrets: AlertSecrets;
  readonly desktop: AlertChannel;
  readonly openRoot: RootOpener;
  readonly findProxy: FindProxy;
  readonly reader: string;
  /** Folder of the window's log. */
  readonly logs: string;
  readonly version: string;
  readonly whileOpening: (event: EngineEvent) => void;
}

/** Asks main for the key that fits a generation, to be sent to an address; null when there is none. */
export type AskCredentials = (generation: SiegGeneration, address: string) => Promise<SiegCredentials | null>;

/**
 * The office's own workspace, at the place that the command line uses too.
 * @throws MaloteError LEDGER_*, CLI_WORKSPACE_UNKNOWN, CLI_CANNOT_WRITE
 */
export async function openOwnWorkspace(surroundings: Surroundings, given: EngineSurroundings): Promise<OpenWorkspace> {
  const place = ownPlace(surroundings, given.ask);
  const { folder, credentials, stateFolder: state } = place;
  await makeFolder(folder);
  const { ask: _, ...kept } = given;
  const engine = await openEngine({ workspace: folder, credentials, stateFolder: state, ...kept });
  return { ...place, engine, close: () => engine.close() };
}

/** Where the office's own workspace is, whoever holds it. @throws MaloteError CLI_WORKSPACE_UNKNOWN */
export function ownPlace(surroundings: Surroundings, ask: AskCredentials): WorkspacePlace {
  const folder = resolveWorkspace(undefined, surroundings);
  const credentials = async (address: string): Promise<SiegCredentials> => {
    const { settings } = await loadSettings(folder);
    const held = await ask(settings.sieg.generation, address);
    if (held === null) throw new MaloteError('SHELL_KEY_MISSING');
    return held;
  };
  return { folder, stateFolder: stateFolder(surroundings), demonstration: null, credentials };
}

/** The workspace of a demonstration, with its invented SIEG at work in this process. @throws MaloteError LEDGER_*, CLI_CANNOT_WRITE */
export async function openDemonstration(
  root: string,
  memory: DemonstrationMemory,
  { ask: _, ...given }: EngineSurroundings,
  now = new Date(),
): Promise<OpenWorkspace> {
  const { companies, documents, seed, quirks } = memory;
  const folder = demonstrationFolder(root, memory);
  await makeFolder(folder);
  const month = previousMonth(monthAt(now.getTime()));
  const place = await prepareDemonstration(folder, {}, { companies, documents, seed, month });
  const simulated = await startDemonstration(place, {
    quirks: parseQuirks(quirks),
    generation: 'legacy',
    speed: DEMONSTRATION_SPEED,
  });
  try {
    const engine = await openEngine({ ...simulated.engine, ...given });
    return {
      folder,
      engine,
      stateFolder: simulated.engine.stateFolder ?? folder,
      demonstration: { companies, documents, seed },
      month: place.office.month,
      credentials: simulated.engine.credentials ?? (() => Promise.reject(new MaloteError('SHELL_KEY_MISSING'))),
      close: async () => {
        await engine.close();
        await simulated.close();
      },
    };
  } catch (error) {
    await simulated.close();
    throw error;
  }
}

/** An office of its own for each choice: nothing of one ever meets the ledger of another. */
export function demonstrationFolder(root: string, { companies, documents, seed }: DemonstrationMemory): string {
  return join(root, `${String(companies)}x${String(documents)}-${String(seed)}`);
}

/** @throws MaloteError CLI_CANNOT_WRITE */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = fileReason(error);
    throw new MaloteError('CLI_CANNOT_WRITE', { place: folder, reason }, { cause: error });
  }
}
