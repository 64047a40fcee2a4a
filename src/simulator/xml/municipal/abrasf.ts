import { escapeXml } from '../parts';
import { masked, type NoteFacts } from './note';

const ABRASF = 'http://www.abrasf.org.br/nfse.xsd';
const GINFES_ANSWER = 'http://www.ginfes.com.br/servico_consultar_nfse_resposta_v03.xsd';
const GINFES_TYPES = 'http://www.ginfes.com.br/tipos_v03.xsd';
/** Where the service was done: never the city that issued the note. */
const ELSEWHERE = '5300108';

type WriteTaxId = (taxId: string) => string;

function taxIdTag(taxId: string, write: WriteTaxId = (plain) => plain): string {
  return taxId.length === 11 ? `<Cpf>${write(taxId)}</Cpf>` : `<Cnpj>${write(taxId)}</Cnpj>`;
}

function provider({ providerName, note: { city } }: NoteFacts, identification: string): string {
  return (
    `<PrestadorServico><IdentificacaoPrestador>${identification}</IdentificacaoPrestador>` +
    `<RazaoSocial>${escapeXml(providerName)}</RazaoSocial><Endereco><Endereco>Rua das Amostras</Endereco><Numero>100</Numero>` +
    `<Bairro>Centro</Bairro><CodigoMunicipio>${city.ibge}</CodigoMunicipio><Uf>${city.uf}</Uf><Cep>${city.ibge}0</Cep></Endereco></PrestadorServico>`
  );
}

function taker(tag: string, { taker: taxId, takerName }: NoteFacts, write?: WriteTaxId): string {
  return (
    `<${tag}><IdentificacaoTomador><CpfCnpj>${taxIdTag(taxId, write)}</CpfCnpj></IdentificacaoTomador>` +
    `<RazaoSocial>${escapeXml(takerName)}</RazaoSocial><Endereco><Endereco>Avenida do Modelo</Endereco><Numero>20</Numero>` +
    `<CodigoMunicipio>${ELSEWHERE}</CodigoMunicipio><Uf>DF</Uf></Endereco></${tag}>`
  );
}

function generator({ note: { city } }: NoteFacts): string {
  return `<OrgaoGerador><CodigoMunicipio>${city.ibge}</CodigoMunicipio><Uf>${city.uf}</Uf></OrgaoGerador>`;
}

function receipt({ receipt: number }: NoteFacts): string {
  return `<IdentificacaoRps><Numero>${number}</Numero><Serie>A</Serie><Tipo>1</Tipo></IdentificacaoRps>`;
}

/** `InfNfse` of ABRASF 1.x. */
function body1(facts: NoteFacts, write?: WriteTaxId): string {
  const { number, note, issued, value, tax, service, registration } = facts;
  const issuer = `${taxIdTag(facts.provider, write)}<InscricaoMunicipal>${registration}</InscricaoMunicipal>`;
  return (
    `<Nfse><InfNfse Id="nfse${number}"><Numero>${number}</Numero><CodigoVerificacao>${note.code}</CodigoVerificacao>` +
    `<DataEmissao>${issued}</DataEmissao>${receipt(facts)}<DataEmissaoRps>${issued.slice(0, 10)}</DataEmissaoRps>` +
    `<NaturezaOperacao>1</NaturezaOperacao><OptanteSimplesNacional>2</OptanteSimplesNacional><IncentivadorCultural>2</IncentivadorCultural>` +
    `<Competencia>${issued.slice(0, 7)}-01T00:00:00</Competencia><Servico><Valores><ValorServicos>${value}</ValorServicos>` +
    `<IssRetido>2</IssRetido><ValorIss>${tax}</ValorIss><BaseCalculo>${value}</BaseCalculo><Aliquota>0.03</Aliquota>` +
    `<ValorLiquidoNfse>${value}</ValorLiquidoNfse></Valores><ItemListaServico>1.07</ItemListaServico>` +
    `<Discriminacao>${escapeXml(service)}</Discriminacao><CodigoMunicipio>${ELSEWHERE}</CodigoMunicipio></Servico>` +
    `${provider(facts, issuer)}${taker('TomadorServico', facts, write)}${generator(facts)}</InfNfse></Nfse>`
  );
}

