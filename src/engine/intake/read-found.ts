import { isMonth, type Month } from '../domain';
import type { FiscalDocument, FiscalEvent } from '../fiscal';
import { toStored, type RelPath } from '../shares';
import type { KeptFile } from './kept';
import { readBatch, type Hashed } from './read-batch';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

/** A file as it lies in the archive. */
export interface FoundFile {
  readonly path: RelPath;
  readonly bytes: Uint8Array;
}

/** A file that stays where it is without becoming a document, and why. */
export interface NotAdopted {
  readonly path: string;
  readonly code: string;
  /** One sentence in Portuguese. */
  readonly reason: string;
}

/** What one file of the archive is. */
export type FoundItem =
  | { readonly type: 'document'; readonly path: RelPath; readonly found: Hashed<FiscalDocument> }
  | { readonly type: 'event'; readonly path: RelPath; readonly found: Hashed<FiscalEvent> }
  | { readonly type: 'voided'; readonly path: RelPath; readonly kept: KeptFile }
  | { readonly type: 'none'; readonly path: RelPath; readonly problem: NotAdopted };

/** Reads a file that is to count where it lies: it must be exactly one document or one event. Never throws for content. */
export function readFound({ path, bytes }: FoundFile): FoundItem {
  const { documents, events, keep, refusals } = readBatch([{ name: path.at(-1) ?? null, bytes, problem: null }]);
  const none = (code: string, reason: string): FoundItem => ({
    type: 'none',
    path,
    problem: { path: toStored(path), code, reason },
  });
  if (documents.length + events.length > 1 || keep.some(({ category }) => category === 'original'))
    return none('SEVERAL_DOCUMENTS', intakeMessages.severalInOne);
  const [refusal] = refusals;
  if (refusal !== undefined) return none(refusal.code, refusal.message);
  const [document] = documents;
  if (document !== undefined) return { type: 'document', path, found: document };
  const [event] = events;
  if (event !== undefined) return { type: 'event', path, found: event };
  const [kept] = keep;
  if (kept?.category === 'voided') return { type: 'voided', path, kept };
  return none(kept?.code ?? 'NO_DOCUMENT', kept?.reason ?? intakeMessages.noDocument);
}

/** The month of the folder `{YYYY}/{company}/{MM}`, for documents that name none; null outside such a folder. */
export function monthOfFolder(path: RelPath): Month | null {
  const month = `${path[0] ?? ''}-${path[2] ?? ''}`;
  return isMonth(month) ? month : null;
}
