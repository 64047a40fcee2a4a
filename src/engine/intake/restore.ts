import { conflictPath, sha256Of } from '../archive';
import type { Sha256 } from '../domain';
import type { Ledger } from '../ledger';
import { MaloteError } from '../../shared/errors';
import { fromStored, toStored, type FileRoot } from '../shares';
import type { SiegFile } from '../sieg';
import { readBatch } from './read-batch';

export interface RestoreOptions {
  readonly ledger: Ledger;
  readonly archive: FileRoot;
}

interface Filed {
  readonly path: string;
  readonly sha256: Sha256;
}

/** The filings of a document or event, as the ledger has them. */
function filedOf(ledger: Ledger, identity: string): readonly Filed[] {
  const document = ledger.documents.byIdentity(identity);
  if (document !== undefined) return ledger.documents.filingsOf(document.id);
  const event = ledger.documents.eventByIdentity(identity);
  return event === undefined ? [] : ledger.documents.eventFilings(event.id);
}

/** Whether every filing of a document or event lies on disk with the bytes that were filed. @throws MaloteError SHARE_*, CANCELLED */
export async function isWhole(options: RestoreOptions, identity: string, signal: AbortSignal): Promise<boolean> {
  const filed = filedOf(options.ledger, identity);
  for (const { path, sha256 } of filed) {
    const found = await options.archive.fingerprint(fromStored(path), { signal });
    if (found?.sha256 !== sha256) return false;
  }
  return filed.length > 0;
}

/**
 * Writes documents and events that the ledger holds again where they are filed, when these bytes are the filed ones and the file is
 * absent. An altered file is first moved beside its place and kept. Harmless to repeat.
 * @param wanted which identities to look after
 * @returns how many files were written. @throws MaloteError SHARE_*, CANCELLED
 */
export async function restoreFiled(
  options: RestoreOptions,
  files: readonly SiegFile[],
  wanted: (identity: string) => boolean,
  signal: AbortSignal,
): Promise<number> {
  const { documents, events } = readBatch(files);
  let written = 0;
  for (const { item, sha256 } of [...documents, ...events]) {
    if (!wanted(item.identity)) continue;
    for (const filed of filedOf(options.ledger, item.identity)) {
      if (filed.sha256 === sha256 && (await restoreOne(options, filed, item, signal))) written += 1;
    }
  }
  if (written > 0) await options.archive.settle({ signal });
  return written;
}

async function restoreOne(
  { ledger, archive }: RestoreOptions,
  { path, sha256 }: Filed,
  { identity, bytes }: { readonly identity: string; readonly bytes: Uint8Array },
  signal: AbortSignal,
): Promise<boolean> {
  const place = fromStored(path);
  const found = await archive.fingerprint(place, { signal });
  if (found?.sha256 === sha256) return false;
  const aside = found === null ? null : conflictPath(place, found.sha256);
  if (aside !== null) await archive.move(place, aside, { signal });
  const { outcome } = await archive.place(place, bytes, { signal });
  if (outcome === 'conflict') throw new MaloteError('SHARE_EXISTS', { location: archive.location, path });
  ledger.journal.write('archive.restored', path, {
    identity,
    sha256,
    ...(aside === null ? {} : { movedAside: toStored(aside), found: found?.sha256 ?? null }),
  });
  return sha256 === sha256Of(bytes);
}
