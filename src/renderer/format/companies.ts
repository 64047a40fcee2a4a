/** "0001_PADARIA_DOIS_IRMAOS" → code "0001", name "PADARIA DOIS IRMAOS". A folder without a code has an empty one. */
export function companyName(folder: string): { readonly code: string; readonly name: string } {
  const match = /^(\d{1,8})_(.+)$/.exec(folder);
  return { code: match?.[1] ?? '', name: (match?.[2] ?? folder).replaceAll('_', ' ') };
}

/** A CNPJ ("12.345.678/0001-95", letters allowed) or CPF with its punctuation; anything else as it is. */
export function taxIdText(taxId: string): string {
  if (/^\d{11}$/.test(taxId)) return taxId.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
  return taxId.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
}

const MARKS = /[\u0300-\u036f]/g;
const PUNCTUATION = /[./\-]/g;
const BLANKS = /[\s_]+/g;

/** Text as a search sees it: without case, accents, the underscores of folder names and the punctuation of a CNPJ. */
export function searchable(text: string): string {
  const bare = text.normalize('NFD').replace(MARKS, '').replace(PUNCTUATION, '');
  return bare.replace(BLANKS, ' ').toLowerCase().trim();
}

/** Whether a company answers to every word of a search, in its folder's name or its CNPJ. */
export function matchesCompany(
  company: { readonly taxId: string; readonly folder: string } | null,
  search: string,
): boolean {
  const words = searchable(search).split(' ').filter(Boolean);
  if (words.length === 0) return true;
  if (company === null) return false;
  const text = `${searchable(company.folder)} ${searchable(company.taxId)}`;
  return words.every((word) => text.includes(word));
}
