import { MaloteError } from '../../shared/errors';
import { modelNamed } from '../domain';
import { taxIdOf } from './parties';
import { innermost } from './protocol';
import { child, text } from './tree';
import type { FiscalVoidedRange } from './types';
import type { ParsedUnit } from './unit';

/** Range of numbers declared unused; status "102" means that the tax authority accepted it, null that it was only asked. */
export function readVoided(unit: ParsedUnit): FiscalVoidedRange {
  const inf = child(innermost(unit.root, unit.name, ['inutNFe', 'inutCTe']), 'infInut');
  const answer = child(innermost(unit.root, unit.name, ['retInutNFe', 'retInutCTe']), 'infInut');
  const model = text(inf, 'mod') ?? '';
  const kind = modelNamed(model)?.kind;
  if (inf === null || kind === undefined) throw new MaloteError('FISCAL_UNKNOWN_LAYOUT', { root: unit.name });
  return {
    type: 'voided-range',
    kind,
    model,
    issuer: taxIdOf(inf),
    series: text(inf, 'serie'),
    from: text(inf, 'nNFIni') ?? text(inf, 'nCTIni'),
    to: text(inf, 'nNFFin') ?? text(inf, 'nCTFin'),
    status: text(answer, 'cStat'),
    bytes: unit.bytes,
  };
}
