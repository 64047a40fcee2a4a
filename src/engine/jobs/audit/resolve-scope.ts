import type { AuditScope } from '../../../shared/ipc/audit';
import type { ResolvedScope } from '../../ledger';
import type { ListOptions, RelPath } from '../../shares';
import { placeOf, type Clients } from './place';

/** A folder of the archive to be walked through. */
export interface Walk {
  readonly folder: RelPath;
  readonly names: NonNullable<ListOptions['names']>;
}

/** The scope in the ledger's terms. Companies that the ledger does not know reach nothing. */
export function resolveScope(scope: AuditScope, clients: Clients): ResolvedScope {
  const companies = scope.companies?.flatMap((taxId) => clients.byTaxId(taxId)?.id ?? []) ?? null;
  return { months: scope.months === null ? null : [...new Set(scope.months)].sort(), companies };
}

/** The folders that hold what is within reach. */
export function walksOf({ months, companies }: ResolvedScope, clients: Clients): Walk[] {
  const folders = companies?.map((id) => clients.folderOf(id)) ?? null;
  if (months === null) return [{ folder: [], names: folders === null ? [] : [null, folders] }];
  return months.flatMap((month) => {
    const [year, number] = [month.slice(0, 4), month.slice(5, 7)];
    return [{ folder: [year], names: [folders, [number]] }];
  });
}

/** Files beside the company-month folders belong to the reach only when it is everything. */
export function isWithin({ months, companies }: ResolvedScope, stored: string): boolean {
  if (months === null && companies === null) return true;
  const place = placeOf(stored);
  return place !== null && (months === null || months.includes(place.month));
}
