import { decodeAccessKey, dayOf, kindOfModel, monthOf, type Party } from '../domain';
import { commonFindings, keyFindings, groupFindings, signatureDigest, total } from './consistency';
import { keyInId, requireKey } from './keys';
import { partiesIn } from './parties';
import { innermost, protocolFor } from './protocol';
import { attribute, child, childNames, text, type XmlNode } from './tree';
import type { FiscalDocument } from './types';
import { requireSingleBody, type ParsedUnit } from './unit';

/** A keyed document laid open: the element that is signed, its body, and the key in the body's Id. */
interface Opened {
  readonly signed: XmlNode;
  readonly inf: XmlNode;
  readonly key: string;
}

interface Body {
  readonly inf: XmlNode;
  readonly key: string;
}

function bodyOf(name: string, node: XmlNode | null): Body | null {
  const key = name.startsWith('inf') ? keyInId(name, attribute(node, 'Id') ?? '') : null;
  return node === null || key === null ? null : { inf: node, key };
}

function bodyIn(signed: XmlNode): Body | null {
  for (const name of childNames(signed)) {
    const body = bodyOf(name, child(signed, name));
    if (body !== null) return body;
  }
  return null;
}

/** The body stands in the unit itself, in a child of it, or is the unit (a body without any envelope). */
function open(unit: ParsedUnit): Opened {
  const { root, name } = unit;
  const candidates = [root, ...childNames(root).map((each) => child(root, each))].filter((node) => node !== null);
  const signed = candidates.find((node) => bodyIn(node) !== null) ?? root;
  const body = bodyIn(signed) ?? bodyOf(name, root);
  const inf = requireSingleBody(unit, body?.inf ?? null);
  return { signed, inf, key: requireKey(body?.key ?? null) };
}

/** The only child of `ide` that is named as numbers are (nNF, nBP, nDC …) and says the number that the key says. */
function numberIn(ide: XmlNode | null, inKey: string | null): string | null {
  const names = ide === null ? [] : childNames(ide).filter((name) => /^n[A-Z]{2}[A-Za-z0-9]*$/.test(name));
  const written = names.map((name) => text(ide, name)).filter((value) => value !== null && /^\d{1,9}$/.test(value));
  const same = written.find((value) => value?.replace(/^0+(?=.)/, '') === inKey);
  return same ?? written[0] ?? inKey;
}

/** Where the layouts write what is to be paid for the whole document. */
const TOTALS: readonly (readonly [group: string, ...names: string[]])[] = [
  ['total', 'vNF', 'vDC', 'vTotDFe', 'vTPrest', 'vTotal'],
  ['infValorBPe', 'vBP', 'vPgto'],
  ['tot', 'vBP', 'vTotal'],
];

function totalText(inf: XmlNode): string | null {
  for (const [group, ...names] of TOTALS) {
    for (const name of names) {
      const written = text(child(inf, group), name);
      if (written !== null) return written;
    }
  }
  return null;
}

/** The passenger's company pays for a BP-e (`comp`); the other layouts name a recipient. */
function partiesOf(inf: XmlNode): Party[] {
  return partiesIn(inf, [
    ['issuer', 'emit'],
    ['recipient', 'dest'],
    ['taker', 'comp'],
    ['taker', 'toma'],
    ['sender', 'rem'],
    ['intermediary', 'agencia'],
    ['intermediary', 'Marketplace'],
    ['carrier', 'Transportadora'],
    ['carrier', 'transp', 'transporta'],
    ['authorised', 'autXML'],
  ]);
}

/** Names of the protocol and of its key, whatever the project calls them: `protNFCom/infProt/chNFCom`. */
function protocolIn(unit: ParsedUnit, key: string): ReturnType<typeof protocolFor> {
  const elements = childNames(unit.root).filter((name) => /^prot[A-Z]/.test(name));
  const proof = child(innermost(unit.root, unit.name, elements), 'infProt');
  const named = proof === null ? undefined : childNames(proof).find((name) => /^ch[A-Z]/.test(name));
  return protocolFor(unit.root, key, { elements, key: named ?? 'ch' });
}

/**
 * A document of any model, read by what all that have an access key share: key, issuer, dates, total, protocol, parties. NFCom (62),
 * BP-e (63), NF3e (66), NFAg (75), NFGas (76), DC-e (99), and models that nobody has named here yet. What the key says at its end
 * (emission type, random) is laid out differently in each and not compared.
 */
export function readKeyed(unit: ParsedUnit): FiscalDocument {
  const { signed, inf, key } = open(unit);
  const ide = child(inf, 'ide');
  const parts = decodeAccessKey(key);
  const model = /^\d{2}$/.exec(text(ide, 'mod') ?? '')?.[0] ?? key.slice(20, 22);
  const { protocol, findings } = protocolIn(unit, key);
  const issuedAt = text(ide, 'dhEmi') ?? text(ide, 'dEmi');
  const declared = {
    state: text(ide, 'cUF'),
    model: text(ide, 'mod'),
    series: text(ide, 'serie'),
    number: numberIn(ide, parts?.number ?? null),
    emissionType: null,
    random: null,
    satSerial: null,
  };
  const document: Omit<FiscalDocument, 'findings'> = {
    type: 'document',
    identity: key,
    accessKey: key,
    kind: kindOfModel(model),
    model,
    form: protocol ? 'processed' : 'bare',
    number: declared.number,
    series: declared.series ?? parts?.series ?? null,
    issuedAt,
    issueDay: issuedAt && dayOf(issuedAt),
    month: (issuedAt && monthOf(issuedAt)) ?? parts?.month ?? null,
    operation: null,
    purpose: null,
    parties: partiesOf(inf),
    takerPointer: null,
    ...total(totalText(inf)),
    protocol,
    digest: signatureDigest(signed),
    environment: text(ide, 'tpAmb'),
    replaces: null,
    bytes: unit.bytes,
  };
  const repeated = groupFindings(inf, ['ide', 'emit', 'dest', 'total']);
  return {
    ...document,
    findings: [...findings, ...keyFindings(key, declared, document), ...commonFindings(document), ...repeated],
  };
}
