import { asciiUpper, directionFor, type Direction, type TaxId } from '../domain';
import type { FiscalDocument } from '../fiscal';
import type { CompanyRow } from '../ledger';

export interface CompanyFiling {
  readonly company: CompanyRow;
  readonly direction: Direction;
}

/** A CNPJ or CPF, with or without its punctuation. */
const TAX_ID_IN_TEXT =
  /(?<![0-9A-Z])(?:[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}\/?[0-9A-Z]{4}-?\d{2}|\d{3}\.?\d{3}\.?\d{3}-?\d{2})(?![0-9A-Z])/g;

/** Whom a document concerns: the client companies by their whole tax id. */
export class CompanyIndex {
  #byTaxId: ReadonlyMap<TaxId, CompanyRow> = new Map();
  #byId: ReadonlyMap<number, CompanyRow> = new Map();

  /** @param newer the list as another process has written it since this was last asked; null: nobody has. */
  constructor(
    companies: readonly CompanyRow[],
    private readonly newer: () => readonly CompanyRow[] | null = () => null,
  ) {
    this.replace(companies);
  }

  /** Takes over what another process has made of the list. To be called before anything is filed by it. */
  renew(): void {
    const companies = this.newer();
    if (companies !== null) this.replace(companies);
  }

  /** The list of companies has changed. */
  replace(companies: readonly CompanyRow[]): void {
    this.#byTaxId = new Map(companies.map((company) => [company.taxId, company]));
    this.#byId = new Map(companies.map((company) => [company.id, company]));
  }

  find(taxId: TaxId | null): CompanyRow | undefined {
    return taxId === null ? undefined : this.#byTaxId.get(taxId);
  }

  byId(id: number | null): CompanyRow | undefined {
    return id === null ? undefined : this.#byId.get(id);
  }

  /** The company whose folder is the one that `isIt` recognises. */
  byFolder(isIt: (folder: string) => boolean): CompanyRow | undefined {
    return [...this.#byId.values()].find(({ folder }) => isIt(folder));
  }

  /** One filing per client company that stands in the document, in folder order so that the first is always the same. */
  filings(document: FiscalDocument): CompanyFiling[] {
    const taxIds =
      document.form === 'unread' ? this.#mentioned(document.bytes) : document.parties.map((party) => party.taxId);
    const companies = new Set(taxIds.map((taxId) => this.find(taxId)).filter((company) => company !== undefined));
    return [...companies]
      .map((company) => ({ company, direction: directionFor(document, company.taxId) }))
      .sort((a, b) => (a.company.folder < b.company.folder ? -1 : 1));
  }

  /** A layout that is not read still names its parties somewhere: any client's tax id in its text. */
  #mentioned(bytes: Uint8Array): TaxId[] {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replaceAll('\0', '');
    return (asciiUpper(text).match(TAX_ID_IN_TEXT) ?? []).map((found) => found.replace(/[./-]/g, ''));
  }
}
