import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS, DOCUMENT_MODELS, encodeAccessKey, foldStatus, kindOfModel } from '../../../src/engine/domain';
import { readFiscal, type FiscalDocument, type FiscalEvent } from '../../../src/engine/fiscal';
import { bytesOf } from './samples';

const ISSUER = '11222333000181';
const FIELDS = { state: '35', month: '2026-03', issuer: ISSUER, series: 1, number: 77, random: 7 };

interface Shape {
  readonly model: string;
  /** Name of the element that is signed; the others are derived from it as the projects do. */
  readonly signed: string;
  readonly number?: string;
  readonly total?: string;
  readonly taker?: string;
  readonly protocol?: boolean;
  readonly prefix?: string;
}

function keyOf(model: string): string {
  return encodeAccessKey({ ...FIELDS, model });
}

function keyed({ model, signed, number = 'nNF', total = '', taker = 'dest', protocol = true, prefix }: Shape): string {
  const key = keyOf(model);
  const space = `http://www.portalfiscal.inf.br/${signed.toLowerCase()}`;
  const proof = `<prot${signed}><infProt><ch${signed}>${key}</ch${signed}><dhRecbto>2026-03-09T09:01:00-03:00</dhRecbto><nProt>335260000000001</nProt><cStat>100</cStat></infProt></prot${signed}>`;
  return (
    `<${signed.toLowerCase()}Proc versao="1.00" xmlns="${space}"><${signed}><inf${signed} Id="${prefix ?? signed}${key}" versao="1.00">` +
    `<ide><cUF>35</cUF><tpAmb>1</tpAmb><mod>${model}</mod><serie>1</serie><${number}>77</${number}><dhEmi>2026-03-09T09:00:00-03:00</dhEmi></ide>` +
    `<emit><CNPJ>${ISSUER}</CNPJ></emit><${taker}><CNPJ>99888777000100</CNPJ></${taker}>${total}</inf${signed}></${signed}>${protocol ? proof : ''}</${signed.toLowerCase()}Proc>`
  );
}

function only(text: string): FiscalDocument {
  const { items, refusals } = readFiscal(bytesOf(text));
  expect(refusals).toEqual([]);
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item?.type !== 'document') throw new Error(`read as ${String(item?.type)}`);
  return item;
}

