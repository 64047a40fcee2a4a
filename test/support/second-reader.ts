import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decode } from '../../src/engine/fiscal/decode';
import type { ParsedText } from '../../src/engine/fiscal/parse';
import type { PartParser } from '../../src/engine/fiscal/read-fiscal';
import type { XmlNode } from '../../src/engine/fiscal/tree';
import { MaloteError } from '../../src/shared/errors';

/**
 * The independent second reader: validates a text and then parses it, both with `fast-xml-parser`, which has no code in common with
 * what the program reads with. Tests hold the two against each other; the bench measures what the one costs beside the other.
 */

const UNREAD_GROUPS = [
  ...['det', 'KeyInfo', 'enderEmit', 'enderDest', 'infAdic', 'cobr', 'pag', 'compl', 'infCTeNorm', 'infDoc'],
];

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@_',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  // what it is to be replaced by is the class of a package that this one brings along
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: 100_000 },
  maxNestedTags: 64,
  ignoreDeclaration: true,
  ignorePiTags: true,
  stopNodes: UNREAD_GROUPS.map((name) => `*.${name}`),
});

function validate(text: string): void {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new MaloteError('FISCAL_MALFORMED', { reason: verdict.err.msg });
}

function rootOf(text: string, name: string): XmlNode | MaloteError {
  try {
    const document = parser.parse(text) as XmlNode;
    const root = document[name];
    if (typeof root === 'object' && root !== null && !Array.isArray(root)) return root as XmlNode;
    return new MaloteError('FISCAL_MALFORMED', { reason: 'o elemento principal não tem conteúdo' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return reason.startsWith('[SECURITY]')
      ? new MaloteError('FISCAL_UNSAFE_NAME')
      : new MaloteError('FISCAL_MALFORMED', { reason });
  }
}

function packedIn(node: unknown, found: string[]): string[] {
  if (typeof node !== 'object' || node === null) return found;
  for (const [name, value] of Object.entries(node)) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    for (const each of values) {
      if (name === 'docZip') {
        const text = typeof each === 'object' && each !== null ? (each as XmlNode)['#text'] : each;
        if (typeof text === 'string') found.push(text);
      } else packedIn(each, found);
    }
  }
  return found;
}

/** The way documents were read before: the root's text is validated, then each unit is parsed by itself. */
export const secondReader: PartParser = (text, _options, part): ParsedText => {
  validate(text);
  const { units } = part;
  const [only] = units;
  if (only !== undefined && units.length === 1) {
    const root = rootOf(only.name === part.name ? text : decode(only.bytes).text, only.name);
    return { name: part.name, root: root instanceof MaloteError ? '' : root, wanted: [root], packed: [], repairs: [] };
  }
  const wanted = units.map((unit) => rootOf(decode(unit.bytes).text, unit.name));
  const whole = units.length === 2 || part.bytes.length < 1_000_000 ? rootOf(text, part.name) : '';
  const root = whole instanceof MaloteError ? '' : whole;
  return { name: part.name, root, wanted, packed: units.length === 0 ? packedIn(root, []) : [], repairs: [] };
};
