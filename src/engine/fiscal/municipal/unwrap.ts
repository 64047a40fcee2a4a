import { isMaloteError } from '../../../shared/errors';
import { decodeReferences, readMarkup, type MarkupElement, type MarkupLimits } from './markup';

/** SOAP within SOAP within asmx: deeper has not been seen, and a file must not decide how long it is read. */
const DEPTH = 4;
const ESCAPED_AGAIN = /^(?:&lt;|&#60;|&#x3c;)/i;

function carried(element: MarkupElement): string | null {
  if (element.children.length > 0) return null;
  let text = element.text.replace(/^[\ufeff\s]+/, '');
  if (ESCAPED_AGAIN.test(text)) text = decodeReferences(text);
  return text.startsWith('<') ? text : null;
}

/**
 * Documents that an element carries as its text: CDATA, escaped once or twice. Text that starts like markup and is none (HTML in a
 * description) is text.
 */
export function openWrapper(element: MarkupElement, depth: number, limits: MarkupLimits): MarkupElement[] {
  const text = depth < DEPTH ? carried(element) : null;
  if (text === null) return [];
  try {
    return readMarkup({ text, carrier: element }, limits);
  } catch (error) {
    if (isMaloteError(error)) return [];
    throw error;
  }
}