/** `InfNfse` of ABRASF 2.x. */
function body2(facts: NoteFacts): string {
  const { number, note, issued, value, tax, service, registration } = facts;
  const issuer = `<CpfCnpj>${taxIdTag(facts.provider)}</CpfCnpj><InscricaoMunicipal>${registration}</InscricaoMunicipal>`;
  return (
    `<Nfse versao="2.03"><InfNfse Id="id${number}"><Numero>${number}</Numero><CodigoVerificacao>${note.code}</CodigoVerificacao>` +
    `<DataEmissao>${issued}-03:00</DataEmissao><ValoresNfse><BaseCalculo>${value}</BaseCalculo><Aliquota>3.00</Aliquota><ValorIss>${tax}</ValorIss>` +
    `<ValorLiquidoNfse>${value}</ValorLiquidoNfse></ValoresNfse>${provider(facts, issuer)}${generator(facts)}` +
    `<DeclaracaoPrestacaoServico><InfDeclaracaoPrestacaoServico Id="d${number}"><Rps>${receipt(facts)}<DataEmissao>${issued.slice(0, 10)}</DataEmissao>` +
    `<Status>1</Status></Rps><Competencia>${issued.slice(0, 10)}</Competencia><Servico><Valores><ValorServicos>${value}</ValorServicos>` +
    `<ValorIss>${tax}</ValorIss></Valores><IssRetido>2</IssRetido><ItemListaServico>1.07</ItemListaServico>` +
    `<Discriminacao>${escapeXml(service)}</Discriminacao><CodigoMunicipio>${ELSEWHERE}</CodigoMunicipio>` +
    `<MunicipioIncidencia>${ELSEWHERE}</MunicipioIncidencia></Servico><Prestador>${issuer}</Prestador>${taker('Tomador', facts)}` +
    '<OptanteSimplesNacional>2</OptanteSimplesNacional></InfDeclaracaoPrestacaoServico></DeclaracaoPrestacaoServico></InfNfse></Nfse>'
  );
}

function cancellation(
  { number, provider: taxId, registration, note: { city }, cancelled }: NoteFacts,
  answer: string,
): string {
  if (cancelled === null) return '';
  return (
    `<NfseCancelamento><Confirmacao><Pedido><InfPedidoCancelamento Id="c${number}"><IdentificacaoNfse><Numero>${number}</Numero>` +
    `${taxIdTag(taxId)}<InscricaoMunicipal>${registration}</InscricaoMunicipal><CodigoMunicipio>${city.ibge}</CodigoMunicipio></IdentificacaoNfse>` +
    `<CodigoCancelamento>1</CodigoCancelamento></InfPedidoCancelamento></Pedido>${answer}</Confirmacao></NfseCancelamento>`
  );
}

/** A `CompNfse` on its own, as Belo Horizonte's. */
export function renderAbrasf1(facts: NoteFacts): string {
  const answer = `<DataHoraCancelamento>${facts.cancelled ?? ''}</DataHoraCancelamento>`;
  return `<CompNfse xmlns="${ABRASF}">${body1(facts)}${cancellation(facts, answer)}</CompNfse>`;
}

/** An answer with a list, as Salvador's: no namespace, every tax id with its mask. */
export function renderAbrasf1List(facts: NoteFacts): string {
  const answer = `<DataHora>${facts.cancelled ?? ''}</DataHora>`;
  return (
    `<ConsultarNfseResposta><ListaNfse><CompNfse>${body1(facts, masked)}${cancellation(facts, answer)}</CompNfse></ListaNfse>` +
    '</ConsultarNfseResposta>'
  );
}

export function renderAbrasf2(facts: NoteFacts): string {
  const answer = `<DataHora>${facts.cancelled ?? ''}</DataHora>`;
  return `<CompNfse xmlns="${ABRASF}">${body2(facts)}${cancellation(facts, answer)}</CompNfse>`;
}

/** ABRASF 1.x with the prefixes of GINFES. */
export function renderGinfes(facts: NoteFacts): string {
  const answer =
    '<InfConfirmacaoCancelamento><Sucesso>true</Sucesso>' +
    `<DataHora>${facts.cancelled ?? ''}</DataHora></InfConfirmacaoCancelamento>`;
  const inner = `${body1(facts)}${cancellation(facts, answer)}`.replace(/<(\/?)(?=[A-Z])/g, '<$1ns4:');
  return (
    `<ns3:ConsultarNfseResposta xmlns:ns3="${GINFES_ANSWER}" xmlns:ns4="${GINFES_TYPES}"><ns3:ListaNfse><ns3:CompNfse>` +
    `${inner}</ns3:CompNfse></ns3:ListaNfse></ns3:ConsultarNfseResposta>`
  );
}
