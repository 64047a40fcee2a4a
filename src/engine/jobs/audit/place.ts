import { documentName, isPreviousMonthCopy, NO_COMPANY_FOLDER } from '../../archive';
import {
  asciiUpper,
  findAccessKeys,
  nationalNfseIdentity,
  nextMonth,
  previousMonth,
  type Direction,
  type Month,
} from '../../domain';
import type { AuditedCompany } from '../../ledger';
import { nameKey, sameName } from '../../shares';

/** What a path of the archive says of the file that lies there. Null where it says nothing. */
export interface Place {
  readonly folder: string;
  readonly month: Month;
  readonly kind: string | null;
  readonly direction: 'inbound' | 'outbound' | null;
  /** Under Mês_anterior. */
  readonly previous: boolean;
}

const PLACE = /^(\d{4})\/([^/]+)\/(0[1-9]|1[0-2])\/(.*)$/;
const DIRECTIONS: Readonly<Record<string, Place['direction']>> = {
  entrada: 'inbound',
  saída: 'outbound',
  saida: 'outbound',
};

/** Reads a stored path by the layout `{YYYY}/{company}/{MM}/{kind}/{Entrada|Saída}/…`; null for one outside of it. */
export function placeOf(stored: string): Place | null {
  const [, year = '', folder = '', month = '', rest = ''] = PLACE.exec(stored) ?? [];
  if (year === '') return null;
  const names = rest.split('/').slice(0, -1);
  const previous = isPreviousMonthCopy(names.slice(0, 1));
  if (previous) names.shift();
  const direction = DIRECTIONS[nameKey(names[1] ?? '')] ?? null;
  return { folder, month: `${year}-${month}`, kind: names[0] ?? null, direction, previous };
}

/** The key that a file's name begins with or holds: 44 characters, or the 50 digits of a national NFS-e. */
export function keyInName(stored: string): string | null {
  const name = stored.slice(stored.lastIndexOf('/') + 1);
  return /(?<!\d)\d{50}(?!\d)/.exec(name)?.[0] ?? findAccessKeys(name)[0] ?? null;
}

/** What the ledger would call the document whose key stands in a file's name. */
export function identityInName(stored: string): string | null {
  const key = keyInName(stored);
  return key?.length === 50 ? nationalNfseIdentity(key) : key;
}

/** Whether the name of the file is another key than that of its content. */
export function namesAnother(stored: string, identity: string): string | null {
  const named = keyInName(stored);
  if (named === null) return null;
  const own = asciiUpper(documentName(identity));
  return own === named || !/^[0-9A-Z]{44,50}$/.test(own) ? null : named;
}

const retiredName = (folder: string): string => folder.replace(/~\d+$/, '');
const codeOf = (folder: string): string | null => /^(\d+)_/.exec(folder)?.[1] ?? null;

/** The companies by their folders, without regard to case. */
export class Clients {
  readonly #byId = new Map<number, AuditedCompany>();
  readonly #byTaxId = new Map<string, AuditedCompany>();
  readonly #folders = new Map<string, AuditedCompany>();

  constructor(readonly all: readonly AuditedCompany[]) {
    for (const company of all) {
      this.#byId.set(company.id, company);
      this.#byTaxId.set(company.taxId, company);
      const name = nameKey(retiredName(company.folder));
      // a retired company gives its folder's name up to the one that has it now
      if (!this.#folders.has(name) || company.active) this.#folders.set(name, company);
    }
  }

  byId(id: number): AuditedCompany | undefined {
    return this.#byId.get(id);
  }

  byTaxId(taxId: string): AuditedCompany | undefined {
    return this.#byTaxId.get(taxId);
  }

  /** Its folder on disk, which a retired company keeps when another has taken the name over. */
  folderOf(id: number): string {
    return retiredName(this.#byId.get(id)?.folder ?? '');
  }

  inFolder(folder: string): AuditedCompany | undefined {
    return this.#folders.get(nameKey(folder));
  }

  /** Whether a folder is, or was before the workbook renamed it, the company's: the office's number in front of the name stays. */
  owns(companyId: number | null, folder: string): boolean {
    if (companyId === null) return sameName(folder, NO_COMPANY_FOLDER);
    const company = this.#byId.get(companyId);
    if (company === undefined) return true;
    const own = retiredName(company.folder);
    if (sameName(own, folder)) return true;
    const code = codeOf(own);
    return this.inFolder(folder) === undefined && code !== null && code === codeOf(folder);
  }
}

export type Difference = 'company' | 'month' | 'kind' | 'direction';

/** What the content says of where it belongs. */
export interface Belongs {
  /** One of them is enough. Null: the content does not tell. */
  readonly companies: readonly { readonly companyId: number | null; readonly direction: Direction | null }[] | null;
  /** Null: it names none. */
  readonly month: Month | null;
  readonly kind: string;
}

/**
 * In what a place contradicts the content. A folder that says nothing contradicts nothing: the system before this one filed without
 * direction what it could not decide.
 */
export function contradictions(place: Place, belongs: Belongs, clients: Clients): Difference[] {
  const found: Difference[] = [];
  const own = belongs.companies?.filter(({ companyId }) => clients.owns(companyId, place.folder)) ?? [];
  if (belongs.companies !== null && own.length === 0) found.push('company');
  if (belongs.month !== null && !isMonthOf(place, belongs.month)) found.push('month');
  if (place.kind !== null && !sameName(place.kind, belongs.kind)) found.push('kind');
  if (place.direction !== null && own.length > 0 && own.every(({ direction }) => contradicts(place, direction))) {
    found.push('direction');
  }
  return found;
}

function isMonthOf(place: Place, month: Month): boolean {
  if (place.month === month) return true;
  return place.previous && (place.month === previousMonth(month) || place.month === nextMonth(month));
}

function contradicts(place: Place, direction: Direction | null): boolean {
  return (direction === 'inbound' || direction === 'outbound') && direction !== place.direction;
}
