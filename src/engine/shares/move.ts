import { MaloteError } from '../../shared/errors';
import { inFolder } from './folders';
import { nameKey, toStored } from './paths';
import type { RelPath } from './port';
import { patiently, renamePatiently, tryLink, unlessOpen } from './publish';
import { fingerprintIfThere, locate, sameContent, statIfThere } from './root-context';
import type { RootContext } from './root-context';
import { asSpelled, inSpelledFolder } from './spelling';

/** One key for names that a case-insensitive or composing file system takes for one. */
export function foldedPath(path: RelPath): string {
  return nameKey(toStored(path));
}

async function resolveTaken(
  context: RootContext,
  from: string,
  to: string,
  shown: RelPath,
  lease: AbortSignal,
): Promise<void> {
  const there = await fingerprintIfThere(context, to);
  if (there === null) return renamePatiently(context, from, to, lease);
  const source = await fingerprintIfThere(context, from);
  if (source !== null && !sameContent(source, there)) {
    throw new MaloteError('SHARE_EXISTS', { location: context.location, path: toStored(shown) });
  }
  if (source !== null) await removePatiently(context, from, lease);
}

/** @returns false when there is no such file. */
export async function removeFile(context: RootContext, asked: RelPath, lease: AbortSignal): Promise<boolean> {
  const path = await asSpelled(context, asked, async (spelled) =>
    (await statIfThere(context, locate(context, spelled))) === null ? null : spelled,
  );
  if (path === null) return false;
  await removePatiently(context, locate(context, path), lease);
  context.touchedFolders.add(locate(context, path.slice(0, -1)));
  return true;
}

function removePatiently(context: RootContext, file: string, lease: AbortSignal): Promise<void> {
  return unlessOpen(context, file, () => patiently(context, lease, () => context.fs.unlink(file)));
}

/** Names that differ only in case or composition may be one file, which linking and deleting would lose. */
async function isOneFile(context: RootContext, from: RelPath, to: RelPath): Promise<boolean> {
  if (foldedPath(from) !== foldedPath(to)) return false;
  const [one, other] = [
    await statIfThere(context, locate(context, from)),
    await statIfThere(context, locate(context, to)),
  ];
  return one === null || other === null || (one.inode === other.inode && one.device === other.device);
}

/**
 * Moves a file without overwriting. The same content at the destination counts as moved (a crash between the two halves of
 * an earlier move leaves exactly that).
 * @returns false when there is no source. @throws SHARE_EXISTS when another content stands at the destination.
 */
export async function moveFile(
  context: RootContext,
  asked: RelPath,
  wanted: RelPath,
  lease: AbortSignal,
): Promise<boolean> {
  const from = await asSpelled(context, asked, async (path) =>
    (await statIfThere(context, locate(context, path))) === null ? null : path,
  );
  if (from === null) return false;
  const to = await inSpelledFolder(context, wanted);
  const source = locate(context, from);
  const target = locate(context, to);
  if (source === target) return true;
  await inFolder(context, to.slice(0, -1), lease, async () => {
    lease.throwIfAborted();
    if (await isOneFile(context, from, to)) return renamePatiently(context, source, target, lease);
    if ((await tryLink(context, source, target, lease)) === 'done') return removePatiently(context, source, lease);
    return resolveTaken(context, source, target, to, lease);
  });
  context.touchedFolders.add(locate(context, from.slice(0, -1)));
  context.touchedFolders.add(locate(context, to.slice(0, -1)));
  return true;
}
