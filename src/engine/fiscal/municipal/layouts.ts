import { ABRASF } from './abrasf';
import type { Draft, Layout, Mark, MunicipalLayout, Place } from './draft';
import { ancestors, at, childrenOf, everyElement, holds, isNamed, textAt, type MarkupElement } from './markup';
import { answerFrom, bare, centsFrom, dateFrom, isCharged, numberFrom, taxIdFrom } from './values';

type Read<Value> = (note: MarkupElement) => Value;

/** A family that is told by its paths; a row is all there is of it. Paths are alternatives, the first that holds a text counts. */
interface Family {
  readonly layout: MunicipalLayout | Read<MunicipalLayout>;
  /** Every one of these paths must be there: the shape that decides. */
  readonly shape: readonly string[] | Read<boolean>;
  readonly place: { readonly [Part in keyof Place]?: readonly string[] | Read<string | null> };
  readonly number: readonly string[];
  readonly series?: readonly string[];
  readonly code: readonly string[];
  readonly issued: readonly string[] | Read<string | null>;
  readonly competence?: readonly string[];
  readonly issuer: readonly string[] | Read<string | null>;
  readonly registration?: readonly string[] | Read<string | null>;
  readonly taker: readonly string[];
  readonly value: readonly string[] | Read<bigint | null>;
  readonly net?: readonly string[];
  readonly withheld?: Read<boolean | null>;
  readonly cancelled?: Read<Mark | null>;
  readonly replacedBy?: Read<string | null>;
  readonly replaces?: readonly string[];
  readonly rps?: { readonly number: readonly string[]; readonly series?: readonly string[] };
  /** Name of the parent that is the note's own envelope. */
  readonly envelope?: string;
}

/** A text or a number at the paths, or what a function finds. */
function get<Value>(note: MarkupElement, where: readonly string[] | Read<Value> | undefined): Value | string | null {
  if (where === undefined) return null;
  return typeof where === 'function' ? where(note) : textAt(note, ...where);
}

function placeOf(note: MarkupElement, place: Family['place']): Place {
  return {
    generator: get(note, place.generator),
    only: get(note, place.only),
    address: get(note, place.address),
    tom: get(note, place.tom),
    city: get(note, place.city),
    state: get(note, place.state),
  };
}

function unitOf(note: MarkupElement, envelope: string | undefined): MarkupElement {
  const { parent } = note;
  return envelope !== undefined && parent?.source === note.source && isNamed(parent, envelope) ? parent : note;
}

function layoutFrom(family: Family): Layout {
  const { shape } = family;
  return {
    matches: (note) => (typeof shape === 'function' ? shape(note) : holds(note, ...shape)),
    read: (note): Draft => ({
      layout: typeof family.layout === 'function' ? family.layout(note) : family.layout,
      unit: unitOf(note, family.envelope),
      place: placeOf(note, family.place),
      number: numberFrom(textAt(note, ...family.number)),
      series: get(note, family.series),
      verification: get(note, family.code),
      issued: get(note, family.issued),
      competence: get(note, family.competence),
      issuer: taxIdFrom(get(note, family.issuer)),
      registration: get(note, family.registration),
      taker: family.taker.map((path) => taxIdFrom(textAt(note, path))).find((id) => id !== null) ?? null,
      value: get(note, family.value),
      net: get(note, family.net),
      issWithheld: family.withheld?.(note) ?? null,
      cancelled: family.cancelled?.(note) ?? null,
      replacedBy: family.replacedBy?.(note) ?? null,
      replaces: numberFrom(get(note, family.replaces)),
      rpsNumber: get(note, family.rps?.number),
      rpsSeries: get(note, family.rps?.series),
    }),
  };
}

function sum(elements: Iterable<MarkupElement>): bigint | null {
  let total: bigint | null = null;
  for (const element of elements) {
    const cents = centsFrom(element.text.trim());
    if (cents !== null) total = (total ?? 0n) + cents;
  }
  return total;
}

/** Every element of a name below a path. */
function* below(note: MarkupElement, path: string, name: string): Generator<MarkupElement> {
  const top = at(note, path);
  if (top !== null) for (const element of everyElement(top)) if (isNamed(element, name)) yield element;
}

