import type { DocumentKind, Month, TaxId } from '../../domain';
import type { LegacySingle } from '../../ledger';
import { instantOf, kindNamed, monthNamed, taxIdNamed } from './texts';

/** "2025-08-29 10:24:52.478 | INFO | [CNPJ] Iniciando download individual de 4491 chaves faltantes..." */
const SINGLES = /\[([0-9A-Z./-]{11,18})\].*Iniciando download individual de\s+([\d.]+)\s+chaves?/i;
/** The line before it: "[CNPJ] Resultado Validação CTe (2025-08): …". The accents may have been lost on the way. */
const VALIDATION = /\[([0-9A-Z./-]{11,18})\].*Resultado\s+Valida\S*\s+(\w+)\s+\((\d{2,4}-\d{2,4})\)/i;
const START = /^.{0,40}?(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?)/;
/** Companies whose last validation is remembered; an office has 1,000 at most. */
const REMEMBERED = 10_000;

/** Collects, line by line, what a log tells of documents that were fetched one by one. */
export class LogReader {
  readonly #validations = new Map<TaxId, { readonly kind: DocumentKind | null; readonly month: Month | null }>();
  readonly #singles: (LegacySingle & { readonly line: number })[] = [];
  #lines = 0;

  get singles(): readonly (LegacySingle & { readonly line: number })[] {
    return this.#singles;
  }

  line(text: string): void {
    this.#lines += 1;
    if (!text.includes('[')) return;
    const validation = VALIDATION.exec(text);
    if (validation !== null) this.#validated(validation);
    const single = validation === null ? SINGLES.exec(text) : null;
    if (single !== null) this.#single(text, single);
  }

  #validated([, named = '', kind = '', month = '']: RegExpExecArray): void {
    const taxId = taxIdNamed(named);
    if (taxId === null || this.#validations.size >= REMEMBERED) return;
    this.#validations.set(taxId, { kind: kindNamed(kind), month: monthNamed(month) });
  }

  #single(text: string, [, named = '', count = '']: RegExpExecArray): void {
    const taxId = taxIdNamed(named);
    const documents = Number(count.replaceAll('.', ''));
    if (taxId === null || !Number.isSafeInteger(documents)) return;
    const { kind, month } = this.#validations.get(taxId) ?? { kind: null, month: null };
    const at = instantOf(START.exec(text)?.[1] ?? '');
    this.#singles.push({ taxId, kind, month, documents, at, line: this.#lines });
  }
}
