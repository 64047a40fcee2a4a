import { MaloteError } from '../../shared/errors';
import type { XmlNode } from './tree';

/** A unit that was parsed and is ready to be read. */
export interface ParsedUnit {
  /** Local name of its element. */
  readonly name: string;
  readonly root: XmlNode;
  /** The bytes that the item keeps. */
  readonly bytes: Uint8Array;
  /** How often the body of its layout (infNFe …) stands anywhere in it. */
  readonly bodies: number;
}

/**
 * Exactly one signed body may stand in a unit. A second one, wherever it hides (a sibling, the signature's Object), is how a forged
 * note travels under the signature or the protocol of a true one.
 * @throws MaloteError FISCAL_AMBIGUOUS
 */
export function requireSingleBody(unit: ParsedUnit, body: XmlNode | null): XmlNode {
  if (body === null || unit.bodies !== 1) throw new MaloteError('FISCAL_AMBIGUOUS', { envelope: unit.name });
  return body;
}