/** "Sim"/"true" at a path. */
const says =
  (...paths: readonly string[]): Read<boolean | null> =>
  (note) =>
    answerFrom(textAt(note, ...paths));
/** An amount above zero at a path. */
const charges =
  (...paths: readonly string[]): Read<boolean | null> =>
  (note) =>
    isCharged(textAt(note, ...paths));

/** Cancelled when the status is one of these words or begins with "cancel"; the date where one stands. */
function status(path: string, words: readonly string[], date: readonly string[] = []): Read<Mark | null> {
  return (note) => {
    const word = bare(textAt(note, path) ?? '');
    if (!words.includes(word) && !word.startsWith('cancel')) return null;
    return { at: dateFrom(textAt(note, ...date)) };
  };
}

/** Cancelled when a date of it stands there, zeros and nil being none. */
function dated(...paths: readonly string[]): Read<Mark | null> {
  return (note) => {
    const date = dateFrom(textAt(note, ...paths));
    return date === null ? null : { at: date };
  };
}

function either(...marks: readonly Read<Mark | null>[]): Read<Mark | null> {
  return (note) => {
    const found = marks.map((mark) => mark(note)).filter((mark) => mark !== null);
    return found.find((mark) => mark.at !== null) ?? found[0] ?? null;
  };
}

/** The status says that another note took this one's place, without saying which. */
function replacedWord(path: string): Read<string | null> {
  return (note) => (/^substitu[ii]d/.test(bare(textAt(note, path) ?? '')) ? '' : null);
}

/** DSF: who asked and for which city stands once, beside the list. */
function fromHeader(path: string): Read<string | null> {
  return (note) => {
    for (const ancestor of ancestors(note)) {
      const header = childrenOf(ancestor, 'Cabecalho')[0];
      if (header !== undefined) return textAt(header, path);
    }
    return null;
  };
}

function letterhead(pattern: RegExp): Read<string | null> {
  return (note) => {
    for (const line of note.children) {
      const found = /^TimbreContribuinteLinha/i.test(line.name) ? pattern.exec(line.text)?.[1] : undefined;
      if (found !== undefined) return found;
    }
    return null;
  };
}

const joined =
  (...paths: readonly string[]): Read<string | null> =>
  (note) =>
    paths
      .map((path) => textAt(note, path))
      .filter((text) => text !== null)
      .join(' ') || null;

/** São Paulo and, with its city in `Prefeitura`, Bauru: a root `NFe` that is no NF-e. */
const SAO_PAULO: Family = {
  layout: (note) => (holds(note, 'Prefeitura') ? 'bauru' : 'saopaulo'),
  shape: (note) => holds(note, 'ChaveNFe/NumeroNFe', 'ValorServicos') && !holds(note, 'infNFe'),
  place: {
    only: (note) => (holds(note, 'Prefeitura') ? null : '3550308'),
    city: ['Prefeitura'],
    state: ['EnderecoPrestador/UF'],
  },
  number: ['ChaveNFe/NumeroNFe'],
  series: ['ChaveNFe/SerieNFe'],
  code: ['ChaveNFe/CodigoVerificacao'],
  issued: ['DataEmissaoNFe', 'ChaveNFe/DataEmissaoNFe'],
  issuer: ['CPFCNPJPrestador/CNPJ', 'CPFCNPJPrestador/CPF', 'CPFCNPJPrestador'],
  registration: ['ChaveNFe/InscricaoPrestador', 'InscricaoPrestador'],
  taker: ['CPFCNPJTomador/CNPJ', 'CPFCNPJTomador/CPF', 'CPFCNPJTomador'],
  value: ['ValorServicos'],
  withheld: says('ISSRetido'),
  cancelled: status('StatusNFe', ['c'], ['DataCancelamento']),
  rps: { number: ['ChaveRPS/NumeroRPS'], series: ['ChaveRPS/SerieRPS'] },
};

