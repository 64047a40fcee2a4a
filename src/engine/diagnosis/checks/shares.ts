import { join } from 'node:path';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import { diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import type { Settings } from '../../settings';
import {
  DRIVES_FILE,
  driveSystem,
  HOST_PLATFORM,
  MappedDrives,
  measuredTrouble,
  resolveFrom,
  watchedRoots,
  withDeadline,
  type LocalRoot,
  type WatchedRoot,
} from '../../shares';
import { inOrder, troubled, type Found } from '../line';
import type { DiagnosisPlace } from '../place';
import type { Sights } from '../sights';
import { wantSettings } from './settings';

const LOOK_MS = 30_000;

/** Every folder that is written to, looked at as the watch does it. The workbook's is read by a check of its own. */
export async function lookAtShares(sights: Sights, signal: AbortSignal): Promise<readonly Found[]> {
  const settings = await wantSettings(sights);
  const { place } = sights;
  const opened: LocalRoot[] = [];
  const drives =
    HOST_PLATFORM === 'win32'
      ? new MappedDrives(join(place.workspace, DRIVES_FILE), driveSystem, () => place.clock.now())
      : null;
  const roots = rootsOf(place, settings, opened, drives);
  try {
    return await Promise.all(roots.map((watched) => rootLine(watched, drives, signal)));
  } finally {
    // a root that hangs is closed without being waited for
    for (const root of opened) void root.close();
  }
}

function rootsOf(
  place: DiagnosisPlace,
  { archive, importShare }: Settings,
  opened: LocalRoot[],
  drives: MappedDrives | null,
): WatchedRoot[] {
  const open = (id: string, path: string, drained: boolean): LocalRoot => {
    const location = resolveFrom(place.workspace, path);
    const root = place.openRoot({ id, location, drained, clock: place.clock });
    opened.push(root);
    return root;
  };
  const { root, cancelledRoot } = importShare;
  return watchedRoots({
    archive: open('archive', archive.root, false),
    import: open('import', root, true),
    cancelled: cancelledRoot === undefined ? null : open('cancelled', cancelledRoot, true),
    // read by a check of its own
    workbook: null,
    open: (id, location) => open(id, location, false),
    clock: place.clock,
    ...(drives === null ? {} : { drives: { known: drives, look: driveSystem.look } }),
  });
}

async function rootLine(
  { root, location, look }: WatchedRoot,
  drives: MappedDrives | null,
  signal: AbortSignal,
): Promise<Found> {
  const item = root === 'workbook' ? 'archive' : root;
  const tooLate = (): Error => new MaloteError('SHARE_TIMEOUT', { location, path: location, seconds: LOOK_MS / 1_000 });
  const drive = (await drives?.behind(location)) ?? null;
  const behind = drive === null ? null : `${drive.letter}: = ${drive.share}`;
  const facts = { location, behind, root };
  try {
    const found = await withDeadline(look, { signal, deadlineMs: LOOK_MS, tooLate });
    const { latencyMs, freeBytes } = found;
    const measured = { ...facts, latencyMs, freeBytes };
    const trouble = measuredTrouble(found, location);
    return trouble === null
      ? inOrder(item, diagnosisFound.share(location, behind, latencyMs, freeBytes), measured)
      : troubled(item, 'warning', trouble, measured);
  } catch (error) {
    if (!isMaloteError(error) || error.code === 'CANCELLED') throw error;
    const line = troubled(item, 'fault', error, facts);
    // by which who shows it leads to the right part of the settings
    return { ...line, details: { ...line.details, root } };
  }
}
