import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MaloteError } from '../../../shared/errors';
import { flushFolderSync, renameFileSync } from '../../files';
import { isOwn } from './contents';
import { readMarker, refuseWhileRestored, removeMarker, writeMarker, type Switching } from './restore-marker';

/** In the workspace: what is to come into it, while it is built. */
export const arrivingFolder = (workspace: string): string => join(workspace, 'restaurando');

/** What tests do between two steps. */
export type OnStep = () => void;

function entriesOf(folder: string): string[] {
  return readdirSync(folder).sort();
}

function freeAside(workspace: string, now: number): string {
  const name = `anterior-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  let free = name;
  for (let more = 2; existsSync(join(workspace, free)); more += 1) free = `${name}-${String(more)}`;
  return free;
}

/** From here on the copy takes the workspace's place, whatever becomes of this process. */
export function beginSwitch(workspace: string, id: string, now: number): void {
  writeMarker(workspace, {
    phase: 'switching',
    id,
    aside: freeAside(workspace, now),
    away: entriesOf(workspace).filter(isOwn),
    arriving: entriesOf(arrivingFolder(workspace)),
  });
  flushFolderSync(workspace);
}

/** Each entry lies in one of two places, so that whoever goes on sees how far it is; all leave before the first comes in. */
function switchPlaces(workspace: string, { aside, away, arriving }: Switching, onStep: OnStep): void {
  const [from, kept] = [arrivingFolder(workspace), join(workspace, aside)];
  mkdirSync(kept, { recursive: true });
  const hasBegunToArrive = arriving.some((name) => !existsSync(join(from, name)));
  for (const name of hasBegunToArrive ? [] : away) {
    if (existsSync(join(workspace, name)) && !existsSync(join(kept, name)))
      renameFileSync(join(workspace, name), join(kept, name));
    onStep();
  }
  flushFolderSync(kept);
  for (const name of arriving) {
    if (existsSync(join(from, name))) renameFileSync(join(from, name), join(workspace, name));
    onStep();
  }
  flushFolderSync(workspace);
}

/**
 * Goes on with what a process that was ended has left of putting a copy in the workspace's place: to its end where the copy was whole, and
 * back to the beginning where it was still being built. For whoever is about to use the workspace.
 * @returns BACKUP_RESTORED where the copy has taken its place now; null: nothing was left
 * @throws MaloteError BACKUP_RESTORING while another process is at it
 */
export function finishRestore(workspace: string, onStep: OnStep = () => undefined): MaloteError | null {
  const marker = readMarker(workspace);
  if (marker === null) return null;
  refuseWhileRestored(workspace, marker);
  if (marker.phase === 'switching') switchPlaces(workspace, marker, onStep);
  rmSync(arrivingFolder(workspace), { recursive: true, force: true });
  onStep();
  removeMarker(workspace);
  if (marker.phase === 'building') return null;
  return new MaloteError('BACKUP_RESTORED', { id: marker.id, aside: join(workspace, marker.aside) });
}