const IPM: Family = {
  layout: 'ipm',
  shape: ['nf/numero_nfse', 'prestador'],
  place: { tom: ['prestador/cidade'] },
  number: ['nf/numero_nfse'],
  series: ['nf/serie_nfse'],
  code: ['nf/cod_verificador_autenticidade'],
  issued: joined('nf/data_nfse', 'nf/hora_nfse'),
  competence: ['nf/data_fato_gerador'],
  issuer: ['prestador/cpfcnpj'],
  taker: ['tomador/cpfcnpj'],
  value: ['nf/valor_total'],
  withheld: (note) => {
    const withheld = sum(below(note, 'itens', 'valor_issrf'));
    return withheld === null ? null : withheld > 0n;
  },
  cancelled: status('nf/situacao_codigo_nfse', ['2']),
  rps: { number: ['rps/nro_recibo_provisorio'], series: ['rps/serie_recibo_provisorio'] },
};

/** El: `IssRetido` 1 stands beside net = gross, so it is not clear and stays unsaid. Status 2 is from memory (?). */
const EL: Family = {
  layout: 'el',
  shape: ['IdentificacaoNfse/Numero', 'DadosPrestador'],
  place: {
    address: ['DadosPrestador/Endereco/CodigoMunicipio'],
    city: ['DadosPrestador/Endereco/Municipio'],
    state: ['DadosPrestador/Endereco/Uf'],
  },
  number: ['IdentificacaoNfse/Numero'],
  code: ['CodigoVerificacao'],
  issued: ['DataEmissao'],
  issuer: ['DadosPrestador/IdentificacaoPrestador/CpfCnpj'],
  registration: ['DadosPrestador/IdentificacaoPrestador/InscricaoMunicipal'],
  taker: ['DadosTomador/IdentificacaoTomador/CpfCnpj'],
  value: ['Valores/ValorServicos', 'Servicos/ValorServico'],
  net: ['Valores/ValorLiquidoNfse', 'ValorLiquidoNfse'],
  cancelled: status('Status', ['2']),
  rps: { number: ['IdentificacaoNfse/NumeroRps'] },
};

const NOVA_IGUACU: Family = {
  layout: 'nota_fiscal',
  shape: ['NUM_NOTA', 'PRESTADOR_CPF_CNPJ'],
  place: { tom: ['CODIGO_CIDADE', 'PRESTADOR_CIDADE_CODIGO'], city: ['PRESTADOR_CIDADE'], state: ['PRESTADOR_UF'] },
  number: ['NUM_NOTA'],
  code: ['CODIGO_VERIFICACAO'],
  issued: ['DATA_HORA_EMISSAO'],
  competence: ['MES_COMPETENCIA'],
  issuer: ['PRESTADOR_CPF_CNPJ'],
  registration: ['PRESTADOR_INSCRICAO_MUNICIPAL'],
  taker: ['TOMADOR_CPF_CNPJ'],
  value: ['VALOR_SERVICO'],
  withheld: charges('VALOR_ISS_RET'),
  cancelled: either(status('SITUACAO_NF', [], ['DATA_HORA_CANCELAMENTO']), dated('DATA_HORA_CANCELAMENTO')),
  replacedBy: replacedWord('SITUACAO_NF'),
};

/** Irecê: an exported DataSet without issuer and city. Status 2 is from memory (?). */
const TB_NOTAS_FISCAIS: Family = {
  layout: 'tbnotasfiscais',
  shape: ['NumeroNF', 'DtEmissao', 'ValorTotal'],
  place: {},
  number: ['NumeroNF'],
  code: ['Assinatura'],
  issued: ['DtEmissao'],
  issuer: [],
  taker: ['CNPJCPFTomador'],
  value: ['ValorTotal'],
  withheld: charges('ImpRetido'),
  cancelled: status('Status', ['2']),
};

const OSASCO: Family = {
  layout: 'osasco',
  shape: ['Prestador', 'Numero', 'CodigoAutenticidade'],
  place: { city: ['Prestador/Endereco/Cidade'], state: ['Prestador/Endereco/Estado'] },
  number: ['Numero'],
  series: ['Serie'],
  code: ['CodigoAutenticidade'],
  issued: ['DataEmissao'],
  issuer: ['Prestador/CNPJ', 'Prestador/CPF'],
  registration: ['Prestador/InscricaoMunicipal'],
  taker: ['Tomador/CNPJ', 'Tomador/CPF'],
  value: ['Valor'],
  cancelled: dated('DataCancelamento'),
  replaces: ['NotaFiscalSubstituida'],
};

