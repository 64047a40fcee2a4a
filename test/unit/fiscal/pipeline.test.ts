import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFiscal, type FiscalReading } from '../../../src/engine/fiscal';
import { decode } from '../../../src/engine/fiscal/decode';
import { bytesOf, DECLARATION, nfe, NFE_KEY, nfeProc, NFSE_KEY } from './samples';

const SECOND_KEY = '35260311222333000181550010000000021123456794';
const second = nfe({ key: SECOND_KEY, number: '2' });

function codes(reading: FiscalReading): string[] {
  return reading.refusals.map((refusal) => refusal.code);
}

function identities(reading: FiscalReading): string[] {
  return reading.items.map((item) => (item.type === 'document' ? item.identity : item.type));
}

function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le'));
}

function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

describe('refusals', () => {
  it.each([
    ['FISCAL_EMPTY', new Uint8Array()],
    ['FISCAL_EMPTY', new Uint8Array([0xef, 0xbb, 0xbf])],
    ['FISCAL_EMPTY', bytesOf(' \r\n\t')],
    ['FISCAL_EMPTY', bytesOf(DECLARATION)],
    ['FISCAL_BINARY', new Uint8Array(64)],
    ['FISCAL_ZIP', latin1('PK\u0003\u0004rest')],
    ['FISCAL_PDF', latin1('%PDF-1.7')],
    ['FISCAL_GZIP', new Uint8Array([0x1f, 0x8b, 8])],
    ['FISCAL_JSON', bytesOf('{"error":"unauthorized"}')],
    ['FISCAL_HTML', bytesOf('\n<!DOCTYPE html><html></html>')],
    ['FISCAL_NOT_XML', bytesOf('nenhum documento encontrado')],
    ['FISCAL_TRUNCATED', bytesOf(nfeProc().slice(0, 700))],
    ['FISCAL_TRUNCATED', bytesOf(nfeProc().slice(0, -3))],
    ['FISCAL_MALFORMED', bytesOf('<nfeProc><a></b></nfeProc>')],
    ['FISCAL_MALFORMED', bytesOf('<nfeProc a="<NFe>"/>')],
    ['FISCAL_MALFORMED', bytesOf('</nfeProc>')],
    ['FISCAL_FORBIDDEN_MARKUP', bytesOf(`<!DOCTYPE x [<!ENTITY lt "EVIL">]>${nfeProc()}`)],
    ['FISCAL_UNSAFE_NAME', bytesOf(nfeProc(nfe({ extra: '<__proto__><x>1</x></__proto__>' })))],
    ['FISCAL_KEY_INVALID', bytesOf(nfe({ key: '../../../../evil' }))],
    ['FISCAL_AMBIGUOUS', bytesOf(nfeProc(nfe() + second))],
    ['FISCAL_AMBIGUOUS', bytesOf(nfeProc(nfe({ extra: `<Object>${second}</Object>` })))],
    ['FISCAL_TOO_COMPLEX', bytesOf('<a>'.repeat(5000))],
    ['FISCAL_TOO_COMPLEX', bytesOf(`<a ${'b="1" '.repeat(300)}/>`)],
    ['FISCAL_TOO_COMPLEX', bytesOf(`<a>${'&#65;'.repeat(100_001)}</a>`)],
    ['FISCAL_TOO_COMPLEX', bytesOf(`<a ${'b '.repeat(40_000)}/>`)],
    ['FISCAL_TOO_COMPLEX', bytesOf(`<a>${'<b/>'.repeat(500_000)}</a>`)],
    ['FISCAL_TOO_COMPLEX', bytesOf('<a/>'.repeat(5001))],
    ['FISCAL_NOT_A_DOCUMENT', bytesOf('<DPS xmlns="http://www.sped.fazenda.gov.br/nfse"><infDPS/></DPS>')],
    ['FISCAL_NOT_A_DOCUMENT', bytesOf('<consMDFeNaoEnc><CNPJ/></consMDFeNaoEnc>')],
    ['FISCAL_NOT_A_DOCUMENT', bytesOf('<GerarNfseResposta><ListaMensagemRetorno/></GerarNfseResposta>')],
    ['FISCAL_UNKNOWN_LAYOUT', bytesOf('<receita><item/></receita>')],
    ['FISCAL_BINARY', bytesOf(nfeProc(nfe({ name: 'A\0B' })))],
    ['FISCAL_UNDECODABLE', concat(new Uint8Array([0xff, 0xfe]), utf16('<a/>'), new Uint8Array([0x41]))],
  ])('%s (case %#)', (code, bytes) => {
    const reading = readFiscal(bytes);
    expect(codes(reading)).toEqual([code]);
    expect(reading.items).toEqual([]);
    expect(reading.refusals[0]?.message).toMatch(/\.$/);
  });

  it('hands the key over, so that a sound copy can be asked for', () => {
    const [refusal] = readFiscal(bytesOf(nfeProc().slice(0, 700))).refusals;
    expect(refusal?.keyHint).toBe(NFE_KEY);
    expect(readFiscal(bytesOf(`<DPS>${NFSE_KEY}</DPS>`)).refusals[0]?.keyHint).toBeNull();
  });

  it('prefers a key with a right check digit', () => {
    const wrong = NFE_KEY.replace(/.$/, '0');
    expect(readFiscal(bytesOf(`${wrong} ${NFE_KEY}`)).refusals[0]?.keyHint).toBe(NFE_KEY);
  });

  it('obeys the size limit that it is given', () => {
    expect(codes(readFiscal(bytesOf(nfeProc()), { limits: { bytes: 100 } }))).toEqual(['FISCAL_TOO_LARGE']);
  });
});

