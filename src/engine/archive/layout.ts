import type { Direction, DocumentKind, Month } from '../domain';
import { relPath, safeName, sameName, type RelPath } from '../shares';

/** Folder of documents that concern no company of the workbook. */
export const NO_COMPANY_FOLDER = '_SEM_EMPRESA';

/** Folder, within a month's, of the copies that the month after it looks for. */
const PREVIOUS_MONTH_FOLDER = 'Mês_anterior';

const DIRECTION_FOLDER: Partial<Record<Direction, string>> = { inbound: 'Entrada', outbound: 'Saída' };

/**
 * The folders that the office and its other programs rely on: `{YYYY}/{company}/{MM}/{kind}/{Entrada|Saída}/{key}.xml`.
 * The month is the document's own. Source: the predecessor's layout (docs/decisions/0004-archive-layout.md).
 */
export function monthFolder(company: string | null, month: Month): RelPath {
  return relPath(month.slice(0, 4), company ?? NO_COMPANY_FOLDER, month.slice(5, 7));
}

/** File name, without its ending, of a document: its key, or a safe form of another identity (`NFS:<50>` → the 50 digits). */
export function documentName(identity: string): string {
  return safeName(identity.startsWith('NFS:') ? identity.slice(4) : identity.replaceAll(':', '_'));
}

export function documentPath(
  company: string | null,
  month: Month,
  kind: DocumentKind,
  direction: Direction,
  identity: string,
): RelPath {
  const folder = DIRECTION_FOLDER[direction];
  return relPath(
    ...monthFolder(company, month),
    kind,
    ...(folder === undefined ? [] : [folder]),
    `${documentName(identity)}.xml`,
  );
}

/** The copy, under Mês_anterior, of an inbound document issued in the first days of its month. */
export function previousMonthPath(company: string, month: Month, kind: DocumentKind, identity: string): RelPath {
  return relPath(
    ...monthFolder(company, month),
    PREVIOUS_MONTH_FOLDER,
    kind,
    'Entrada',
    `${documentName(identity)}.xml`,
  );
}

/** Whether a path lies under Mês_anterior. */
export function isPreviousMonthCopy(path: RelPath): boolean {
  return path.some((name) => sameName(name, PREVIOUS_MONTH_FOLDER));
}

/** `_CANC` for the first cancellation of a document, `_CANC_<type>_<sequence>` for a further one. */
export function cancellationName(
  identity: string,
  further: { readonly eventType: string; readonly sequence: number } | null,
): string {
  const suffix = further === null ? '' : `_${safeName(further.eventType)}_${String(further.sequence)}`;
  return `${documentName(identity)}_CANC${suffix}.xml`;
}

/** Beside the original, in whatever folder it lies. */
export function besideDocument(document: RelPath, name: string): RelPath {
  return [...document.slice(0, -1), ...relPath(name)];
}

/** Events that do not stand beside an original: corrections, manifestations, refused cancellations, events without their document. */
export function eventPath(
  company: string | null,
  month: Month,
  kind: DocumentKind,
  event: { readonly documentIdentity: string; readonly eventType: string; readonly sequence: number },
): RelPath {
  const name = `${documentName(event.documentIdentity)}_${safeName(event.eventType)}_${String(event.sequence)}.xml`;
  return relPath(...monthFolder(company, month), kind, 'Eventos', name);
}

/** Where a file goes when another content already stands under its name. Nothing is ever overwritten. */
export function conflictPath(path: RelPath, sha256: string): RelPath {
  const name = path[path.length - 1] ?? '';
  const ending = /\.[a-z]+$/i.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - ending.length);
  return [...path.slice(0, -1), ...relPath(safeName(`${stem}_CONFLITO_${sha256.slice(0, 8)}${ending}`))];
}

export function reportPath(company: string, month: Month, kind: DocumentKind): RelPath {
  const name = `Relatorio_${kind}_${company}_${month.slice(5, 7)}_${month.slice(0, 4)}.xlsx`;
  return relPath(...monthFolder(company, month), kind, name);
}
