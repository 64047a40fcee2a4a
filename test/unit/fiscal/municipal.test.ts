import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFiscal, type FiscalDocument, type FiscalItem } from '../../../src/engine/fiscal';
import { abrasf1, abrasf2, cancellationAnswer, listOf, unknownLayout } from '../../support/municipal-notes';
import { ALFA, STRANGER } from '../../support/notes';
import { bytesOf } from './samples';

function items(text: string | Uint8Array): readonly FiscalItem[] {
  return readFiscal(typeof text === 'string' ? bytesOf(text) : text, { handedOutAs: 'NFSe' }).items;
}

function notes(text: string | Uint8Array): FiscalDocument[] {
  return items(text).filter((item) => item.type === 'document' && item.form !== 'unread') as FiscalDocument[];
}

function only(text: string | Uint8Array): FiscalDocument {
  const [note, ...others] = notes(text);
  expect(others).toEqual([]);
  if (note === undefined) throw new Error('no note was read');
  return note;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const numbers = (read: readonly FiscalDocument[]): (string | null)[] => read.map(({ number }) => number);

/** One invented note of each family; `place`, number, issuer, code and cents as they are to be read. */
const FAMILIES: readonly (readonly [
  layout: string,
  xml: string,
  identity: string,
  cents: bigint | null,
  day: string,
])[] = [
  ['abrasf1', listOf(abrasf1({ number: 7 })), `NFSE:3106200:${ALFA}:7`, 15000n, '2026-03-10'],
  ['abrasf2', abrasf2({ number: 7 }), `NFSE:3106200:${ALFA}:7`, 15000n, '2026-03-10'],
  [
    'saopaulo',
    `<NFe><ChaveNFe><InscricaoPrestador>1</InscricaoPrestador><NumeroNFe>7</NumeroNFe><CodigoVerificacao>A</CodigoVerificacao></ChaveNFe><DataEmissaoNFe>2026-03-02T01:00:00</DataEmissaoNFe><CPFCNPJPrestador><CNPJ>${ALFA}</CNPJ></CPFCNPJPrestador><ValorServicos>12.5</ValorServicos></NFe>`,
    `NFSE:3550308:${ALFA}:7`,
    1250n,
    '2026-03-02',
  ],
  [
    'bauru',
    `<NFe><Prefeitura>Bauru</Prefeitura><CPFCNPJPrestador><CNPJ>${ALFA}</CNPJ></CPFCNPJPrestador><ChaveNFe><NumeroNFe>7</NumeroNFe><DataEmissaoNFe>2026-03-02</DataEmissaoNFe></ChaveNFe><EnderecoPrestador><UF>SP</UF></EnderecoPrestador><ValorServicos>1.250,63</ValorServicos></NFe>`,
    `NFSE:3506003:${ALFA}:7`,
    125063n,
    '2026-03-02',
  ],
  [
    'ipm',
    `<nfse><nf><numero_nfse>7</numero_nfse><data_nfse>02/03/2026</data_nfse><hora_nfse>10:00:00</hora_nfse><valor_total>1.543,75</valor_total></nf><prestador><cpfcnpj>${ALFA}</cpfcnpj><cidade>8541</cidade></prestador></nfse>`,
    `NFSE:~TOM8541:${ALFA}:7`,
    154375n,
    '2026-03-02',
  ],
  [
    'el',
    `<tcListaNFse><Nfse><DataEmissao>2026-03-02T00:00:00.000-03:00</DataEmissao><IdentificacaoNfse><Numero>7</Numero></IdentificacaoNfse><DadosPrestador><IdentificacaoPrestador><CpfCnpj>${ALFA}</CpfCnpj></IdentificacaoPrestador><Endereco><CodigoMunicipio>0</CodigoMunicipio><Municipio>COLATINA</Municipio><Uf>ES</Uf></Endereco></DadosPrestador></Nfse></tcListaNFse>`,
    `NFSE:3201506:${ALFA}:7`,
    null,
    '2026-03-02',
  ],
  [
    'nota_fiscal',
    `<NOTAS_FISCAIS><NOTA_FISCAL><NUM_NOTA>0007</NUM_NOTA><DATA_HORA_EMISSAO>02/03/2026 10:03:00</DATA_HORA_EMISSAO><DATA_HORA_CANCELAMENTO>0000000000</DATA_HORA_CANCELAMENTO><CODIGO_CIDADE>5869</CODIGO_CIDADE><PRESTADOR_CPF_CNPJ>${ALFA}</PRESTADOR_CPF_CNPJ><VALOR_SERVICO>3920</VALOR_SERVICO></NOTA_FISCAL></NOTAS_FISCAIS>`,
    `NFSE:3303500:${ALFA}:7`,
    392000n,
    '2026-03-02',
  ],
  [
    'tbnotasfiscais',
    '<Ds><TbNotasFiscais><NumeroNF>7</NumeroNF><DtEmissao>2026-03-02T00:00:00-03:00</DtEmissao><Assinatura>9/x</Assinatura><ValorTotal>96.4000000000</ValorTotal></TbNotasFiscais></Ds>',
    'NFSE:IM:-:7:9X',
    9640n,
    '2026-03-02',
  ],
  [
    'osasco',
    `<NFE><NotaFiscalRelatorioDTO><Prestador><CNPJ>${ALFA}</CNPJ><Endereco><Numero>5</Numero><Cidade>Osasco</Cidade><Estado>SP</Estado></Endereco></Prestador><DataEmissao>2026-03-02T08:22:11.6980226-03:00</DataEmissao><DataCancelamento/><Numero>7</Numero><Valor>.50</Valor><CodigoAutenticidade>X</CodigoAutenticidade></NotaFiscalRelatorioDTO></NFE>`,
    `NFSE:3534401:${ALFA}:7`,
    50n,
    '2026-03-02',
  ],
  [
    'dsf',
    `<RetornoConsultaNotas><Cabecalho><CodCidade>6291</CodCidade><CPFCNPJRemetente>${ALFA}</CPFCNPJRemetente></Cabecalho><Notas><Nota><NumeroNota>7</NumeroNota><DataProcessamento>2026-03-02T10:00:00</DataProcessamento><Itens><Item><ValorTotal>1.00</ValorTotal></Item><Item><ValorTotal>2.00</ValorTotal></Item></Itens></Nota></Notas></RetornoConsultaNotas>`,
    `NFSE:3509502:${ALFA}:7`,
    300n,
    '2026-03-02',
  ],
  [
    'conam',
    `<Reg20><Reg20Item><NumNf>7</NumNf><DtEmiNf>02/03/2026</DtEmiNf><CpfCnpjPre>${ALFA}</CpfCnpjPre><MunPre>JUNDIAÍ</MunPre><SiglaUFPre>SP</SiglaUFPre><VlNFS>100.22</VlNFS></Reg20Item></Reg20>`,
    `NFSE:3525904:${ALFA}:7`,
    10022n,
    '2026-03-02',
  ],
  [
    'infisc',
    `<resPedidoLoteNFSe><NFS-e><infNFSe><Id><nNFS-e>7</nNFS-e><dEmi>2026-03-02</dEmi></Id><prest><CNPJ>${ALFA}</CNPJ><end><cMun>4305108</cMun></end></prest><total><vServ>150.00</vServ></total></infNFSe></NFS-e></resPedidoLoteNFSe>`,
    `NFSE:4305108:${ALFA}:7`,
    15000n,
    '2026-03-02',
  ],
  [
    'equiplano',
    `<nfs><nrNfs>7</nrNfs><cdAutenticacao>E</cdAutenticacao><dtEmissaoNfs>2026-03-02T08:00:00</dtEmissaoNfs><vlTotalNota>400.00</vlTotalNota><prestadorServico><nrDocumento>${ALFA}</nrDocumento><nmCidade>Toledo</nmCidade><nmUf>PR</nmUf></prestadorServico></nfs>`,
    `NFSE:4127700:${ALFA}:7`,
    40000n,
    '2026-03-02',
  ],
  [
    'smarapd',
    '<NOTA_FISCAL><NumeroNota>7</NumeroNota><ChaveValidacao>K</ChaveValidacao><DataEmissao>2026-03-02T00:00:00</DataEmissao><TimbreContribuinteLinha4>Inscrição Municipal: 44550 - CPF/CNPJ: 11.222.333/0001-81</TimbreContribuinteLinha4><ValorTotalNota>980.00</ValorTotalNota></NOTA_FISCAL>',
    `NFSE:IM44550:${ALFA}:7`,
    98000n,
    '2026-03-02',
  ],
];

describe('municipal NFS-e, by structure', () => {
  it.each(FAMILIES)('reads a note of %s', (layout, xml, identity, cents, day) => {
    const note = only(xml);
    expect(note).toMatchObject({ identity, kind: 'NFSe', model: 'NFSe-mun', totalCents: cents, issueDay: day });
    expect(note.municipal).toMatchObject({ layout, cancelled: null, replacedBy: null });
  });

  it('no name of a root counts, nor namespaces and capitals', () => {
    const renamed = abrasf2({ number: 9 }).replaceAll('InfNfse', 'x:infNFSe').replaceAll('CompNfse', 'q:Qualquer');
    expect(numbers(notes(`<Outra xmlns:x="urn:x" xmlns:q="urn:q">${renamed}</Outra>`))).toEqual(['9']);
  });

  it('the place of service, of taxation and of the taker is not who issued', () => {
    expect(only(abrasf2({ city: null })).identity).toBe(`NFSE:IM4455:${ALFA}:1`);
    for (const nothing of ['0', '82', '0025300', '9912345']) {
      expect(only(abrasf2({ city: nothing })).municipal?.municipality).toBeNull();
    }
  });

  it('a CPF in a CNPJ tag, masked like a CNPJ, is a CPF', () => {
    const note = only(abrasf1({ issuer: '12.345.678/909' }));
    expect(note.parties).toContainEqual({ role: 'issuer', taxId: '12345678909' });
  });

  it('what is no number, date or tax id of a note makes no note', () => {
    for (const broken of [
      abrasf2().replace('<Numero>1<', '<Numero>ß<'),
      abrasf2().replace('2026-03-10T10:00:00-03:00', '31/02/2026'),
    ]) {
      expect(notes(broken)).toEqual([]);
      expect(items(broken)).toMatchObject([{ form: 'unread' }]);
    }
  });
});

describe('what stands around notes', () => {
  const two = [abrasf2({ number: 1 }), abrasf2({ number: 2 })];

  it.each([
    ['a list', listOf(...two)],
    ['SOAP with CDATA', `<Envelope><Body><r><![CDATA[<?xml version="1.0"?>${listOf(...two)}]]></r></Body></Envelope>`],
    ['escaped once', `<string>${escaped(listOf(...two))}</string>`],
    ['escaped twice', `<string>${escaped(`<a>${escaped(listOf(...two))}</a>`)}</string>`],
    ['escaped twice without an element between', `<string>${escaped(escaped(listOf(...two)))}</string>`],
    [
      'one wrapper for each',
      `<l><RetornoXML>${escaped(two[0] ?? '')}</RetornoXML><RetornoXML>${escaped(two[1] ?? '')}</RetornoXML></l>`,
    ],
    ['several documents', `<?xml version="1.0"?>${two[0] ?? ''}\n<?xml version="1.0"?>${two[1] ?? ''}`],
  ])('%s gives each of its notes, with bytes of its own', (_name, text) => {
    const read = notes(text);
    expect(numbers(read)).toEqual(['1', '2']);
    for (const note of read)
      expect(only(note.bytes)).toMatchObject({ identity: note.identity, issuedAt: note.issuedAt });
  });

  it('a file of one note keeps its bytes as they came', () => {
    const bytes = bytesOf(`\n<?xml version="1.0"?>${listOf(abrasf2())}\n`);
    expect(only(bytes).bytes).toBe(bytes);
  });

  it('a list in latin1, and one in UTF-16, is cut on the bytes of its notes', () => {
    const list = `<?xml version="1.0" encoding="ISO-8859-1"?>${listOf(abrasf1({ number: 1, blank: '<R>São João é</R>' }), abrasf1({ number: 2, blank: '<R>ção</R>' }))}`;
    const [first, second] = notes(Buffer.from(list, 'latin1'));
    expect(Buffer.from(first?.bytes ?? []).toString('latin1')).toContain('São João é');
    expect(Buffer.from(second?.bytes ?? []).toString('latin1')).not.toContain('São João é');
    const wide = Buffer.from(`\ufeff${list.replace('ISO-8859-1', 'UTF-16')}`, 'utf16le');
    for (const note of notes(wide)) expect(only(note.bytes).identity).toBe(note.identity);
  });

  it('escaped HTML in a description is text', () => {
    expect(numbers(notes(abrasf2({ blank: `<D>${escaped(`<b>x</b>${abrasf2({ number: 5 })}`)}</D>` })))).toEqual(['1']);
  });

  it('depth and number of what is carried are bounded', () => {
    let text = abrasf2();
    for (let level = 0; level < 6; level += 1) text = `<a>${escaped(text)}</a>`;
    expect(notes(text)).toEqual([]);
  });

  it('the nearest name decides between question and answer', () => {
    expect(notes(`<GerarNfseEnvio>${abrasf2()}</GerarNfseEnvio>`)).toEqual([]);
    expect(
      numbers(notes(`<ConsultarEnvio><ConsultarResposta>${abrasf2()}</ConsultarResposta></ConsultarEnvio>`)),
    ).toEqual(['1']);
    expect(notes(`<r><Pedido>${escaped(abrasf2())}</Pedido></r>`)).toEqual([]);
    expect(readFiscal(bytesOf(`<GerarNfseEnvio>${abrasf2()}</GerarNfseEnvio>`)).refusals[0]?.code).toBe(
      'FISCAL_NOT_A_DOCUMENT',
    );
  });
});

describe('cancelled and replaced', () => {
  it('a confirmed cancellation inside cancels, a refused or empty one does not', () => {
    const at = '2026-03-20T09:00:00';
    expect(only(abrasf2({ cancelledAt: at })).municipal?.cancelled).toEqual({ at });
    const inside =
      '<NfseCancelamento><Confirmacao><Sucesso>false</Sucesso></Confirmacao></NfseCancelamento></CompNfse>';
    for (const not of [
      inside,
      '<NfseCancelamento/></CompNfse>',
      '<NfseCancelamento><Confirmacao/></NfseCancelamento></CompNfse>',
    ]) {
      expect(only(abrasf2().replace('</CompNfse>', not)).municipal?.cancelled).toBeNull();
    }
  });

  it('of two notes in a list only the one that says so is cancelled', () => {
    const [one, two] = notes(listOf(abrasf1({ number: 1, cancelledAt: '2026-03-20' }), abrasf1({ number: 2 })));
    expect([one?.municipal?.cancelled, two?.municipal?.cancelled]).toEqual([{ at: '2026-03-20' }, null]);
    expect(only(two?.bytes ?? new Uint8Array()).municipal?.cancelled).toBeNull();
  });

  it('replaced is the one, alive the other', () => {
    expect(only(abrasf1({ replacedBy: 8 })).municipal).toMatchObject({ replacedBy: '8', cancelled: null });
    const alive = only(abrasf1({ number: 8, blank: '<NfseSubstituida>1</NfseSubstituida>' }));
    expect(alive.municipal).toMatchObject({ replacedBy: null, cancelled: null, replacesNumber: '1' });
    expect(alive.replaces).toBe(`NFSE:3106200:${ALFA}:1`);
  });

  it('an answer to a cancellation is an event of its note', () => {
    expect(items(cancellationAnswer({ number: 7 }))).toMatchObject([
      { type: 'event', model: 'NFSe-mun', documentIdentity: `NFSE:3106200:${ALFA}:7`, eventType: 'cancelamento' },
    ]);
  });
});

describe('a layout that nobody knows', () => {
  it('is unread where SIEG handed it out as NFS-e, with the shape of its first elements', () => {
    const read = items(unknownLayout(1, STRANGER));
    expect(read).toMatchObject([{ form: 'unread', shape: 'BoletoServico Cab Nr Quem', issueDay: null, parties: [] }]);
    const elsewhere = unknownLayout(1, STRANGER).replace('urn:prefeitura:qualquer', 'urn:x');
    expect(readFiscal(bytesOf(elsewhere)).refusals[0]?.code).toBe('FISCAL_UNKNOWN_LAYOUT');
  });

  it('whatever is thrown at the reader, it does not throw, and a note states what a note states', () => {
    const pieces = [
      '<InfNfse>',
      '</InfNfse>',
      '<Numero>1</Numero>',
      '<a>',
      '</a>',
      '&lt;',
      '<![CDATA[',
      ']]>',
      abrasf2(),
      escaped(abrasf1()),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        for (const note of notes(`<r>${parts.join('')}</r>`)) {
          expect(note.number).toMatch(/^[1-9]\d*$/);
          expect(note.issueDay).not.toBeNull();
        }
      }),
    );
  });
});
