import { MaloteError } from '../../../shared/errors';
import type { FiscalLimits } from '../limits';
import type { FiscalDocument, FiscalEvent } from '../types';
import { isLoneCancellation, loneCancellation, saysError, type LoneCancellation } from './cancellation';
import { cutter, type Original } from './cut';
import { documentOf, isNote } from './document-of';
import type { Draft } from './draft';
import { LAYOUTS } from './layouts';
import { everyElement, holds, isNamed, readMarkup, type MarkupElement } from './markup';
import { askedOrAnswered, standsInRequest } from './question-or-answer';
import { openWrapper } from './unwrap';
import { fiscalMessages } from '../../../shared/messages/pt-BR/fiscal';

/**
 * What a file without a note is: a request, a receipt (a number and a code, without issuer or value), an answer that carries only
 * messages, or nothing that is known here.
 */
export type WithoutNote = 'request' | 'receipt' | 'answer' | 'unknown';

export interface MunicipalReading {
  readonly items: readonly (FiscalDocument | FiscalEvent)[];
  /** Meaningful where there are no items. */
  readonly otherwise: WithoutNote;
  readonly shape: string;
}

const NUMBER = /^(?:numero_?n(?:f|fe|fse|ota)|nrnfse?|numeronfse|numnota)$/i;
const CODE = /^(?:codigo_?verificacao|codigoautenticidade|cdautenticacao|cod_verificador_autenticidade|codvernf)$/i;
/** Of a note as its issuer or its worth would be written. */
const SUBSTANCE = /^(?:prest|emit|dadosprest|valor|vl[A-Z_]|cpf_?cnpj_?prest)/i;
/** What an answer says of itself, besides notes. */
const MESSAGE =
  /^(?:sucesso|codigo|mensagem|correcao|descricao|numerolote|protocolo|datarecebimento|situacao|versao\w*|listanfse)$/i;
const SOAP = /^(?:Envelope|Body)$/i;

class Walk {
  readonly drafts: Draft[] = [];
  readonly cancellations: LoneCancellation[] = [];
  #sawRequest = false;
  #sawReceipt = false;
  #sawAnswer = false;

  constructor(private readonly limits: FiscalLimits) {}

  visit(element: MarkupElement, depth: number): void {
    if (isNamed(element, 'Signature')) return;
    const layout = LAYOUTS.find(({ matches }) => matches(element));
    if (layout !== undefined) {
      this.#note(element, layout.read(element));
      return;
    }
    if (isLoneCancellation(element)) {
      this.#cancellation(element);
      return;
    }
    this.#look(element);
    for (const child of element.children) this.visit(child, depth);
    for (const root of openWrapper(element, depth, this.limits)) this.visit(root, depth + 1);
  }

  otherwise(roots: readonly MarkupElement[]): WithoutNote {
    if (this.#sawReceipt) return 'receipt';
    if (this.#sawRequest) return 'request';
    return this.#sawAnswer || roots.some(saysError) ? 'answer' : 'unknown';
  }

  #note(element: MarkupElement, draft: Draft): void {
    if (standsInRequest(element)) this.#sawRequest = true;
    else if (isNote(draft)) this.drafts.push(draft);
    else if (draft.number !== null && draft.verification !== null && draft.issuer === null) this.#sawReceipt = true;
    if (this.drafts.length > this.limits.documents) {
      throw new MaloteError('FISCAL_TOO_COMPLEX', {
        limit: this.limits.documents,
        what: fiscalMessages.measures.documents,
      });
    }
  }

  #cancellation(confirmation: MarkupElement): void {
    this.#sawAnswer = true;
    const cancellation = standsInRequest(confirmation) ? null : loneCancellation(confirmation);
    if (cancellation !== null) this.cancellations.push(cancellation);
  }

  #look(element: MarkupElement): void {
    const said = isTop(element) ? askedOrAnswered(element.name) : null;
    if (said === 'asked' || isCancelRequest(element)) this.#sawRequest = true;
    if (said === 'answered' && (saysError(element) || holdsOnlyMessages(element))) this.#sawAnswer = true;
    if (isReceipt(element)) this.#sawReceipt = true;
  }
}

/** A root, of the file or of what it carries, SOAP aside. A block of that name inside a note says nothing of the file. */
function isTop({ parent, source }: MarkupElement): boolean {
  return parent === null || parent.source !== source || SOAP.test(parent.name);
}

/** IPM asks for a cancellation with the note's own elements, its number in `nf/numero`. */
function isCancelRequest(element: MarkupElement): boolean {
  return holds(element, 'nf/numero', 'nf/situacao', 'prestador') && !holds(element, 'nf/numero_nfse');
}

/** What else stands in an answer may be a note of a layout that nobody knows. */
function holdsOnlyMessages(answer: MarkupElement): boolean {
  for (const each of everyElement(answer)) {
    const isLeaf = each.children.length === 0;
    if (isLeaf && each !== answer && !MESSAGE.test(each.name) && !isNamed(each.parent, 'Cabecalho')) return false;
  }
  return answer.text.trim() === '' || answer.children.length > 0;
}

function isReceipt(element: MarkupElement): boolean {
  const names = element.children.map(({ name }) => name);
  if (!names.some((name) => NUMBER.test(name)) || !names.some((name) => CODE.test(name))) return false;
  const beside = element.parent?.source === element.source ? element.parent.children.map(({ name }) => name) : [];
  return ![...names, ...beside].some((name) => SUBSTANCE.test(name));
}

/** As many elements as tell one layout from another. */
const SHAPE = 12;

/** The names of a file's first elements, in document order, so that a reader for its layout can be written. */
function shapeOf(roots: readonly MarkupElement[]): string {
  const names: string[] = [];
  for (const root of roots) {
    for (const { name } of everyElement(root)) {
      if (names.push(name) >= SHAPE) return names.join(' ');
    }
  }
  return names.join(' ');
}

/**
 * Reads a municipal answer by its structure: no name of a root counts, only what stands in a note (`../shared/domain/nfse-municipal.md`
 * is the source). Lists are split, carried documents are opened, requests are left aside.
 * @param original one root element of a file, well formed, decoded
 * @throws MaloteError FISCAL_TOO_COMPLEX, FISCAL_MALFORMED
 */
export function readMunicipal(original: Original, limits: FiscalLimits): MunicipalReading {
  const roots = readMarkup({ text: original.text, carrier: null }, limits);
  const walk = new Walk(limits);
  for (const root of roots) walk.visit(root, 0);
  const { drafts, cancellations } = walk;
  const units = [...drafts, ...cancellations].map(({ unit }) => unit);
  const cut = units.length > 1 ? cutter(original, units) : () => original.whole;
  const items = [
    ...drafts.map((draft) => documentOf(draft, cut(draft.unit))),
    ...cancellations.map(({ event, unit }) => ({ ...event, bytes: cut(unit) })),
  ];
  return { items, otherwise: walk.otherwise(roots), shape: shapeOf(roots) };
}
