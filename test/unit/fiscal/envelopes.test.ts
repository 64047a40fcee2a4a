import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeAccessKey, foldStatus } from '../../../src/engine/domain';
import { DEFAULT_LIMITS, readFiscal, type FiscalEvent, type FiscalReading } from '../../../src/engine/fiscal';
import { understand } from '../../../src/engine/jobs/audit/content';
import { bytesOf, CTE_KEY, DECLARATION, event, nfe, NFE_KEY, nfeProc } from './samples';

const OTHER_KEY = encodeAccessKey({
  state: '35',
  month: '2026-03',
  issuer: '11222333000181',
  model: '55',
  series: 1,
  number: 2,
  random: 3,
});

const body = (status = '', key = NFE_KEY, type = '110111', element = 'chNFe'): string =>
  `<infEvento Id="ID${type}${key}01"><CNPJ>11222333000181</CNPJ>${status}<${element}>${key}</${element}>` +
  `<dhEvento>2026-03-16T08:00:00-03:00</dhEvento><tpEvento>${type}</tpEvento><nSeqEvento>1</nSeqEvento></infEvento>`;
const answerTo = (status: string, key = NFE_KEY): string => body(`<cStat>${status}</cStat><nProt>9</nProt>`, key);
const soap = (inner: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><nfeResultMsg xmlns="http://www.portalfiscal.inf.br/nfe/wsdl/NFeRecepcaoEvento4">${inner}</nfeResultMsg></s:Body></s:Envelope>`;
const docZip = (xml: string, nsu = '1'): string =>
  `<docZip NSU="${nsu}" schema="procEventoNFe_v1.00.xsd">${gzipSync(xml).toString('base64')}</docZip>`;
const distribution = (...zips: string[]): string =>
  `<retDistDFeInt xmlns="http://www.portalfiscal.inf.br/nfe" versao="1.01"><tpAmb>1</tpAmb><cStat>138</cStat><loteDistDFeInt>${zips.join('')}</loteDistDFeInt></retDistDFeInt>`;
const oldCancellation = (status: string, kind = 'NFe', key = NFE_KEY): string =>
  `<procCanc${kind} versao="2.00"><canc${kind}><infCanc Id="ID${key}"><tpAmb>1</tpAmb><xServ>CANCELAR</xServ><ch${kind}>${key}</ch${kind}><nProt>1</nProt><xJust>erro de digitacao</xJust></infCanc></canc${kind}>` +
  `<retCanc${kind}><infCanc><cStat>${status}</cStat><ch${kind}>${key}</ch${kind}><dhRecbto>2012-03-16T08:00:00</dhRecbto><nProt>9</nProt></infCanc></retCanc${kind}></procCanc${kind}>`;

function events(reading: FiscalReading): FiscalEvent[] {
  return reading.items.filter((item) => item.type === 'event');
}

/** The state of the document after everything that a text says of it. */
function stateAfter(text: string): string {
  return foldStatus(
    events(readFiscal(bytesOf(text))).map(({ model, eventType, sequence, status, issuedAt }) => ({
      type: 'event' as const,
      model,
      eventType,
      sequence,
      cStat: status,
      at: issuedAt,
    })),
  ).state;
}

/** Envelopes around a cancellation that was answered with this status. */
const ENVELOPES: readonly (readonly [name: string, text: (status: string) => string])[] = [
  ['procEventoNFe', (status) => event({ status })],
  [
    'procEvento',
    (status) => `<procEvento><evento>${body()}</evento><retEvento>${answerTo(status)}</retEvento></procEvento>`,
  ],
  [
    'a name that nobody knows',
    (status) => `<cancelamento><evento>${body()}</evento><retEvento>${answerTo(status)}</retEvento></cancelamento>`,
  ],
  [
    'bodies without their elements',
    (status) => `<x><pedido>${body()}</pedido><retorno>${answerTo(status)}</retorno></x>`,
  ],
  ['the answer inside the request', (status) => `<evento>${body()}<retEvento>${answerTo(status)}</retEvento></evento>`],
  ['a bare infEvento', (status) => answerTo(status)],
  ['retEvento alone', (status) => `<retEvento>${answerTo(status)}</retEvento>`],
  [
    'siblings of batches',
    (status) =>
      `<r><envEvento><evento>${body()}</evento></envEvento><retEnvEvento><cStat>128</cStat><retEvento>${answerTo(status)}</retEvento></retEnvEvento></r>`,
  ],
  ['SOAP', (status) => soap(event({ status }))],
  [
    'SOAP with the answer',
    (status) => soap(`<retEnvEvento><cStat>128</cStat><retEvento>${answerTo(status)}</retEvento></retEnvEvento>`),
  ],
  ['docZip', (status) => distribution(docZip(`${DECLARATION}${event({ status })}`))],
  ['docZip in SOAP', (status) => soap(distribution(docZip(event({ status }))))],
  [
    'prefixed',
    (status) =>
      event({ status })
        .replace(/<(\/?)(?=[a-z])/gi, '<$1n:')
        .replace('<n:procEventoNFe', '<n:procEventoNFe xmlns:n="http://www.portalfiscal.inf.br/nfe"'),
  ],
];

describe.each(ENVELOPES)('a cancellation in %s', (_name, text) => {
  it.each(['135', '136', '155'])('counts with %s', (status) => {
    const reading = readFiscal(bytesOf(text(status)));
    expect(reading.refusals).toEqual([]);
    expect(new Set(events(reading).map(({ identity }) => identity))).toEqual(new Set([`55:${NFE_KEY}:110111:1`]));
    expect(stateAfter(text(status))).toBe('cancelled');
  });

  it.each(['501', '573', '594', '128'])('does not count with %s', (status) => {
    expect(events(readFiscal(bytesOf(text(status))))).not.toEqual([]);
    expect(stateAfter(text(status))).toBe('unproven');
  });

  it('reads the same from the bytes that each event keeps', () => {
    for (const item of events(readFiscal(bytesOf(text('135'))))) {
      const again = events(readFiscal(item.bytes)).map(({ identity, status }) => ({ identity, status }));
      expect(again).toContainEqual({ identity: item.identity, status: item.status });
    }
  });
});

describe('a cancellation inside the envelope of its note', () => {
  const inside = (canc: string): string => `${DECLARATION}${nfeProc().replace('</nfeProc>', `${canc}</nfeProc>`)}`;

  it.each([
    ['procEventoNFe', event(), 'cancelled'],
    ['procEventoNFe, refused', event({ status: '501' }), 'unproven'],
    ['procCancNFe', oldCancellation('101'), 'cancelled'],
    ['retEvento', `<retEvento>${answerTo('135')}</retEvento>`, 'cancelled'],
  ])('%s', (_name, canc, state) => {
    const bytes = bytesOf(inside(canc));
    const { items, refusals } = readFiscal(bytes);
    expect(refusals).toEqual([]);
    expect(items).toMatchObject([{ type: 'document', identity: NFE_KEY, form: 'processed' }, { type: 'event' }]);
    expect(items[0]?.bytes).toBe(bytes);
    expect(Buffer.from(items[1]?.bytes ?? []).toString()).toBe(canc);
    expect(stateAfter(inside(canc))).toBe(state);
    expect(understand(bytes).content).toMatchObject({ type: 'document', identity: NFE_KEY });
  });
});

describe('cancellations of before the events', () => {
  it.each([
    ['NFe', NFE_KEY, '55', '101', 'cancelled'],
    ['NFe', NFE_KEY, '55', '151', 'cancelled'],
    ['NFe', NFE_KEY, '55', '220', 'unproven'],
    ['CTe', CTE_KEY, '57', '101', 'cancelled'],
    ['CTe', CTE_KEY, '57', '218', 'unproven'],
  ])('procCanc%s', (kind, key, model, status, state) => {
    const text = oldCancellation(status, kind, key);
    expect(events(readFiscal(bytesOf(text)))).toMatchObject([
      { identity: `${model}:${key}:110111:1`, status, protocolNumber: '9', issuedAt: '2012-03-16T08:00:00' },
    ]);
    expect(stateAfter(text)).toBe(state);
  });

  it('only ask when nobody has answered', () => {
    const asked = /<cancNFe>.*<\/cancNFe>/.exec(oldCancellation('101'))?.[0] ?? '';
    expect(stateAfter(asked)).toBe('unproven');
  });
});

describe('events that must not count', () => {
  it.each([
    [
      'an answer to another key',
      `<x><evento>${body()}</evento><retEvento>${answerTo('135', OTHER_KEY)}</retEvento></x>`,
    ],
    ['a request alone', `<envEvento><idLote>1</idLote><evento>${body()}</evento></envEvento>`],
  ])('%s', (_name, text) => {
    const mine = events(readFiscal(bytesOf(text))).filter(({ documentIdentity }) => documentIdentity === NFE_KEY);
    expect(mine.map(({ status }) => status)).toEqual([null]);
  });

  it('is refused when one envelope holds two requests', () => {
    const text = `<procEventoNFe><evento>${body()}</evento><evento>${body('', OTHER_KEY)}</evento><retEvento>${answerTo('135')}</retEvento></procEventoNFe>`;
    expect(readFiscal(bytesOf(text)).refusals.map(({ code }) => code)).toEqual(['FISCAL_AMBIGUOUS']);
  });

  it('is no document when a batch was refused whole', () => {
    const text = '<retEnvEvento><retEvento><infEvento><cStat>215</cStat></infEvento></retEvento></retEnvEvento>';
    expect(readFiscal(bytesOf(text)).refusals.map(({ code }) => code)).toEqual(['FISCAL_NOT_A_DOCUMENT']);
  });
});

describe('a distribution', () => {
  it('hands out documents and events, each in its own bytes', () => {
    const texts = [`${DECLARATION}${nfeProc()}`, event()];
    const { items, refusals } = readFiscal(bytesOf(distribution(...texts.map((text) => docZip(text)))));
    expect(refusals).toEqual([]);
    expect(items.map(({ type }) => type)).toEqual(['document', 'event']);
    expect(items.map((item) => Buffer.from(item.bytes).toString())).toEqual(texts);
  });

  it('goes on past what is broken', () => {
    const cut = docZip(nfeProc()).replace(/.{40}<\/docZip>/, '</docZip>');
    const { items, refusals } = readFiscal(bytesOf(distribution(cut, '<docZip>%%%</docZip>', docZip(event()))));
    expect(items.map(({ type }) => type)).toEqual(['event']);
    expect(refusals.map(({ code }) => code)).toEqual(['FISCAL_PACKED_BROKEN', 'FISCAL_PACKED_BROKEN']);
  });

  it('never unpacks more than a file may have, nor more than all of them together', () => {
    const bomb = docZip(`<a>${' '.repeat(11 * 1024 * 1024)}</a>`);
    expect(readFiscal(bytesOf(distribution(bomb))).refusals.map(({ code }) => code)).toEqual(['FISCAL_TOO_LARGE']);
    const many = Array.from({ length: 5 }, () => docZip(`<a>${' '.repeat(1000)}</a>`));
    const { refusals } = readFiscal(bytesOf(distribution(...many)), { limits: { unpacked: 2500 } });
    expect(refusals.map(({ code }) => code)).toEqual([
      ...['FISCAL_UNKNOWN_LAYOUT', 'FISCAL_UNKNOWN_LAYOUT'],
      ...['FISCAL_TOO_LARGE', 'FISCAL_TOO_LARGE', 'FISCAL_TOO_LARGE'],
    ]);
    const limited = readFiscal(bytesOf(distribution(...many)), { limits: { documents: 2 } });
    expect(limited.refusals.filter(({ code }) => code === 'FISCAL_TOO_COMPLEX')).toHaveLength(3);
    expect(DEFAULT_LIMITS.unpacked).toBeLessThanOrEqual(64 * 1024 * 1024);
  });

  it('is not opened inside another', () => {
    const nested = distribution(docZip(distribution(docZip(nfe()))));
    expect(readFiscal(bytesOf(nested)).refusals.map(({ code }) => code)).toEqual(['FISCAL_TOO_COMPLEX']);
  });
});
