import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MaloteError } from '../../../shared/errors';
import { every, realNow } from '../../base';
import { isInUse, noteRestored } from '../../ledger';
import type { FileRoot } from '../../shares';
import { backupReader } from './backup-reader';
import { LEDGER_FILE } from './contents';
import { identityOf } from './identity';
import { wholeLedger, type InspectCopy } from './inspect';
import { emptied } from './make-backup';
import { checkChain, type SealedManifest } from './manifest';
import { checkUsable } from './prove';
import { rebuild } from './rebuild';
import { readMarker, refuseWhileRestored, removeMarker, touchMarker, writeMarker } from './restore-marker';
import { arrivingFolder, beginSwitch, finishRestore, type OnStep } from './switch-places';

export { finishRestore } from './switch-places';

export interface RestoreAsked {
  /** Null: the newest. */
  readonly id: string | null;
  /** Whose copies; default: this workspace's, or of who alone has some there. */
  readonly of?: string;
  /** A person has accepted that a copy of another workspace takes this one's place. */
  readonly foreign: boolean;
}

export interface RestoreOptions {
  readonly root: FileRoot;
  readonly workspace: string;
  readonly inspect: InspectCopy;
  readonly signal: AbortSignal;
  /** In bytes. */
  readonly tell?: (done: number, total: number) => void;
  readonly onStep?: OnStep;
}

/** How often it is said that the process is at work. */
const BEAT_MS = 30_000;

/**
 * Puts a copy in the place of the workspace, which no engine may have open. What was there is renamed, never deleted. A process that is
 * ended has left the old state or the new, and whoever comes next finishes (`finishRestore`).
 * @returns BACKUP_RESTORED
 * @throws MaloteError BACKUP_*, LEDGER_BUSY, SHARE_*, CANCELLED: then nothing was touched
 */
export async function restoreBackup(asked: RestoreAsked, options: RestoreOptions): Promise<MaloteError> {
  const { workspace, root, signal, onStep } = options;
  mkdirSync(workspace, { recursive: true });
  const left = readMarker(workspace);
  if (left !== null) refuseWhileRestored(workspace, left);
  finishRestore(workspace, onStep);
  const reader = await backupReader({ root, workspace, signal, ...(asked.of === undefined ? {} : { of: asked.of }) });
  const sealed = await reader.find(asked.id);
  checkUsable(sealed.manifest);
  checkChain(sealed, (await reader.store.manifests(signal)).whole);
  await refuseForeign(sealed, workspace, asked.foreign);
  writeMarker(workspace, { phase: 'building' });
  const stopBeating = every(BEAT_MS, () => {
    try {
      touchMarker(workspace);
    } catch {
      // who looks meanwhile finds it a little silent
    }
  });
  try {
    await build(sealed, reader.store, options);
    signal.throwIfAborted();
    refuseHeld(workspace);
    beginSwitch(workspace, sealed.manifest.id, realNow());
  } catch (error) {
    rmSync(arrivingFolder(workspace), { recursive: true, force: true });
    removeMarker(workspace);
    throw error;
  } finally {
    stopBeating();
  }
  return settled(workspace, onStep);
}

function settled(workspace: string, onStep: OnStep | undefined): MaloteError {
  const done = finishRestore(workspace, onStep);
  if (done === null) throw new Error('somebody else has taken the marker away');
  noteRestored(join(workspace, LEDGER_FILE), String(done.details['id']));
  return done;
}

function refuseHeld(workspace: string): void {
  const file = join(workspace, LEDGER_FILE);
  if (isInUse(file)) throw new MaloteError('LEDGER_BUSY', { place: file });
}

/** Where there is no ledger nothing is lost by another's copy. */
async function refuseForeign({ manifest }: SealedManifest, workspace: string, consent: boolean): Promise<void> {
  const own = await identityOf(workspace);
  const isOther = own === null ? existsSync(join(workspace, LEDGER_FILE)) : own !== manifest.workspace;
  if (isOther && !consent) throw new MaloteError('BACKUP_FOREIGN', { id: manifest.id, place: workspace });
}

async function build(
  { manifest }: SealedManifest,
  store: Parameters<typeof rebuild>[0]['store'],
  { workspace, inspect, signal, tell, onStep }: RestoreOptions,
): Promise<void> {
  const folder = arrivingFolder(workspace);
  refuseHeld(workspace);
  await emptied(folder);
  onStep?.();
  await rebuild({ store, manifest, folder, durable: true, signal, ...(tell === undefined ? {} : { tell }) });
  const { id, ledger } = manifest;
  await wholeLedger(inspect, { id, file: join(folder, LEDGER_FILE), deep: true, counts: ledger.counts });
  onStep?.();
}