const DSF: Family = {
  layout: 'dsf',
  shape: (note) =>
    (isNamed(note, 'Nota') && holds(note, 'NumeroNota', 'Itens')) ||
    (isNamed(note, 'ConsultaNFSe') && holds(note, 'NumeroNFe', 'ValorTotal')),
  place: { tom: fromHeader('CodCidade') },
  number: ['NumeroNota', 'NumeroNFe'],
  code: ['CodigoVerificacao'],
  issued: ['DataProcessamento', 'DataEmissaoNFe', 'DataEmissao'],
  issuer: (note) => textAt(note, 'CPFCNPJPrestador') ?? fromHeader('CPFCNPJRemetente')(note),
  registration: (note) =>
    textAt(note, 'InscricaoMunicipalPrestador') ?? fromHeader('InscricaoMunicipalPrestador')(note),
  taker: ['CPFCNPJTomador'],
  value: (note) => sum(below(note, 'Itens', 'ValorTotal')) ?? centsFrom(textAt(note, 'ValorTotal')),
  withheld: (note) => {
    const collected = bare(textAt(note, 'TipoRecolhimento') ?? '');
    return collected === 'r' ? true : collected === 'a' ? false : null;
  },
  cancelled: status('SituacaoRPS', ['c'], ['DataCancelamento']),
  replaces: ['NumeroNFSeSubstituida'],
  rps: { number: ['NumeroRPS'], series: ['SerieRPS'] },
};

const CONAM: Family = {
  layout: 'conam',
  shape: ['NumNf', 'CpfCnpjPre'],
  place: { city: ['MunPre'], state: ['SiglaUFPre'] },
  number: ['NumNf'],
  series: ['SerNf'],
  code: ['CodVernf'],
  issued: ['DtEmiNf'],
  issuer: ['CpfCnpjPre'],
  taker: ['CpfCnpjTom'],
  value: ['VlNFS'],
  withheld: charges('VlIssRet'),
  cancelled: status('SitNf', ['2'], ['DataCncNf']),
  rps: { number: ['NumRps'], series: ['SerRps'] },
};

/** The local name of its body is that of the national layout; its children are not. */
const INFISC: Family = {
  layout: 'infisc',
  shape: (note) => isNamed(note, 'infNFSe') && holds(note, 'Id/nNFS-e', 'prest'),
  place: { address: ['prest/end/cMun'], city: ['prest/end/xMun'], state: ['prest/end/UF'] },
  number: ['Id/nNFS-e'],
  series: ['Id/serie'],
  code: ['Id/refNF'],
  issued: joined('Id/dEmi', 'Id/hEmi'),
  issuer: ['prest/CNPJ', 'prest/CPF'],
  registration: ['prest/IM'],
  taker: ['TomS/CNPJ', 'TomS/CPF'],
  value: ['total/vServ'],
  net: ['total/vtLiq'],
  withheld: charges('total/ISS/vSTISS'),
  cancelled: status('Id/cancelada', ['s']),
  rps: { number: ['Id/rps'], series: ['Id/serierps'] },
  envelope: 'NFS-e',
};

const EQUIPLANO: Family = {
  layout: 'equiplano',
  shape: (note) => (holds(note, 'nrNfs') || holds(note, 'nrNfse')) && holds(note, 'cdAutenticacao', 'prestadorServico'),
  place: {
    address: ['prestadorServico/cdIbge'],
    city: ['prestadorServico/nmCidade'],
    state: ['prestadorServico/nmUf'],
  },
  number: ['nrNfs', 'nrNfse'],
  code: ['cdAutenticacao'],
  issued: ['dtEmissaoNfs', 'dtEmissaoNfse'],
  issuer: ['prestadorServico/nrDocumento'],
  registration: ['prestadorServico/nrInscricaoMunicipal'],
  taker: ['tomadorServico/nrDocumento'],
  value: ['vlTotalNota'],
  withheld: says('isIssRetido'),
  cancelled: (note) =>
    answerFrom(textAt(note, 'isNfsCancelada')) === true ? { at: dateFrom(textAt(note, 'dtCancelamento')) } : null,
  rps: { number: ['nrRps'] },
};

