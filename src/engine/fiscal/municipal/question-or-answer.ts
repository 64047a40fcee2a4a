import { ancestors, type MarkupElement } from './markup';

/** Names of elements that ask for something, and of elements that answer. The nearest one above a note decides. */
const QUESTION = [
  /Envio$/i,
  /^Pedido/,
  /^Req(?:uest)?[A-Z]/,
  /Request$/,
  /^[Ee]nvi(?:o|ar)?[A-Z]/,
  /^xmlProcessamento/,
  /In$/,
  /^tbnfd$/i,
  /^(?:ListaRps|LoteRps|Rps|DPS|infDPS)$/i,
];
const ANSWER = [
  /Respos(?:ta)?$/i,
  /Response$/i,
  /Result(?:ado)?$/i,
  /Out$/i,
  /^retorno/i,
  /^ret[A-Z]/,
  /^res[A-Z]/,
  /^outputXML$/i,
];

/** Whether an element of this name says that what stands below was asked or answered; null when it says neither. */
export function askedOrAnswered(name: string): 'asked' | 'answered' | null {
  if (ANSWER.some((pattern) => pattern.test(name))) return 'answered';
  return QUESTION.some((pattern) => pattern.test(name)) ? 'asked' : null;
}

/** Whether a note stands in a request: the nearest element that says so decides, across carried documents. */
export function standsInRequest(element: MarkupElement): boolean {
  for (const ancestor of ancestors(element)) {
    const said = askedOrAnswered(ancestor.name);
    if (said !== null) return said === 'asked';
  }
  return false;
}