describe('decoding', () => {
  it.each([
    ['utf-8', bytesOf('\ufeff<a>São</a>'), '<a>São</a>', []],
    ['windows-1252', latin1(`<?xml version='1.0' encoding='ISO-8859-1'?><a>S\u00e3o \u0080</a>`), 'São €', []],
    ['windows-1252', latin1(`${DECLARATION}<a>S\u00e3o</a>`), 'São', ['encoding-contradicted']],
    ['windows-1252', latin1('<a>S\u00e3o</a>'), 'São', ['encoding-guessed']],
    ['windows-1252', bytesOf('<?xml version="1.0" encoding="latin1"?><a>São</a>'), 'SÃ£o', ['encoding-doubtful']],
    ['utf-8', bytesOf('<?xml version="1.0" encoding="UTF-16"?><a>São</a>'), 'São', ['encoding-contradicted']],
    ['utf-8', bytesOf('<?xml version="1.0" encoding="nenhuma"?><a>São</a>'), 'São', ['encoding-contradicted']],
    ['utf-16le', utf16('\ufeff<a>São</a>'), '<a>São</a>', []],
    ['utf-16le', utf16('<a>São</a>'), '<a>São</a>', []],
  ])('%s (case %#)', (encoding, bytes, text, repairs) => {
    const decoded = decode(bytes);
    expect(decoded.encoding).toBe(encoding);
    expect(decoded.text).toContain(text);
    expect(decoded.text).not.toMatch(/^\ufeff/);
    expect(decoded.repairs).toEqual(repairs);
  });
});

describe('splitting', () => {
  it('keeps the whole file for its only document', () => {
    const bytes = bytesOf(`\ufeff\r\n${DECLARATION}${nfeProc()}\0\0 fim`);
    const reading = readFiscal(bytes);
    expect(reading.items[0]?.bytes).toBe(bytes);
    expect(reading.repairs.map((each) => each.code).sort()).toEqual([
      'bom',
      'leading-space',
      'text-outside',
      'trailing-nul',
    ]);
  });

  it('cuts concatenated documents exactly, each with its declaration and its own encoding', () => {
    const first = latin1(`<?xml version="1.0" encoding="ISO-8859-1"?>${nfeProc(nfe({ name: 'S\u00e3o' }))}`);
    const other = bytesOf(`\ufeff${DECLARATION}${nfeProc(second, '')}`);
    const reading = readFiscal(concat(first, bytesOf('\r\n'), other));
    expect(identities(reading)).toEqual([NFE_KEY, SECOND_KEY]);
    expect(reading.items.map((item) => Buffer.from(item.bytes))).toEqual([Buffer.from(first), Buffer.from(other)]);
    for (const item of reading.items) expect(readFiscal(item.bytes).items).toHaveLength(1);
  });

  it('cuts UTF-16 exactly, and each part reads alone', () => {
    const reading = readFiscal(utf16(`\ufeff${nfeProc()}${nfeProc(second, '')}`));
    expect(identities(reading)).toEqual([NFE_KEY, SECOND_KEY]);
    expect(Buffer.from(reading.items[1]?.bytes ?? []).toString('utf16le')).toBe(nfeProc(second, ''));
    expect(reading.items.flatMap((item) => identities(readFiscal(item.bytes)))).toEqual([NFE_KEY, SECOND_KEY]);
  });

  it('takes the notes out of a batch', () => {
    const reading = readFiscal(bytesOf(`${DECLARATION}<enviNFe><idLote>1</idLote>${nfe()}${second}</enviNFe>`));
    expect(reading.items.map((item) => Buffer.from(item.bytes).toString())).toEqual([nfe(), second]);
  });

  it('reads on after a document that was cut', () => {
    const reading = readFiscal(bytesOf(`${DECLARATION}${nfeProc().slice(0, 700)}${DECLARATION}${nfeProc(second, '')}`));
    expect(codes(reading)).toEqual(['FISCAL_TRUNCATED']);
    expect(reading.refusals[0]?.keyHint).toBe(NFE_KEY);
    expect(identities(reading)).toEqual([SECOND_KEY]);
  });

  it('gives back every document of any concatenation, byte for byte', () => {
    const piece = fc.constantFrom(
      nfeProc(),
      nfe(),
      `${DECLARATION}${nfeProc(second, '')}`,
      `\ufeff${DECLARATION}${nfe({ name: 'São €' })}`,
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(piece, fc.constantFrom('', '\r\n', '  ')), { minLength: 2, maxLength: 6 }),
        (pieces) => {
          const reading = readFiscal(bytesOf(pieces.map((pair) => pair.join('')).join('')));
          expect(reading.refusals).toEqual([]);
          const cut = reading.items.map((item) => Buffer.from(item.bytes).toString('utf8'));
          expect(cut).toEqual(pieces.map(([text]) => text));
        },
      ),
    );
  });
});

describe('hostile bytes', () => {
  const original = bytesOf(`${DECLARATION}${nfeProc()}`);

  it('never makes it throw, nor alters what it was given', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: original.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(damage, fc.nat({ max: original.length }), (changes, length) => {
        const bytes = original.slice(0, Math.max(length, original.length >> 1));
        for (const [index, value] of changes) if (index < bytes.length) bytes[index] = value;
        const before = Buffer.from(bytes).toString('hex');
        const reading = readFiscal(bytes);
        expect(reading.items.length + reading.refusals.length).toBeGreaterThan(0);
        expect(Buffer.from(bytes).toString('hex')).toBe(before);
      }),
    );
  });

  it('reads any bytes whatever to an outcome', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const reading = readFiscal(bytes);
        expect(reading.items.length + reading.refusals.length).toBeGreaterThan(0);
      }),
    );
  });
});
