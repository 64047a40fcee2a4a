export type Family = 'nfe' | 'cte' | 'mdfe' | 'cfe' | 'event' | 'summary' | 'voided' | 'nfse';

/** What an element of this local name holds: the family that reads it and the `inf…` element that proves it is not a namesake. */
export interface Layout {
  readonly family: Family;
  readonly inf: string | null;
}

function layouts(family: Family, inf: string | null, names: readonly string[]): (readonly [string, Layout])[] {
  return names.map((name) => [name, { family, inf }] as const);
}

/** Elements that hold one document, event, summary or voided range. The outermost one in a file is the unit that is read. */
export const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ...layouts('nfe', 'infNFe', ['nfeProc', 'procNFe', 'NFe']),
  ...layouts('cte', 'infCte', ['cteProc', 'procCTe', 'CTe']),
  ...layouts('cte', 'infCte', [
    'cteOSProc',
    'procCTeOS',
    'CTeOS',
    'cteSimpProc',
    'procCTeSimp',
    'CTeSimp',
    'GTVeProc',
    'GTVe',
  ]),
  ...layouts('mdfe', 'infMDFe', ['mdfeProc', 'procMDFe', 'MDFe']),
  ...layouts('cfe', 'infCFe', ['CFe', 'CFeCanc']),
  ...layouts('event', 'infEvento', [
    'procEventoNFe',
    'procEventoCTe',
    'procEventoMDFe',
    'evento',
    'eventoCTe',
    'eventoMDFe',
  ]),
  ...layouts('summary', null, ['resNFe', 'resCTe', 'resEvento']),
  ...layouts('voided', 'infInut', ['procInutNFe', 'ProcInutNFe', 'inutNFe', 'procInutCTe', 'ProcInutCTe', 'inutCTe']),
  ...layouts('nfse', 'infNFSe', ['NFSe']),
]);

/** `InfNfse` is the body of the ABRASF layouts of municipal NFS-e. */
export const MUNICIPAL_BODY = 'InfNfse';

/** Elements that are counted while scanning. */
export const BODIES: ReadonlySet<string> = new Set([
  MUNICIPAL_BODY,
  ...[...LAYOUTS.values()].flatMap((layout) => (layout.inf === null ? [] : [layout.inf])),
]);