/** Names partly from memory (?): the issuer stands in the text of the letterhead. */
const SMARAPD: Family = {
  layout: 'smarapd',
  shape: ['NumeroNota', 'ChaveValidacao'],
  place: {},
  number: ['NumeroNota'],
  code: ['ChaveValidacao'],
  issued: ['DataEmissao'],
  issuer: letterhead(/(?:CPF|CNPJ)[^0-9A-Z]*([0-9A-Z][0-9A-Z./-]{9,16}\d)/i),
  registration: letterhead(/Inscri[^\s]*\s+Municipal\s*:?\s*([0-9][0-9./-]*)/i),
  taker: ['ClienteCNPJCPF'],
  value: ['ValorTotalNota'],
  withheld: says('ImpostoRetido'),
  cancelled: status('SituacaoNf', [], ['DataCancelamento']),
  replacedBy: replacedWord('SituacaoNf'),
};

/** Names partly from memory (?). */
const SIGISS: Family = {
  layout: 'sigiss',
  shape: ['nota', 'autenticidade', 'prestador_cnpj'],
  place: { city: ['prestador_cidade'], state: ['prestador_estado'] },
  number: ['nota'],
  series: ['serie'],
  code: ['autenticidade'],
  issued: ['dt_conversao'],
  issuer: ['prestador_cnpj'],
  registration: ['prestador_ccm'],
  taker: ['tomador_cnpj', 'tomador_cpf'],
  value: ['valor'],
  withheld: says('ISSRetido'),
  cancelled: status('StatusNFe', ['c'], ['dt_cancelamento']),
  rps: { number: ['num_rps'], series: ['serie_rps'] },
};

/** Florianópolis (?). */
const NFPSE: Family = {
  layout: 'nfpse',
  shape: (note) =>
    holds(note, 'numeroSerie', 'codigoVerificacao') && (holds(note, 'cnpjPrestador') || holds(note, 'cpfPrestador')),
  place: { address: ['codigoMunicipioPrestador'] },
  number: ['numeroSerie'],
  code: ['codigoVerificacao'],
  issued: ['dataProcessamento', 'dataEmissao'],
  competence: ['dataEmissao'],
  issuer: ['cnpjPrestador', 'cpfPrestador'],
  registration: ['inscricaoMunicipalPrestador'],
  taker: ['identificacaoTomador'],
  value: ['valorTotalServicos'],
  cancelled: dated('dataCancelamento'),
  rps: { number: ['identificacao'] },
};

/** Invented from memory (?). */
const GIAP: Family = {
  layout: 'giap',
  shape: ['dadosPrestador/numeroNota'],
  place: {},
  number: ['dadosPrestador/numeroNota'],
  code: ['dadosPrestador/codigoVerificacao'],
  issued: ['dadosPrestador/dataEmissao'],
  issuer: ['dadosPrestador/documento'],
  registration: ['dadosPrestador/im'],
  taker: ['dadosTomador/documento'],
  value: (note) => sum(below(note, 'detalheServico', 'valor')),
  withheld: charges('detalheServico/issRetido'),
  rps: { number: ['dadosPrestador/numeroRps'] },
};

/** Invented from memory (?). */
const GOVERNA: Family = {
  layout: 'governa',
  shape: ['tsNumNot', 'tsCPFCNPJPre'],
  place: {},
  number: ['tsNumNot'],
  code: ['tsCodVer'],
  issued: ['tsDatEmi'],
  issuer: ['tsCPFCNPJPre'],
  taker: ['tsCPFCNPJTom'],
  value: ['tsVlrServ'],
  rps: { number: ['tsNumRPS'] },
};

/** In the order in which they are tried; the first whose shape fits reads the element. */
export const LAYOUTS: readonly Layout[] = [
  ABRASF,
  ...[SAO_PAULO, IPM, EL, NOVA_IGUACU, TB_NOTAS_FISCAIS, OSASCO, DSF, CONAM, INFISC, EQUIPLANO].map(layoutFrom),
  ...[SMARAPD, SIGISS, NFPSE, GIAP, GOVERNA].map(layoutFrom),
];
