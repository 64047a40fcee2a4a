import type { TaxId } from '../../domain';
import type { Draft, Layout, Mark, Place } from './draft';
import { ancestors, at, childrenOf, everyElement, holds, isNamed, textAt, type MarkupElement } from './markup';
import { answerFrom, dateFrom, numberFrom, taxIdFrom } from './values';

/** Goiânia's own municipality codes are not those of IBGE. */
const GOIANIA = '5208707';

function declarationOf(inf: MarkupElement): MarkupElement | null {
  return at(inf, 'DeclaracaoPrestacaoServico/InfDeclaracaoPrestacaoServico') ?? at(inf, 'DeclaracaoPrestacaoServico');
}

/** CNPJ or CPF of a party, with or without `Identificacao…` and `CpfCnpj` around it, also as the text of `CpfCnpj` itself. */
export function partyTaxId(party: MarkupElement | null, identification: string): TaxId | null {
  for (const holder of [at(party, identification), party]) {
    for (const path of ['CpfCnpj/Cnpj', 'CpfCnpj/Cpf', 'Cnpj', 'Cpf', 'CpfCnpj']) {
      const id = taxIdFrom(textAt(holder, path));
      if (id !== null) return id;
    }
  }
  return null;
}

function first<Value>(
  elements: readonly (MarkupElement | null)[],
  read: (each: MarkupElement) => Value | null,
): Value | null {
  for (const element of elements) {
    const value = element === null ? null : read(element);
    if (value !== null) return value;
  }
  return null;
}

function namespacesSay(inf: MarkupElement, word: string): boolean {
  return [inf, ...ancestors(inf)].some(({ attributes }) =>
    [...attributes].some(([name, value]) => name.startsWith('xmlns') && value.toLowerCase().includes(word)),
  );
}

function placeOf(inf: MarkupElement, issuers: readonly (MarkupElement | null)[]): Place {
  const generator = at(inf, 'OrgaoGerador');
  return {
    generator: textAt(generator, 'CodigoMunicipio'),
    only: namespacesSay(inf, 'goiania') ? GOIANIA : null,
    address: first(issuers, (each) => textAt(each, 'Endereco/CodigoMunicipio')),
    city: first(issuers, (each) => textAt(each, 'Endereco/Municipio', 'Endereco/Cidade', 'Endereco/NomeMunicipio')),
    state: first(issuers, (each) => textAt(each, 'Endereco/Uf', 'Endereco/Estado')),
  };
}

/** `CompNfse` holds the note and what became of it; a root or list may hold the note alone. */
function unitOf(inf: MarkupElement): MarkupElement {
  const nfse =
    inf.parent !== null && isNamed(inf.parent, 'Nfse') && inf.parent.source === inf.source ? inf.parent : inf;
  const holder = nfse.parent;
  const alone = holder !== null && holder.source === inf.source && childrenOf(holder, nfse.name).length === 1;
  return alone && isNamed(holder, 'CompNfse') ? holder : nfse;
}

/** What a confirmed cancellation says of itself; null for an empty element and for a refusal. */
export function confirmationOf(
  cancellation: MarkupElement,
): { readonly confirmation: MarkupElement; readonly mark: Mark } | null {
  const confirmation = at(cancellation, 'Confirmacao');
  if (confirmation === null || confirmation.children.length === 0) return null;
  let date: string | null = null;
  for (const element of everyElement(confirmation)) {
    if (isNamed(element, 'Sucesso') && answerFrom(element.text) === false) return null;
    if (isNamed(element, 'DataHora') || isNamed(element, 'DataHoraCancelamento'))
      date ??= dateFrom(element.text.trim());
  }
  return { confirmation, mark: { at: date } };
}

function confirmedIn(unit: MarkupElement, inf: MarkupElement): Mark | null {
  const holders = [unit, inf.parent, inf];
  for (const cancellation of holders.flatMap((each) => childrenOf(each, 'NfseCancelamento'))) {
    const confirmed = confirmationOf(cancellation);
    if (confirmed !== null) return confirmed.mark;
  }
  return null;
}

function cancelledIn(unit: MarkupElement, inf: MarkupElement): Mark | null {
  const confirmed = confirmedIn(unit, inf);
  if (confirmed !== null) return confirmed;
  const stated = textAt(inf, 'tsStatusNfse') === '2' || textAt(inf, 'DescricaoCancelamento') !== null;
  return stated ? { at: null } : null;
}

