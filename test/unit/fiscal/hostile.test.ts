import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAccessKeys, normaliseTaxId } from '../../../src/engine/domain';
import { readFiscal, type FiscalDocument, type FiscalReading } from '../../../src/engine/fiscal';
import { bytesOf, cte, DECLARATION, event, nationalNfse, nfe, NFE_KEY, nfeProc, NFSE_KEY } from './samples';

const codes = (reading: FiscalReading): string[] => reading.refusals.map(({ code }) => code);
const read = (text: string): FiscalReading => readFiscal(bytesOf(text));

function document(text: string): FiscalDocument {
  const { items, refusals } = read(text);
  expect(refusals).toEqual([]);
  expect(items).toHaveLength(1);
  return items[0] as FiscalDocument;
}

const found = ({ findings }: FiscalDocument): string[] => findings.map(({ code }) => code);
const into = (extra: string, text = nfeProc()): string => text.replace('<total>', `${extra}<total>`);
const ISSUER = [{ role: 'issuer', taxId: '11222333000181' }];

describe('elements of another namespace', () => {
  it.each([
    ['a prefixed second issuer', '<x:emit xmlns:x="urn:x"><x:CNPJ>99888777000100</x:CNPJ></x:emit>'],
    ['an unprefixed one', '<emit xmlns="urn:x"><CNPJ>99888777000100</CNPJ></emit>'],
    ['a recipient with the names of the layout below', '<x:dest xmlns:x="urn:x"><CNPJ>99888777000100</CNPJ></x:dest>'],
    ['a carrier', '<x:transp xmlns:x="urn:x"><x:transporta><x:CNPJ>99888777000100</x:CNPJ></x:transporta></x:transp>'],
  ])('do not add %s', (_name, extra) => {
    const note = document(into(extra));
    expect(note.parties.map(({ taxId }) => taxId)).toEqual(['11222333000181', '12345678909']);
    expect(found(note)).toEqual(['foreign-group']);
  });

  it.each([
    ['NF-e', nfeProc()],
    ['NF-e without a namespace', nfeProc().replace(/ xmlns="[^"]*"/g, '')],
    ['NF-e in a namespace of nobody', nfeProc().replace(/ xmlns="[^"]*"/g, ' xmlns="urn:nobody"')],
  ])('do not stand in for what is missing: %s', (_name, text) => {
    const without = text
      .replace(/<emit>.*<\/emit>/, '<x:emit xmlns:x="urn:x"><CNPJ>99888777000100</CNPJ></x:emit>')
      .replace(/<total>.*<\/total>/, '<x:total xmlns:x="urn:x"><ICMSTot><vNF>1.00</vNF></ICMSTot></x:total>');
    const note = document(without);
    expect(note).toMatchObject({ totalText: null, parties: [{ role: 'recipient' }] });
    expect(found(note)).toEqual(expect.arrayContaining(['issuer-missing', 'total-missing', 'foreign-group']));
  });

  it('do not name a tax id inside a group of the layout', () => {
    const note = document(
      nfeProc().replace('<CNPJ>11222333000181</CNPJ>', '<x:CNPJ xmlns:x="urn:x">99888777000100</x:CNPJ>'),
    );
    expect(note.parties.map(({ role }) => role)).toEqual(['recipient']);
  });

  it('do not authorise', () => {
    const proof =
      '<x:protNFe xmlns:x="urn:x"><infProt><chNFe>' + NFE_KEY + '</chNFe><cStat>100</cStat></infProt></x:protNFe>';
    expect(document(nfeProc(nfe(), proof)).form).toBe('bare');
  });

  it('do not answer an event', () => {
    const text = event().replace('<procEventoNFe>', '<procEventoNFe xmlns="http://www.portalfiscal.inf.br/nfe">');
    const answered = text
      .replace('<retEvento>', '<x:retEvento xmlns:x="urn:x">')
      .replace('</retEvento>', '</x:retEvento>');
    expect(read(answered).items).toMatchObject([{ type: 'event', status: null }]);
  });

  it.each([
    ['of another national project', nfeProc().replace('<emit>', '<emit xmlns="http://www.portalfiscal.inf.br/cte">')],
    ['empty', nfeProc().replace('<emit>', '<emit xmlns="">')],
    ['prefixed and declared nowhere, as in a note cut out of its batch', nfe().replace(/<(\/?)(?=[a-z])/gi, '<$1n:')],
    ["one, in all of the document, that is nobody's", nfeProc().replace(/ xmlns="[^"]*"/g, ' xmlns="urn:nobody"')],
  ])('are tolerated where issuers write them: %s', (_name, text) => {
    expect(document(text).parties.slice(0, 1)).toEqual(ISSUER);
  });

  it('are held apart in the national NFS-e too', () => {
    const extra = '<x:toma xmlns:x="urn:x"><CNPJ>12345678000195</CNPJ></x:toma><prest>';
    const note = document(nationalNfse(NFSE_KEY).replace('<prest>', extra));
    expect(note.parties.map(({ role }) => role)).toEqual(['issuer', 'provider', 'taker']);
  });
});

describe('what no XML may hold', () => {
  it.each([
    ['a control character', nfeProc(nfe({ name: 'A\u0001B' })), 'FISCAL_CONTROL_CHARACTER'],
    ['a vertical tab', nfeProc(nfe({ name: 'A\u000bB' })), 'FISCAL_CONTROL_CHARACTER'],
    ['a noncharacter', nfeProc(nfe({ name: 'A\ufffeB' })), 'FISCAL_CONTROL_CHARACTER'],
    [
      'a control character in an attribute',
      nfeProc().replace('versao="4.00"', 'versao="4\u00020"'),
      'FISCAL_CONTROL_CHARACTER',
    ],
    ['a reference to NUL', nfeProc(nfe({ name: 'A&#0;B' })), 'FISCAL_CONTROL_CHARACTER'],
    ['a reference to a control character', nfeProc(nfe({ name: 'A&#x1F;B' })), 'FISCAL_CONTROL_CHARACTER'],
    ['a reference beyond Unicode', nfeProc(nfe({ name: 'A&#1114112;B' })), 'FISCAL_CONTROL_CHARACTER'],
    ['an entity that is not defined', nfeProc(nfe({ name: 'A&nbsp;B' })), 'FISCAL_MALFORMED'],
    ['an entity named after a method', nfeProc(nfe({ name: '&constructor;' })), 'FISCAL_MALFORMED'],
    ['a bare ampersand', nfeProc(nfe({ name: 'A & B' })), 'FISCAL_MALFORMED'],
    ['an attribute twice', nfeProc().replace('versao="4.00"', 'versao="4.00" versao="3.10"'), 'FISCAL_MALFORMED'],
    [
      'a control character in a group that is left out',
      nfeProc().replace('<vProd>', '<vProd>\u0001'),
      'FISCAL_CONTROL_CHARACTER',
    ],
  ])('is named: %s', (_name, text, code) => {
    const reading = read(text);
    expect(codes(reading)).toEqual([code]);
    expect(reading.items).toEqual([]);
    expect(reading.refusals[0]?.keyHint).toBe(NFE_KEY);
    expect(reading.refusals[0]?.message).toMatch(/^O XML .*\(linha \d+\)\.$/);
  });

  it('is tolerated by name where no authority has checked the document', () => {
    const reading = read(
      '<CompNfse><Nfse><InfNfse><Discriminacao>A\u0001B&nbsp;C&#0;</Discriminacao></InfNfse></Nfse></CompNfse>',
    );
    expect(reading.refusals).toEqual([]);
    expect(reading.repairs.map(({ code }) => code).sort()).toEqual(['control-character', 'undefined-entity']);
  });

  it('does not forbid XML 1.1 to say its version, nor a declaration that is odd', () => {
    for (const declaration of [
      '<?xml version="1.1"?>',
      '<?xml version="1.0" encoding=""?>',
      "<?xml version='1.0' standalone='no' ?>",
    ]) {
      expect(codes(read(`${declaration}${nfeProc()}`))).toEqual([]);
    }
    expect(codes(read(`<?xml version="1.1"?>${nfeProc(nfe({ name: '&#1;' }))}`))).toEqual(['FISCAL_CONTROL_CHARACTER']);
  });

  it('counts lines from the beginning of the document', () => {
    const [refusal] = read(`${DECLARATION}\n\n${nfeProc(nfe({ name: '\n\n&x;' }))}`).refusals;
    expect(refusal?.message).toContain('(linha 5)');
  });
});

describe('letters that only look like those of a key', () => {
  // "ß" becomes "SS", "ı" becomes "I", a ligature two letters, with toUpperCase
  const alphanumeric = '352608ßABC34501DE35550010000000011123456796';

  it('are none in a document', () => {
    const key = `352608ı2ABC34501D35550010000000011123456796`;
    for (const written of [alphanumeric, key]) {
      expect(read(nfeProc(nfe({ key: written }))).items).toEqual([]);
    }
  });

  it('are none in a tax id or in a text', () => {
    for (const text of ['1ßABC34501DE3', '12ABC3450ıDE35', '12ABC34501DE3ﬁ']) {
      expect(normaliseTaxId(text)).toBeNull();
      const note = document(nfeProc().replace('<CNPJ>11222333000181', `<CNPJ>${text}`));
      expect(note.parties.map(({ role }) => role)).toEqual(['recipient']);
      expect(found(note)).toContain('issuer-missing');
    }
    expect(findAccessKeys(alphanumeric)).toEqual([]);
  });

  it('leave small letters of the alphabet what they are', () => {
    expect(normaliseTaxId('12abc34501de35')).toBe('12ABC34501DE35');
  });
});

it('says that the issuer is missing', () => {
  expect(found(document(nfeProc().replace(/<emit>.*<\/emit>/, '')))).toContain('issuer-missing');
  expect(found(document(cte('').replace(/<emit>.*<\/emit>/, '')))).toContain('issuer-missing');
});

describe('damage', () => {
  const samples = [nfeProc(), nfe(), event(), cte('<toma3><toma>0</toma></toma3>'), nationalNfse(NFSE_KEY)].map(
    (text) => bytesOf(`${DECLARATION}${text}`),
  );
  const runs = { numRuns: 400 };

  function outcome(bytes: Uint8Array): FiscalReading {
    const before = Buffer.from(bytes).toString('latin1');
    const reading = readFiscal(bytes);
    expect(Buffer.from(bytes).toString('latin1')).toBe(before);
    for (const { code, message } of reading.refusals) {
      expect(code).toMatch(/^FISCAL_[A-Z_]+$/);
      expect(message).toMatch(/\.$/);
    }
    return reading;
  }

  it('of any kind gives an outcome: bytes changed, cut, taken out, put in, moved', () => {
    const cut = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat({ max: 60 }),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(cut, { minLength: 1, maxLength: 4 }), (sample, cuts) => {
        let bytes = Buffer.from(sample);
        for (const { at, length, put } of cuts) {
          const from = Math.floor(at * bytes.length);
          bytes = Buffer.concat([bytes.subarray(0, from), Buffer.from(put), bytes.subarray(from + length)]);
        }
        const { items, refusals } = outcome(new Uint8Array(bytes));
        expect(items.length + refusals.length).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  it('by cutting never makes a document of less than all of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.double({ min: 0, max: 1, noNaN: true }), (sample, part) => {
        const length = Math.min(Math.floor(part * sample.length), sample.length - 1);
        expect(outcome(sample.slice(0, length)).items).toEqual([]);
      }),
      runs,
    );
  });

  it('in the shape of markup gives an outcome', () => {
    const piece = fc.constantFrom(
      ...[
        '<',
        '>',
        '</',
        '/>',
        '<?',
        '?>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<!DOCTYPE',
        '&',
        ';',
        '&#',
        '"',
        "'",
        '=',
        ' ',
        'xmlns',
        ':',
        '\0',
      ],
      ...[
        'infNFe',
        '<infEvento',
        '<retEvento>',
        '<docZip>',
        'H4sIAAAAAAAA',
        ' Id="NFCom35260311222333000181620010000000771000000070"',
        '<infNFCom',
        '__proto__',
      ],
      ...['<nfeProc>', '</nfeProc>', '<?xml version="1.0"?>', '\ufeff', '\u0001', 'é'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { items, refusals } = outcome(bytesOf(`<a>${pieces.join('')}`));
        expect(items.length + refusals.length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
