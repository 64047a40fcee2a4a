import { SaxesParser } from 'saxes';
import { MaloteError } from '../../shared/errors';
import type { FiscalLimits } from './limits';
import { REPAIRS, type RepairCode } from './repairs';
import { TreeBuilder, type Parsed, type Wanted } from './tree-builder';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

export interface ParseOptions {
  /** Subtrees to hand out by themselves, in the order of their start tags. */
  readonly wanted: readonly Wanted[];
  readonly limits: Pick<FiscalLimits, 'depth'>;
  /**
   * Whether characters and references that no XML may hold are left as they stand and named as repairs. For what has no access key:
   * a document that was authorised with one has passed a stricter reader than this.
   */
  readonly lenient: boolean;
}

export interface ParsedText extends Parsed {
  readonly repairs: readonly RepairCode[];
}

const { malformed } = fiscalMessages;

/** What the parser complains of that is named by itself, and the repair where it may be tolerated. */
const CHARACTERS: Readonly<Record<string, readonly [RepairCode, reason: string]>> = {
  'disallowed character.': [REPAIRS.controlCharacter, malformed.controlCharacter],
  'malformed character entity.': [REPAIRS.controlCharacter, malformed.badReference],
  'undefined entity.': [REPAIRS.undefinedEntity, malformed.undefinedEntity],
};

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^unmatched closing tag|^unexpected close tag|^weird empty close/, malformed.otherClosingTag],
  [/^unclosed tag|^unexpected end/, malformed.unclosedTag],
  [/^duplicate attribute/, malformed.repeatedAttribute],
  [/attribute/, malformed.badAttribute],
  [/entity/, malformed.ampersand],
  [/tag/, malformed.badTag],
  [/"\]\]>"/, malformed.cdataEnd],
  [/one root|outside of root/, malformed.outsideRoot],
];

function reasonOf(message: string): string {
  return CHARACTERS[message]?.[1] ?? REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? malformed.otherwise;
}

/** Where the root element begins: past the declaration, comments and stray text, which the scan has judged. */
function rootTag(text: string): number {
  const markup = /<(?:\?[^]*?\?>|!--[^]*?-->|(?=[^?!]))/g;
  for (let found = markup.exec(text); found !== null; found = markup.exec(text))
    if (found[0] === '<') return found.index;
  return 0;
}

/**
 * Reads a text once: checks that it is well formed and builds its tree.
 * @throws MaloteError FISCAL_MALFORMED, FISCAL_CONTROL_CHARACTER, FISCAL_FORBIDDEN_MARKUP, FISCAL_UNSAFE_NAME, FISCAL_TOO_COMPLEX
 */
export function parse(text: string, options: ParseOptions): ParsedText {
  const repairs = new Set<RepairCode>();
  const builder = new TreeBuilder(options.wanted, options.limits.depth);
  const start = rootTag(text);
  const before = start === 0 ? 0 : text.slice(0, start).split('\n').length - 1;
  const parser = new SaxesParser({
    xmlns: false as const,
    position: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  parser.on('error', ({ message }) => {
    const skippable = CHARACTERS[message];
    if (skippable !== undefined && options.lenient) repairs.add(skippable[0]);
    else throw refusal(message, parser.line + before);
  });
  parser.on('doctype', () => {
    throw new MaloteError('FISCAL_FORBIDDEN_MARKUP');
  });
  parser.on('opentag', ({ name, attributes }) => builder.start(name, attributes));
  parser.on('text', (value) => builder.text(value));
  parser.on('cdata', (value) => builder.text(value));
  parser.on('closetag', () => builder.end());
  parser.write(start === 0 ? text : text.slice(start)).close();
  const { name, root, wanted, packed } = builder;
  return { name, root, wanted, packed, repairs: [...repairs] };
}

function refusal(message: string, line: number): MaloteError {
  const reason = malformed.atLine(reasonOf(message), line);
  const [repair] = CHARACTERS[message] ?? [];
  return new MaloteError(repair === REPAIRS.controlCharacter ? 'FISCAL_CONTROL_CHARACTER' : 'FISCAL_MALFORMED', {
    reason,
  });
}
