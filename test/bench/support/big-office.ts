// The names of the invented office of the big ledger.

/** What an office of this size has after a year or more; every other number of rows follows from these. */
export interface BigLedgerSize {
  readonly documents: number;
  readonly companies: number;
  readonly months: number;
}

/** The months of such a ledger, oldest first; the last one is the one that is worked on. */
export function monthsOf({ months }: Pick<BigLedgerSize, 'months'>): string[] {
  const last = 2026 * 12 + 9;
  return Array.from({ length: months }, (_, at) => {
    const month = last - (months - 1 - at);
    return `${String(Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

/** An invented CNPJ root; no key here is held against its document. */
export function taxIdOf(company: number): string {
  return `${String(11_000_000 + company)}000100`;
}

export function folderOf(company: number): string {
  return `${String(company).padStart(4, '0')}_EMPRESA_EXEMPLO`;
}
