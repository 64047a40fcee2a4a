import { escapeXml, taxIdTag } from '../parts';
import { brazilian, masked, type NoteFacts } from './note';

/** São Paulo's own layout. Its root and its note are called as an NF-e is; its amounts lose their last zeros. */
export function renderSaoPaulo(facts: NoteFacts): string {
  const { registration, number, note, issued, value, tax, service, cancelled } = facts;
  const { city } = note;
  const plain = (amount: string): string => amount.replace(/\.?0+$/, '');
  return (
    '<RetornoConsulta xmlns="http://www.prefeitura.sp.gov.br/nfe"><Cabecalho Versao="1" xmlns=""><Sucesso>true</Sucesso></Cabecalho>' +
    `<NFe xmlns=""><Assinatura></Assinatura><ChaveNFe><InscricaoPrestador>${registration}</InscricaoPrestador><NumeroNFe>${number}</NumeroNFe>` +
    `<CodigoVerificacao>${note.code}</CodigoVerificacao></ChaveNFe><DataEmissaoNFe>${issued}</DataEmissaoNFe><ChaveRPS>` +
    `<InscricaoPrestador>${registration}</InscricaoPrestador><SerieRPS>A</SerieRPS><NumeroRPS>${facts.receipt}</NumeroRPS></ChaveRPS>` +
    `<TipoRPS>RPS</TipoRPS><DataEmissaoRPS>${issued.slice(0, 10)}</DataEmissaoRPS><CPFCNPJPrestador>${taxIdTag(facts.provider)}</CPFCNPJPrestador>` +
    `<RazaoSocialPrestador>${escapeXml(facts.providerName)}</RazaoSocialPrestador><EnderecoPrestador><Logradouro>das Amostras</Logradouro>` +
    `<NumeroEndereco>100</NumeroEndereco><Cidade>${city.ibge}</Cidade><UF>${city.uf}</UF></EnderecoPrestador>` +
    `<StatusNFe>${cancelled === null ? 'N' : 'C'}</StatusNFe>${cancelled === null ? '' : `<DataCancelamento>${cancelled}</DataCancelamento>`}` +
    `<TributacaoNFe>T</TributacaoNFe><OpcaoSimples>4</OpcaoSimples><ValorServicos>${plain(value)}</ValorServicos><CodigoServico>2919</CodigoServico>` +
    `<AliquotaServicos>0.03</AliquotaServicos><ValorISS>${plain(tax)}</ValorISS><ValorCredito>0</ValorCredito><ISSRetido>false</ISSRetido>` +
    `<CPFCNPJTomador>${taxIdTag(facts.taker)}</CPFCNPJTomador><RazaoSocialTomador>${escapeXml(facts.takerName)}</RazaoSocialTomador>` +
    `<Discriminacao>${escapeXml(service)}</Discriminacao></NFe></RetornoConsulta>`
  );
}

/** IPM: the city as its TOM code, Brazilian dates and amounts, the number with zeros before it. */
export function renderIpm(facts: NoteFacts): string {
  const { number, note, issued, value, service, cancelled } = facts;
  const day = issued.slice(0, 10).split('-').reverse().join('/');
  const [code, words] = cancelled === null ? ['1', 'Emitida'] : ['2', 'Cancelada'];
  return (
    `<nfse><nf><numero_nfse>${number.padStart(9, '0')}</numero_nfse><serie_nfse>1</serie_nfse><data_nfse>${day}</data_nfse><hora_nfse>${issued.slice(11)}</hora_nfse>` +
    `<situacao_codigo_nfse>${code}</situacao_codigo_nfse><situacao_descricao_nfse>${words}</situacao_descricao_nfse>` +
    `<valor_total>${brazilian(value)}</valor_total><valor_desconto>0,00</valor_desconto><valor_ir>0,00</valor_ir><valor_inss>0,00</valor_inss>` +
    `<cod_verificador_autenticidade>${note.code}</cod_verificador_autenticidade><observacao></observacao></nf>` +
    `<prestador><cpfcnpj>${facts.provider}</cpfcnpj><cidade>${note.city.tom}</cidade></prestador>` +
    `<tomador><tipo>J</tipo><cpfcnpj>${facts.taker}</cpfcnpj><nome_razao_social>${escapeXml(facts.takerName)}</nome_razao_social>` +
    '<logradouro>Avenida do Modelo</logradouro><cidade>9701</cidade></tomador>' +
    `<itens><lista><codigo_local_prestacao_servico>9701</codigo_local_prestacao_servico><codigo_item_lista_servico>107</codigo_item_lista_servico>` +
    `<descritivo>${escapeXml(service)}</descritivo><aliquota_item_lista_servico>3,00</aliquota_item_lista_servico>` +
    `<valor_tributavel>${brazilian(value)}</valor_tributavel><valor_issrf>0,00</valor_issrf></lista></itens></nfse>`
  );
}

/**
 * A layout that nobody knows: the tags are invented, nothing that the others share is called as in them, and the only thing a stranger
 * can find are the two tax ids, masked, in attributes.
 */
export function renderUnknown(facts: NoteFacts): string {
  const { number, issued, value, service, cancelled } = facts;
  const ended = cancelled === null ? '' : `<baixa quando="${cancelled.slice(0, 10)}"/>`;
  return (
    `<reciboPrestacao edicao="7"><folha ordem="${number}" lavrada="${issued.slice(0, 10)}" senha="${facts.note.code}">` +
    `<quemFez cadastro="${masked(facts.provider)}">${escapeXml(facts.providerName)}</quemFez>` +
    `<quemPagou cadastro="${masked(facts.taker)}">${escapeXml(facts.takerName)}</quemPagou>` +
    `<quantia moeda="BRL">${brazilian(value)}</quantia><historico>${escapeXml(service)}</historico>${ended}</folha></reciboPrestacao>`
  );
}
