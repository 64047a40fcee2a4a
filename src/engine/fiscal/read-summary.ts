import type { DocumentKind } from '../domain';
import { requireKey } from './keys';
import { taxIdOf } from './parties';
import { text } from './tree';
import type { FiscalSummary } from './types';
import type { ParsedUnit } from './unit';

function kindOf(model: string, isFreight: boolean): DocumentKind {
  if (isFreight) return 'CTe';
  return model === '65' ? 'NFCe' : 'NFe';
}

/** resNFe, resCTe and resEvento: word of a document or of a registered event, not the file itself. */
export function readSummary(unit: ParsedUnit): FiscalSummary {
  const { root } = unit;
  const freightKey = text(root, 'chCTe');
  const key = requireKey(freightKey ?? text(root, 'chNFe'));
  const model = key.slice(20, 22);
  return {
    type: 'summary',
    documentIdentity: key,
    kind: kindOf(model, freightKey !== null),
    model,
    situation: text(root, 'cSitNFe') ?? text(root, 'cSitCTe'),
    issuer: taxIdOf(root),
    issuedAt: text(root, 'dhEvento') ?? text(root, 'dhEmi'),
    eventType: text(root, 'tpEvento'),
    bytes: unit.bytes,
  };
}
