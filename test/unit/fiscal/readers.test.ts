import { describe, expect, it } from 'vitest';
import { encodeAccessKey, encodeNationalNfseKey } from '../../../src/engine/domain';
import { readFiscal, type FiscalDocument, type FiscalEvent, type FiscalItem } from '../../../src/engine/fiscal';
import {
  bytesOf,
  cfe,
  cfeCancellation,
  cte,
  event,
  nationalEvent,
  nationalNfse,
  nfe,
  NFE_KEY,
  nfeProc,
  protocol,
} from './samples';

function only(text: string): FiscalItem {
  const { items, refusals } = readFiscal(bytesOf(text));
  expect(refusals).toEqual([]);
  expect(items).toHaveLength(1);
  return items[0] as FiscalItem;
}

function document(text: string): FiscalDocument {
  const item = only(text);
  if (item.type !== 'document') throw new Error(`read as ${item.type}`);
  return item;
}

function eventOf(text: string): FiscalEvent {
  const item = only(text);
  if (item.type !== 'event') throw new Error(`read as ${item.type}`);
  return item;
}

function codes(item: FiscalDocument | FiscalEvent): string[] {
  return item.findings.map((finding) => finding.code);
}

describe('NF-e', () => {
  it('reads what filing needs', () => {
    expect(document(nfeProc())).toMatchObject({
      identity: NFE_KEY,
      kind: 'NFe',
      model: '55',
      form: 'processed',
      number: '1',
      series: '1',
      month: '2026-03',
      issueDay: '2026-03-31',
      operation: '1',
      purpose: '1',
      parties: [
        { role: 'issuer', taxId: '11222333000181' },
        { role: 'recipient', taxId: '12345678909' },
      ],
      totalCents: 150000n,
      protocol: { status: '100', number: '135260000000001' },
      findings: [],
    });
  });

  it('is bare without a protocol, and with one of another key', () => {
    expect(document(nfe()).form).toBe('bare');
    const other = document(nfeProc(nfe(), protocol('35260311222333000181550010000000021123456794')));
    expect(other).toMatchObject({ form: 'bare', protocol: null });
    expect(codes(other)).toContain('protocol-key');
  });

  it('reports what disagrees with the key and still files the note', () => {
    expect(codes(document(nfeProc(nfe({ number: '999' }))))).toEqual(['key-number']);
  });

  it('notices a protocol whose digest is not that of the signature', () => {
    const signed = nfe().replace(
      '</NFe>',
      '<Signature><SignedInfo><Reference><DigestValue>AAAA</DigestValue></Reference></SignedInfo></Signature></NFe>',
    );
    const proof = protocol().replace('<cStat>', '<digVal>BBBB</digVal><cStat>');
    expect(codes(document(nfeProc(signed, proof)))).toEqual(['protocol-digest']);
  });

  it('reads with prefixes and without a namespace', () => {
    const prefixed = nfeProc()
      .replace(/<(\/?)(?=[a-zA-Z])/g, '<$1n:')
      .replace('xmlns=', 'xmlns:n=');
    expect(document(prefixed).identity).toBe(NFE_KEY);
    expect(document(nfeProc().replace(/ xmlns="[^"]*"/g, '')).identity).toBe(NFE_KEY);
  });

  it('takes an empty recipient for none', () => {
    const parties = document(nfeProc(nfe().replace('<CPF>12345678909</CPF>', '<idEstrangeiro/>'))).parties;
    expect(parties.map((party) => party.role)).toEqual(['issuer']);
  });
});

describe('CT-e', () => {
  const sender = '<rem><CNPJ>11222333000181</CNPJ></rem>';

  it.each([
    ['<toma3><toma>0</toma></toma3>', '0', '11222333000181'],
    ['<toma03><toma>0</toma></toma03>', '0', '11222333000181'],
    ['<toma4><toma>4</toma><CNPJ>99888777000100</CNPJ></toma4>', '4', '99888777000100'],
    ['<toma3><toma>1</toma></toma3>', '1', undefined],
    ['<toma3><toma>constructor</toma></toma3>', 'constructor', undefined],
  ])('taker in %s', (group, pointer, taxId) => {
    const read = document(cte(group, sender));
    expect(read).toMatchObject({ kind: 'CTe', form: 'processed', takerPointer: pointer, totalCents: 32145n });
    expect(read.parties.find((party) => party.role === 'taker')?.taxId).toBe(taxId);
    expect(codes(read).includes('taker-undetermined')).toBe(taxId === undefined);
  });

  it('finds the taker of CT-e OS in its own group', () => {
    const read = document(cte('', '<toma><CNPJ>99888777000100</CNPJ></toma>').replaceAll('CTe>', 'CTeOS>'));
    expect(read).toMatchObject({
      takerPointer: 'toma',
      parties: [{ role: 'issuer' }, { role: 'taker', taxId: '99888777000100' }],
    });
  });
});

describe('CF-e', () => {
  const fields = {
    state: '35',
    month: '2026-03',
    issuer: '11222333000181',
    model: '59',
    satSerial: '900004019',
    random: '513340',
  };
  const key = encodeAccessKey({ ...fields, number: '21' });

  it('counts as processed', () => {
    expect(document(cfe(key))).toMatchObject({
      kind: 'CFe',
      form: 'processed',
      issueDay: '2026-03-10',
      totalCents: 1050n,
      findings: [],
    });
  });

  it('is cancelled by a document with a key of its own', () => {
    const ownKey = encodeAccessKey({ ...fields, number: '22' });
    expect(eventOf(cfeCancellation(ownKey, key))).toMatchObject({
      identity: `59:${key}:CFeCanc:1`,
      documentIdentity: key,
      protocolNumber: ownKey,
      issuedAt: '20260311',
    });
  });
});

describe('events', () => {
  it('keeps the answer of the tax authority', () => {
    expect(eventOf(event())).toMatchObject({
      identity: `55:${NFE_KEY}:110111:1`,
      status: '135',
      author: '11222333000181',
      protocolNumber: '9',
      findings: [],
    });
    expect(eventOf(event({ status: '' })).status).toBeNull();
  });

  it('does not believe the answer to another event', () => {
    const read = eventOf(event({ answeredKey: '35260311222333000181550010000000021123456794' }));
    expect(read.status).toBeNull();
    expect(codes(read)).toContain('event-answer');
  });

  it('takes the kind from the element, not from the key', () => {
    const read = eventOf(event({ type: '110112', element: 'chMDFe' }));
    expect(read).toMatchObject({ model: '58', kind: 'MDFe' });
    expect(codes(read)).toContain('event-model');
  });
});

describe('national NFS-e', () => {
  const parts = {
    municipality: '3550308',
    generator: '2',
    issuer: '11222333000181',
    number: '1',
    month: '2026-03',
    random: '123456789',
  };
  const key = encodeNationalNfseKey(parts);

  it('is issued whatever its cStat, and names the note it replaces', () => {
    const replaced = encodeNationalNfseKey({ ...parts, number: '7' });
    const read = document(nationalNfse(key, `<subst><chSubstda>${replaced}</chSubstda></subst>`));
    expect(read).toMatchObject({
      identity: `NFS:${key}`,
      form: 'processed',
      series: '900',
      totalCents: 23000n,
      replaces: `NFS:${replaced}`,
      findings: [],
    });
    expect(read.parties.map((party) => party.role)).toEqual(['issuer', 'provider', 'taker']);
  });

  it('reads its events', () => {
    expect(eventOf(nationalEvent(key))).toMatchObject({
      identity: `NFSe-nac:${key}:e101101:1`,
      documentIdentity: `NFS:${key}`,
      author: '11222333000181',
      eventType: 'e101101',
    });
  });
});

it.each([
  [
    `<resNFe><chNFe>${NFE_KEY}</chNFe><CNPJ>11222333000181</CNPJ><cSitNFe>3</cSitNFe></resNFe>`,
    { situation: '3', eventType: null },
  ],
  [
    `<resEvento><chNFe>${NFE_KEY}</chNFe><tpEvento>110111</tpEvento></resEvento>`,
    { situation: null, eventType: '110111' },
  ],
])('summary %s', (text, expected) => {
  expect(only(text)).toMatchObject({ type: 'summary', documentIdentity: NFE_KEY, ...expected });
});

it('reads a voided range with its answer', () => {
  const range =
    '<infInut><CNPJ>11222333000181</CNPJ><mod>55</mod><serie>1</serie><nNFIni>5</nNFIni><nNFFin>9</nNFFin></infInut>';
  const text = `<procInutNFe><inutNFe>${range}</inutNFe><retInutNFe><infInut><cStat>102</cStat></infInut></retInutNFe></procInutNFe>`;
  expect(only(text)).toMatchObject({
    type: 'voided-range',
    kind: 'NFe',
    from: '5',
    to: '9',
    status: '102',
    issuer: '11222333000181',
  });
});

describe('municipal NFS-e', () => {
  it.each([
    '<NFe><ChaveNFe><NumeroNFe>1</NumeroNFe></ChaveNFe></NFe>',
    '<CompNfse xmlns="http://www.abrasf.org.br/nfse.xsd"><Nfse><InfNfse Id="x"><Numero>1</Numero></InfNfse></Nfse></CompNfse>',
    '<ConsultarNfseResposta><ListaNfse><InfNfse/></ListaNfse></ConsultarNfseResposta>',
    '<NOTAS_FISCAIS><NOTA_FISCAL/></NOTAS_FISCAIS>',
    '<NFSe xmlns="http://cidade.example/nfse"><infNFSe Id="1"><Numero>1</Numero></infNFSe></NFSe>',
  ])('keeps %s unread', (text) => {
    expect(document(text)).toMatchObject({ kind: 'NFSe', form: 'unread', accessKey: null });
    expect(document(text).identity).toMatch(/^RAW:[0-9a-f]{64}$/);
  });
});
