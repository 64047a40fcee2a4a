import type { DirectionName } from '../../../ipc/documents';
import type { DocumentLine, DocumentQuery } from '../../../ipc/history';
import { count, counted, monthName } from '../numbers';

const documents = (number: number): string => counted(number, 'documento', 'documentos');

const handedOver: Readonly<Record<DocumentLine['handedOver'], string>> = {
  verified: 'conferido',
  before: 'sistema anterior',
  waiting: 'na fila',
  no: 'sem prova',
};

/** How a document stands to the company; the two that have folders of their own by the names of those. */
const directions: Readonly<Record<DirectionName, string>> = {
  inbound: 'Entrada',
  outbound: 'Saída',
  reference: 'Citada',
  'third-party': 'De terceiros',
  participant: 'Participa',
  issued: 'Emitido',
  contracted: 'Contratado',
  unknown: 'Não se sabe',
};

const states: Readonly<Record<NonNullable<DocumentQuery['state']>, string>> = {
  all: 'Todos',
  orphan: 'Órfãos',
  missing: 'Faltantes',
  cancelled: 'Cancelados',
};

/** One company's month. */
export const company = {
  title: (name: string, month: string): string => `${name}, ${monthName(month)}`,
  none: {
    title: 'Nenhuma empresa escolhida',
    text: 'Escolha uma empresa na tabela do Painel.',
    action: 'Ir ao Painel',
  },
  back: 'Voltar',
  month: { label: 'Mês da empresa', previous: 'Mês anterior', next: 'Mês seguinte' },
  loading: 'Carregando…',
  kinds: {
    title: 'As quatro fontes',
    table: 'As quatro fontes, por tipo de documento',
    none: 'Esta empresa não tem documentos neste mês.',
    columns: {
      kind: 'Tipo',
      promised: 'Nos relatórios',
      ledger: 'Registrados',
      disk: 'No disco',
      handedOver: 'Entregues',
      missing: 'Faltantes',
      orphans: 'Órfãos',
      waiting: 'Na fila',
      cancelled: 'Cancelados',
      inbound: 'Entradas',
      outbound: 'Saídas',
      other: 'De terceiros',
    },
    before: (number: number): string => `${count(number)} só pelo sistema anterior`,
    unvalued: (number: number): string => `${count(number)} sem valor`,
    unknownPromise: 'nenhum relatório do SIEG foi lido',
    unknownMissing: 'não se sabe: veja acima o que está em aberto',
    orphansHint: 'Nada prova a entrega, e nada está na fila para ser entregue',
    waitingHint: 'A entrega ainda não está comprovada: está na fila, ou há outro conteúdo no destino',
    unknownDisk: 'nenhuma auditoria olhou o disco deste mês',
    differs: 'não bate com os registrados',
    all: 'Todos',
  },
  verdict: {
    title: 'O que está provado deste mês',
    offList: 'Esta empresa não está mais na planilha: o mês dela não é julgado.',
  },
  audit: {
    title: 'Achados da auditoria',
    none: 'Nenhuma auditoria olhou esta empresa neste mês.',
    clean: (id: number, when: string): string => `A auditoria ${count(id)}, de ${when}, nada achou aqui.`,
    lead: (id: number, when: string): string => `Auditoria ${count(id)}, de ${when}`,
    open: (name: string): string => `Ver os achados: ${name}`,
  },
  documents: {
    title: 'Documentos',
    label: 'Documentos do mês',
    search: 'Chave, número ou valor',
    state: 'Situação',
    states,
    kind: 'Tipo',
    allKinds: 'Todos os tipos',
    promisedHint: 'Um relatório do SIEG traz este documento',
    columns: {
      identity: 'Chave',
      number: 'Número',
      day: 'Emissão',
      kind: 'Tipo',
      direction: 'Direção',
      value: 'Valor',
      promised: 'Relatório',
      archived: 'Acervo',
      handedOver: 'Entrega',
    },
    directions,
    handedOver,
    yes: 'sim',
    no: 'não',
    missing: 'falta',
    cancelled: 'cancelado',
    noneTitle: 'Nenhum documento',
    none: 'Nada corresponde à busca ou à situação escolhida.',
    shown: (shown: number, total: number): string =>
      shown === total ? documents(total) : `${count(shown)} de ${documents(total)} carregados`,
    cut: (shown: number, total: number): string =>
      `Mostrando os primeiros ${count(shown)} de ${documents(total)}. Use a busca.`,
    details: 'Detalhes do documento',
    path: 'Arquivo no acervo',
    notHeld: 'não está aqui',
  },
};