function numberBelow(element: MarkupElement | null): string {
  if (element === null) return '';
  for (const each of everyElement(element)) {
    if (isNamed(each, 'InfNfse')) return numberFrom(textAt(each, 'Numero')) ?? '';
  }
  return numberFrom(element.text) ?? numberFrom(textAt(element, 'Numero')) ?? '';
}

/** Replaced by: `NfseSubstituicao` beside the note, or the note's place inside the answer to a substitution. */
function replacedIn(unit: MarkupElement, inf: MarkupElement): string | null {
  for (const substitution of [unit, inf.parent, inf].flatMap((each) => childrenOf(each, 'NfseSubstituicao'))) {
    for (const each of everyElement(substitution)) if (isNamed(each, 'NfseSubstituidora')) return numberBelow(each);
  }
  for (const ancestor of ancestors(unit)) {
    if (isNamed(ancestor, 'NfseSubstituidora')) return null;
    if (isNamed(ancestor, 'NfseSubstituida') && isNamed(ancestor.parent, 'RetSubstituicao')) {
      return numberBelow(at(ancestor.parent, 'NfseSubstituidora'));
    }
  }
  return null;
}

function layoutOf(inf: MarkupElement, declaration: MarkupElement | null): Draft['layout'] {
  if (declaration !== null || holds(inf, 'ValoresNfse')) return 'abrasf2';
  return namespacesSay(inf, 'ginfes') ? 'ginfes' : 'abrasf1';
}

function read(inf: MarkupElement): Draft {
  const unit = unitOf(inf);
  const declaration = declarationOf(inf);
  const issuers = [
    ...['PrestadorServico', 'Prestador', 'DadosPrestador'].map((name) => at(inf, name)),
    ...['Prestador', 'PrestadorServico'].map((name) => at(declaration, name)),
  ];
  const takers = [inf, declaration].flatMap((each) => [at(each, 'TomadorServico'), at(each, 'Tomador')]);
  const brokers = [inf, declaration].flatMap((each) => [at(each, 'IntermediarioServico'), at(each, 'Intermediario')]);
  const service = at(declaration, 'Servico') ?? at(inf, 'Servico');
  const rps =
    at(inf, 'IdentificacaoRps') ?? at(declaration, 'Rps/IdentificacaoRps') ?? at(declaration, 'IdentificacaoRps');
  return {
    layout: layoutOf(inf, declaration),
    unit,
    place: placeOf(inf, issuers),
    number: numberFrom(textAt(inf, 'Numero')),
    verification: textAt(inf, 'CodigoVerificacao'),
    issued: textAt(inf, 'DataEmissao'),
    competence: textAt(inf, 'Competencia') ?? textAt(declaration, 'Competencia'),
    issuer: first(issuers, (each) => partyTaxId(each, 'IdentificacaoPrestador')),
    registration: first(issuers, (each) =>
      textAt(each, 'IdentificacaoPrestador/InscricaoMunicipal', 'InscricaoMunicipal'),
    ),
    taker: first(takers, (each) => partyTaxId(each, 'IdentificacaoTomador')),
    intermediary: first(brokers, (each) => partyTaxId(each, 'IdentificacaoIntermediario')),
    value: textAt(service, 'Valores/ValorServicos'),
    net: textAt(inf, 'ValoresNfse/ValorLiquidoNfse') ?? textAt(service, 'Valores/ValorLiquidoNfse'),
    issWithheld: answerFrom(textAt(service, 'IssRetido', 'Valores/IssRetido')),
    cancelled: cancelledIn(unit, inf),
    replacedBy: replacedIn(unit, inf),
    replaces: numberFrom(textAt(inf, 'NfseSubstituida')),
    rpsNumber: textAt(rps, 'Numero'),
    rpsSeries: textAt(rps, 'Serie'),
  };
}

/** ABRASF 1.x and 2.x and whatever derives from them, under any root: GINFES, Betha, Tinus, Centi, Elotech … */
export const ABRASF: Layout = {
  matches: (element) => isNamed(element, 'InfNfse') && holds(element, 'Numero'),
  read,
};
