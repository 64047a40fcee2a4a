import { ALFA, STRANGER } from './notes';

/** Invented municipal NFS-e in the two commonest structures; whatever is not said is left away. */
export interface MunicipalOptions {
  readonly number?: number;
  readonly issuer?: string;
  readonly taker?: string | null;
  readonly issuedAt?: string;
  /** IBGE code of the generator; null states no municipality. */
  readonly city?: string | null;
  readonly code?: string;
  readonly registration?: string;
  readonly value?: string;
  /** Date of a confirmed cancellation inside. */
  readonly cancelledAt?: string;
  /** Number of the note that replaced this one. */
  readonly replacedBy?: number;
  /** Anything that makes the bytes differ without making another note. */
  readonly blank?: string;
}

const CITY = '3106200';

function cancellation(options: MunicipalOptions): string {
  const { cancelledAt, replacedBy } = options;
  const cancelled =
    cancelledAt === undefined
      ? ''
      : `<NfseCancelamento><Confirmacao><DataHora>${cancelledAt}</DataHora></Confirmacao></NfseCancelamento>`;
  const replaced =
    replacedBy === undefined
      ? ''
      : `<NfseSubstituicao><SubstituicaoNfse><NfseSubstituidora>${String(replacedBy)}</NfseSubstituidora></SubstituicaoNfse></NfseSubstituicao>`;
  return cancelled + replaced;
}

function taxId(id: string): string {
  return id.length === 11 ? `<Cpf>${id}</Cpf>` : `<Cnpj>${id}</Cnpj>`;
}

/** `CompNfse` of ABRASF 2: the declaration holds service, provider and taker. */
export function abrasf2(options: MunicipalOptions = {}): string {
  const { number = 1, issuer = ALFA, taker = STRANGER, issuedAt = '2026-03-10T10:00:00-03:00', city = CITY } = options;
  const { code = `C${String(number)}`, registration = '4455', value = '150.00', blank = '' } = options;
  const generator = city === null ? '' : `<OrgaoGerador><CodigoMunicipio>${city}</CodigoMunicipio></OrgaoGerador>`;
  const customer =
    taker === null
      ? ''
      : `<Tomador><IdentificacaoTomador><CpfCnpj>${taxId(taker)}</CpfCnpj></IdentificacaoTomador></Tomador>`;
  return (
    `<CompNfse xmlns="http://www.abrasf.org.br/nfse.xsd"><Nfse versao="2.03"><InfNfse Id="n${String(number)}">` +
    `<Numero>${String(number)}</Numero><CodigoVerificacao>${code}</CodigoVerificacao><DataEmissao>${issuedAt}</DataEmissao>${blank}` +
    `${generator}<DeclaracaoPrestacaoServico><InfDeclaracaoPrestacaoServico><Competencia>${issuedAt.slice(0, 10)}</Competencia>` +
    `<Servico><Valores><ValorServicos>${value}</ValorServicos></Valores><IssRetido>2</IssRetido><CodigoMunicipio>3304557</CodigoMunicipio></Servico>` +
    `<Prestador><CpfCnpj>${taxId(issuer)}</CpfCnpj><InscricaoMunicipal>${registration}</InscricaoMunicipal></Prestador>${customer}` +
    `</InfDeclaracaoPrestacaoServico></DeclaracaoPrestacaoServico></InfNfse></Nfse>${cancellation(options)}</CompNfse>`
  );
}

/** `CompNfse` of ABRASF 1: service, provider and taker stand in the note itself. */
export function abrasf1(options: MunicipalOptions = {}): string {
  const { number = 1, issuer = ALFA, taker = STRANGER, issuedAt = '2026-03-10T10:00:00', city = CITY } = options;
  const { code = `C${String(number)}`, registration = '4455', value = '150.00', blank = '' } = options;
  const generator = city === null ? '' : `<OrgaoGerador><CodigoMunicipio>${city}</CodigoMunicipio></OrgaoGerador>`;
  const customer =
    taker === null
      ? ''
      : `<TomadorServico><IdentificacaoTomador><CpfCnpj>${taxId(taker)}</CpfCnpj></IdentificacaoTomador></TomadorServico>`;
  return (
    `<CompNfse xmlns="http://www.abrasf.org.br/nfse.xsd"><Nfse><InfNfse><Numero>${String(number)}</Numero>` +
    `<CodigoVerificacao>${code}</CodigoVerificacao><DataEmissao>${issuedAt}</DataEmissao>${blank}` +
    `<Servico><Valores><ValorServicos>${value}</ValorServicos><IssRetido>2</IssRetido></Valores></Servico>` +
    `<PrestadorServico><IdentificacaoPrestador>${taxId(issuer)}<InscricaoMunicipal>${registration}</InscricaoMunicipal></IdentificacaoPrestador></PrestadorServico>` +
    `${customer}${generator}</InfNfse></Nfse>${cancellation(options)}</CompNfse>`
  );
}

/** An answer of ABRASF that lists notes. */
export function listOf(...notes: readonly string[]): string {
  return `<ConsultarNfseResposta xmlns="http://www.abrasf.org.br/nfse.xsd"><ListaNfse>${notes.join('')}</ListaNfse></ConsultarNfseResposta>`;
}

/** The answer to a cancellation, which stands without its note. */
export function cancellationAnswer(options: MunicipalOptions = {}): string {
  const {
    number = 1,
    issuer = ALFA,
    city = CITY,
    registration = '4455',
    cancelledAt = '2026-03-20T09:00:00',
  } = options;
  const place = city === null ? '' : `<CodigoMunicipio>${city}</CodigoMunicipio>`;
  return (
    '<CancelarNfseResposta xmlns="http://www.abrasf.org.br/nfse.xsd"><RetCancelamento><NfseCancelamento><Confirmacao><Pedido>' +
    `<InfPedidoCancelamento><IdentificacaoNfse><Numero>${String(number)}</Numero><CpfCnpj>${taxId(issuer)}</CpfCnpj>` +
    `<InscricaoMunicipal>${registration}</InscricaoMunicipal>${place}</IdentificacaoNfse></InfPedidoCancelamento></Pedido>` +
    `<DataHora>${cancelledAt}</DataHora></Confirmacao></NfseCancelamento></RetCancelamento></CancelarNfseResposta>`
  );
}

/** A layout that nobody knows: only tax ids can be told from it. */
export function unknownLayout(number: number, mentioned: string, blank = ''): string {
  return `<BoletoServico xmlns="urn:prefeitura:qualquer"><Cab><Nr>${String(number)}</Nr></Cab><Quem doc="${mentioned}"/>${blank}</BoletoServico>`;
}
