import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { MaloteError } from '../../shared/errors';
import type { XmlNode } from './tree';

/** Groups of which nothing is used here and that are most of a document: their content is left as one text. */
const UNREAD_GROUPS = [
  'det',
  'KeyInfo',
  'enderEmit',
  'enderDest',
  'infAdic',
  'cobr',
  'pag',
  'compl',
  'infCTeNorm',
  'infDoc',
];

/** Values stay text (a key read as a number loses digits) and numeric references are decoded. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@_',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: 100_000 },
  maxNestedTags: 64,
  ignoreDeclaration: true,
  ignorePiTags: true,
  stopNodes: UNREAD_GROUPS.map((name) => `*.${name}`),
});

/** @throws MaloteError FISCAL_MALFORMED when the text is not well formed. */
export function assertWellFormed(text: string): void {
  const verdict = XMLValidator.validate(text);
  if (verdict === true) return;
  throw new MaloteError('FISCAL_MALFORMED', { reason: `${verdict.err.msg} (linha ${String(verdict.err.line)})` });
}

/**
 * Parses well-formed text into the node of its root element.
 * @throws MaloteError FISCAL_UNSAFE_NAME for names such as `__proto__`, FISCAL_MALFORMED for whatever else the parser refuses.
 */
export function parse(text: string, rootName: string): XmlNode {
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (reason.startsWith('[SECURITY]')) throw new MaloteError('FISCAL_UNSAFE_NAME', {}, { cause });
    throw new MaloteError('FISCAL_MALFORMED', { reason }, { cause });
  }
  return rootOf(document, rootName);
}

function rootOf(document: unknown, rootName: string): XmlNode {
  if (typeof document === 'object' && document !== null && Object.hasOwn(document, rootName)) {
    const root: unknown = (document as XmlNode)[rootName];
    if (typeof root === 'object' && root !== null && !Array.isArray(root)) return root as XmlNode;
  }
  throw new MaloteError('FISCAL_MALFORMED', { reason: 'o elemento principal não tem conteúdo' });
}
