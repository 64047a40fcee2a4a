import { isMaloteError } from '../../shared/errors';
import type { FiscalLimits } from './limits';
import { decodeReferences, everyElement, readMarkup } from './municipal';

/** SOAP within SOAP within asmx; a file must not decide how long it is read. */
export const CARRIED_DEPTH = 4;
const ESCAPED = /^(?:&lt;|&#60;|&#x3c;)/i;
const CARRIES = /<!\[CDATA\[|&(?:amp;)?(?:lt|#60|#x3c);/i;
const BEYOND_LATIN = /[^\u0000-\u00ff]/;
const LATIN = /^<\?xml\s[^>]*?\bencoding\s*=\s*["'](?:iso-?8859-1|latin-?1|windows-1252|cp-?1252|l1)["']/i;

/** In the encoding that the document itself declares: it is kept as a file of its own. */
function bytesOf(text: string): Uint8Array {
  const isLatin = LATIN.test(text) && !BEYOND_LATIN.test(text);
  return Buffer.from(text, isLatin ? 'latin1' : 'utf8');
}

/**
 * Documents that elements carry as their text: CDATA, escaped once or twice, each as the bytes of a file of its own. Whether they are
 * documents at all is for whoever reads them: escaped HTML in a description is handed out too.
 */
export function carriedIn(text: string, limits: FiscalLimits): Uint8Array[] {
  if (!CARRIES.test(text)) return [];
  try {
    const roots = readMarkup({ text, carrier: null }, limits);
    return roots.flatMap((root) =>
      [...everyElement(root)].flatMap((element) => {
        if (element.children.length > 0) return [];
        let inner = element.text.replace(/^[\ufeff\s]+/, '');
        if (ESCAPED.test(inner)) inner = decodeReferences(inner);
        return inner.startsWith('<') ? [bytesOf(inner)] : [];
      }),
    );
  } catch (error) {
    if (isMaloteError(error)) return [];
    throw error;
  }
}
