import { describe, expect, it } from 'vitest';
import { readFiscal } from '../../../src/engine/fiscal';
import { bytesOf, cte, DECLARATION, event, nationalNfse, nfe, nfeProc, NFSE_KEY } from './samples';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const soap = (inner: string): string =>
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><resultado><xml>${inner}</xml></resultado></soap:Body></soap:Envelope>`;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

const DOCUMENTS: readonly (readonly [string, string])[] = [
  ['NF-e', nfeProc()],
  ['NF-e without its protocol', nfe()],
  ['CT-e', cte('<toma3><toma>0</toma></toma3>')],
  ['event', event()],
  ['national NFS-e', nationalNfse(NFSE_KEY)],
];
const WRAPPERS: readonly (readonly [string, (inner: string) => string])[] = [
  ['CDATA in SOAP', (inner) => soap(`<![CDATA[${inner}]]>`)],
  ['escaped text in SOAP', (inner) => soap(escaped(inner))],
  ['text escaped twice', (inner) => soap(escaped(escaped(inner)))],
  ['the string of asmx', (inner) => `<string xmlns="http://tempuri.org/">${escaped(inner)}</string>`],
  ['SOAP in SOAP', (inner) => soap(escaped(soap(`<![CDATA[${inner}]]>`)))],
];

describe.each(WRAPPERS)('%s', (_wrapper, wrap) => {
  it.each(DOCUMENTS)('is opened for a document: %s', (_what, document) => {
    const inner = DECLARATION + document;
    const [bare] = readFiscal(bytesOf(inner)).items;
    for (const handedOutAs of [undefined, 'NFSe'] as const) {
      const { items, refusals } = readFiscal(bytesOf(wrap(inner)), { handedOutAs });
      expect(refusals).toEqual([]);
      expect(items).toHaveLength(1);
      expect({ ...items[0], bytes: null }).toEqual({ ...bare, bytes: null });
      expect(text(items[0]!.bytes)).toBe(inner);
    }
  });

  it('is opened for several', () => {
    const { items } = readFiscal(bytesOf(soap(`<um>${escaped(nfeProc())}</um><dois>${escaped(event())}</dois>`)));
    expect(items.map(({ type }) => type).sort()).toEqual(['document', 'event']);
  });
});

it('keeps the letters of a document that declares another encoding', () => {
  const inner = `<?xml version="1.0" encoding="ISO-8859-1"?>${nfe({ name: 'PADARIA SÃO JOÃO' })}`;
  const [item] = readFiscal(bytesOf(soap(escaped(inner)))).items;
  expect(item).toMatchObject({ type: 'document' });
  expect(Buffer.from(item!.bytes).toString('latin1')).toBe(inner);
});

it('is opened to a fixed depth only, and what lies deeper is refused', () => {
  let deep = nfeProc();
  for (let times = 0; times < 8; times += 1) deep = soap(`<![CDATA[${deep.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
  expect(readFiscal(bytesOf(deep))).toMatchObject({ items: [], refusals: [{ code: 'FISCAL_NOT_A_DOCUMENT' }] });
});

it('names a carried document that is broken, and takes HTML in a text for text', () => {
  expect(readFiscal(bytesOf(soap(escaped(nfeProc().slice(0, 400)))))).toMatchObject({ items: [] });
  expect(readFiscal(bytesOf(soap(escaped('<br /><b>nota</b>'))))).toMatchObject({
    items: [],
    refusals: [{ code: 'FISCAL_NOT_A_DOCUMENT' }],
  });
});
