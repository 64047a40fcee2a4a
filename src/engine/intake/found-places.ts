import { eventPath, isPreviousMonthCopy } from '../archive';
import type { Direction, Month } from '../domain';
import type { FiscalEvent } from '../fiscal';
import { fromStored, sameName, toStored, type RelPath } from '../shares';
import type { Place } from './late-cancellations';
import type { CompanyIndex } from './company-index';
import type { PlannedFiling } from './plan-documents';
import { keyParts } from './plan-events';

/** How well a file lies for its company: where it would have been filed, elsewhere in the company's folder, or in a foreign one. */
export type PlaceRank = 'planned' | 'own-folder' | 'foreign';

export interface FoundPlace {
  readonly companyId: number | null;
  readonly direction: Direction;
  /** A copy under Mês_anterior. */
  readonly extra: boolean;
  readonly rank: PlaceRank;
}

const ORDER: Readonly<Record<PlaceRank, number>> = { foreign: 0, 'own-folder': 1, planned: 2 };

export function isBetter(one: PlaceRank, other: PlaceRank): boolean {
  return ORDER[one] > ORDER[other];
}

function samePlace(one: RelPath, other: RelPath): boolean {
  return sameName(toStored(one), toStored(other));
}

function folderOf(path: RelPath): RelPath {
  return path.slice(0, -1);
}

/** For whom a document lies at this path, by what `planFilings` would have made of it. */
export function documentPlace(planned: readonly PlannedFiling[], path: RelPath): FoundPlace {
  const exact = planned.find((filing) => samePlace(filing.path, path));
  if (exact !== undefined) return { ...facts(exact), rank: 'planned' };
  const own = planned.find(
    ({ companyId, extra, path: wanted }) => companyId !== null && !extra && sameName(wanted[1], path[1]),
  );
  if (own !== undefined) return { ...facts(own), rank: 'own-folder' };
  const [first] = planned;
  const nobody: FoundPlace = { companyId: null, direction: 'unknown', extra: false, rank: 'foreign' };
  return first === undefined ? nobody : { ...facts(first), rank: 'foreign' };
}

function facts({ companyId, direction, extra }: PlannedFiling): Omit<FoundPlace, 'rank'> {
  return { companyId, direction, extra };
}

export interface EventSurroundings {
  /** Where the event's document is filed. */
  readonly original: readonly Place[];
  readonly companies: CompanyIndex;
  readonly month: Month;
}

/** For whom an event lies at this path: beside its document, in the folder of a company that it concerns, or nowhere it should. */
export function eventPlace(
  event: FiscalEvent,
  path: RelPath,
  { original, companies, month }: EventSurroundings,
): Omit<FoundPlace, 'extra' | 'direction'> {
  const beside = original.find((filing) => samePlace(folderOf(filing.path), folderOf(path)));
  if (beside !== undefined) return { companyId: beside.companyId, rank: 'planned' };
  const owners = ownersOf(event, original, companies);
  for (const { id, folder } of owners) {
    if (samePlace(eventPath(folder, month, event.kind, event), path)) return { companyId: id, rank: 'planned' };
  }
  const own = owners.find(({ folder }) => sameName(folder, path[1]));
  if (own !== undefined) return { companyId: own.id, rank: 'own-folder' };
  // of an event whose document is not held, nothing but its folder may say whom it concerns
  const host = original.length === 0 ? companies.byFolder((folder) => sameName(folder, path[1])) : undefined;
  if (host !== undefined) return { companyId: host.id, rank: 'own-folder' };
  return { companyId: owners[0]?.id ?? null, rank: 'foreign' };
}

function ownersOf(
  event: FiscalEvent,
  original: readonly Place[],
  companies: CompanyIndex,
): { readonly id: number; readonly folder: string }[] {
  const issuer = keyParts(event.documentIdentity)?.issuer ?? null;
  const concerned = [
    ...original.map(({ companyId }) => companies.byId(companyId)),
    companies.find(issuer),
    companies.find(event.author),
  ].filter((company) => company !== undefined);
  return [...new Map(concerned.map((company) => [company.id, company])).values()];
}

/** The places of a document as the ledger has them, without its copies under Mês_anterior. */
export function mainPlaces(rows: readonly { readonly companyId: number | null; readonly path: string }[]): Place[] {
  return rows
    .map(({ companyId, path }) => ({ companyId, path: fromStored(path) }))
    .filter(({ path }) => !isPreviousMonthCopy(path));
}