describe('documents with an access key of models without a reader of their own', () => {
  it.each<[Shape, Partial<FiscalDocument>]>([
    [{ model: '62', signed: 'NFCom', total: '<total><vProd>9.00</vProd><vNF>10.00</vNF></total>' }, { kind: 'NFCom' }],
    [
      {
        model: '63',
        signed: 'BPe',
        number: 'nBP',
        taker: 'comp',
        total: '<infValorBPe><vBP>10.00</vBP><vPgto>9.00</vPgto></infValorBPe>',
      },
      { kind: 'BPe' },
    ],
    [{ model: '66', signed: 'NF3e', total: '<total><vNF>10.00</vNF></total>' }, { kind: 'NF3e' }],
    [{ model: '75', signed: 'NFAg', prefix: 'NFAG', total: '<total><vNF>10.00</vNF></total>' }, { kind: 'NFAg' }],
    [{ model: '76', signed: 'NFGas', total: '<total><vNF>10.00</vNF></total>' }, { kind: 'NFGas' }],
    [{ model: '99', signed: 'DCe', number: 'nDC', total: '<total><vDC>10.00</vDC></total>' }, { kind: 'DCe' }],
    [{ model: '88', signed: 'NFxy', number: 'nXY', total: '<total><vNF>10.00</vNF></total>' }, { kind: 'Outros' }],
  ])('%j', (shape, expected) => {
    const read = only(keyed(shape));
    expect(read).toMatchObject({
      identity: keyOf(shape.model),
      model: shape.model,
      form: 'processed',
      number: '77',
      series: '1',
      issueDay: '2026-03-09',
      month: '2026-03',
      totalCents: 1000n,
      environment: '1',
      findings: [],
      protocol: { status: '100', number: '335260000000001' },
      ...expected,
    });
    const role = shape.taker === 'comp' ? 'taker' : 'recipient';
    expect(read.parties).toEqual([
      { role: 'issuer', taxId: ISSUER },
      { role, taxId: '99888777000100' },
    ]);
  });

  it('are bare without a protocol, with its envelope or without', () => {
    const whole = keyed({ model: '62', signed: 'NFCom', protocol: false });
    expect(only(whole).form).toBe('bare');
    const signed = /<NFCom>.*<\/NFCom>/.exec(whole)?.[0] ?? '';
    expect(only(signed)).toMatchObject({ form: 'bare', kind: 'NFCom' });
    expect(only(/<infNFCom.*<\/infNFCom>/.exec(signed)?.[0] ?? '')).toMatchObject({ form: 'bare', kind: 'NFCom' });
  });

  it('come out of a batch and out of a SOAP envelope one by one', () => {
    const signed = (model: string, name: string): string =>
      new RegExp(`<${name}>.*</${name}>`).exec(keyed({ model, signed: name }))?.[0] ?? '';
    const batch = `<enviLote>${signed('62', 'NFCom')}${signed('66', 'NF3e')}</enviLote>`;
    const soap = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><r>${batch}</r></s:Body></s:Envelope>`;
    for (const text of [batch, soap]) {
      const { items, refusals } = readFiscal(bytesOf(text));
      expect(refusals).toEqual([]);
      expect(items.map(({ kind }) => kind)).toEqual(['NFCom', 'NF3e']);
      for (const item of items) expect(readFiscal(item.bytes).items).toHaveLength(1);
    }
  });

  it('are refused when two bodies stand under one protocol', () => {
    const doubled = keyed({ model: '62', signed: 'NFCom' }).replace(
      '</NFCom>',
      `<infNFCom Id="NFCom${encodeAccessKey({ ...FIELDS, model: '62', number: 78 })}"/></NFCom>`,
    );
    expect(readFiscal(bytesOf(doubled)).refusals.map(({ code }) => code)).toEqual(['FISCAL_AMBIGUOUS']);
  });

  it('are told from municipal notes whose Ids have as many digits', () => {
    const municipal =
      '<nota><infNota Id="12345678901234567890123456789012345678901234"><Numero>1</Numero></infNota></nota>';
    expect(readFiscal(bytesOf(municipal)).refusals.map(({ code }) => code)).toEqual(['FISCAL_UNKNOWN_LAYOUT']);
  });

  it('are read whatever two digits the model has', () => {
    const model = fc
      .integer({ min: 10, max: 99 })
      .map(String)
      .filter((text) => !['55', '57', '58', '59', '65'].includes(text));
    const signed = fc.stringMatching(/^[A-Z][A-Za-z0-9]{2,6}$/);
    fc.assert(
      fc.property(model, signed, (each, name) => {
        fc.pre(!['NFSe', 'Evento', 'Canc', 'Inut', 'Prot', 'DPS'].includes(name));
        const read = only(keyed({ model: each, signed: `Z${name}` }));
        expect(read).toMatchObject({ identity: keyOf(each), kind: kindOfModel(each), issueDay: '2026-03-09' });
      }),
    );
  });
});

describe('the table of models', () => {
  it('names each model once and only kinds that have a folder', () => {
    expect(new Set(DOCUMENT_MODELS.map(({ model }) => model)).size).toBe(DOCUMENT_MODELS.length);
    for (const { kind } of DOCUMENT_MODELS) expect(DOCUMENT_KINDS).toContain(kind);
  });

  it.each(DOCUMENT_MODELS.filter(({ model }) => model !== '59'))(
    'cancels a $kind of model $model',
    ({ model, keyElement }) => {
      const key = keyOf(model);
      const body = (status: string): string =>
        `<${keyElement}>${key}</${keyElement}><tpEvento>110111</tpEvento><nSeqEvento>1</nSeqEvento>${status}`;
      const read = (status: string): FiscalEvent => {
        const text = `<procEventoX><eventoX><infEvento Id="ID110111${key}001"><CNPJ>${ISSUER}</CNPJ>${body('')}</infEvento></eventoX><retEventoX><infEvento>${body(`<cStat>${status}</cStat>`)}</infEvento></retEventoX></procEventoX>`;
        const { items } = readFiscal(bytesOf(text));
        expect(items).toHaveLength(1);
        return items[0] as FiscalEvent;
      };
      const state = (status: string): string => {
        const { eventType, sequence, status: cStat, issuedAt } = read(status);
        return foldStatus([{ type: 'event', model, eventType, sequence, cStat, at: issuedAt }]).state;
      };
      expect(read('135')).toMatchObject({ kind: kindOfModel(model), model, documentIdentity: key, author: ISSUER });
      expect(['135', '136', '155'].map(state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
      expect(['501', '573', '128', '999'].map(state)).toEqual(['unproven', 'unproven', 'unproven', 'unproven']);
    },
  );
});

const CASES = path.resolve(import.meta.dirname, '../../../../shared/cases/xml');
if (existsSync(CASES)) {
  const item = (name: string): FiscalDocument | FiscalEvent => {
    const { items, refusals } = readFiscal(readFileSync(path.join(CASES, name)));
    expect(refusals).toEqual([]);
    expect(items).toHaveLength(1);
    return items[0] as FiscalDocument | FiscalEvent;
  };

  describe('inputs that other programs met', () => {
    it.each([
      ['x14-nfcom-62.xml', 'NFCom', '62'],
      ['x15-nf3e-66.xml', 'NF3e', '66'],
      ['x16-bpe-63.xml', 'BPe', '63'],
      ['x17-dce-99.xml', 'DCe', '99'],
    ])('%s is a document of its kind', (name, kind, model) => {
      expect(item(name)).toMatchObject({
        type: 'document',
        kind,
        model,
        form: 'bare',
        series: '1',
        issueDay: '2026-10-09',
        month: '2026-10',
        parties: [
          { role: 'issuer', taxId: ISSUER },
          { role: 'recipient', taxId: '52922642918777' },
        ],
      });
    });

    it.each([
      ['x10-evento-110001-cancelamento-de-evento.xml', '110001', '135'],
      ['x12-cancelamento-rejeitado-501.xml', '110111', '501'],
    ])('%s cancels nothing', (name, eventType, status) => {
      const read = item(name) as FiscalEvent;
      expect(read).toMatchObject({ type: 'event', eventType, status });
      const { model, sequence, status: cStat, issuedAt: at } = read;
      expect(foldStatus([{ type: 'event', model, eventType, sequence, cStat, at }]).state).toBe('unproven');
    });

    it('x04 has an alphanumeric CNPJ in its key', () => {
      expect(item('x04-cnpj-alfanumerico.xml')).toMatchObject({
        identity: '35261012ABC34501DE35550010000001041000000140',
        parties: [
          { role: 'issuer', taxId: '12ABC34501DE35' },
          { role: 'recipient', taxId: '52922642918777' },
        ],
      });
    });
  });
}
