import { documentName } from '../archive';
import type { DocumentKind } from '../domain';
import { relPath, type RelPath } from '../shares';

export type ImportLayout = 'flat' | 'by-type';

/** `Import/{key}.xml`, or `{kind}/{key}.xml` when the BI program reads one folder per kind. */
export function deliveryPath(layout: ImportLayout, kind: DocumentKind, identity: string): RelPath {
  return relPath(layout === 'flat' ? 'Import' : kind, `${documentName(identity)}.xml`);
}

/** What the ledger keeps of how cancellations are laid out. */
export function cancellationForm(hasOwnRoot: boolean): string {
  return hasOwnRoot ? 'cancelled' : 'cancelled-inside';
}

/** `Cancelados/{name}` inside the import share, or `{name}` in a root of its own. */
export function cancellationPath(name: string, hasOwnRoot: boolean): RelPath {
  return hasOwnRoot ? relPath(name) : relPath('Cancelados', name);
}
