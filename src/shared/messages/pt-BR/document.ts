import type {
  DocumentDelivery,
  DocumentEvidence,
  DocumentEventView,
  HeldDocument,
  PartyRoleName,
} from '../../ipc/document-evidence';

/** In which part of a document a taxpayer stands. */
export const PARTY_ROLE_WORDS: Readonly<Record<PartyRoleName, string>> = {
  issuer: 'Emitente',
  recipient: 'Destinatário',
  taker: 'Tomador',
  sender: 'Remetente',
  shipper: 'Expedidor',
  receiver: 'Recebedor',
  carrier: 'Transportador',
  contractor: 'Contratante',
  provider: 'Prestador',
  intermediary: 'Intermediário',
  pickup: 'Local de retirada',
  deliveryPlace: 'Local de entrega',
  authorised: 'Autorizado a baixar',
};

/** What brought a document here. */
export const SOURCE_WORDS: Readonly<Record<HeldDocument['source'], string>> = {
  page: 'Numa página do SIEG',
  single: 'Pedido sozinho ao SIEG, pela chave',
  events: 'Com os eventos do SIEG',
  folder: 'De um arquivo que já estava no acervo',
  recovery: 'Por uma recuperação ou releitura',
};

export const DELIVERY_STATE_WORDS: Readonly<Record<DocumentDelivery['state'], string>> = {
  pending: 'Na fila',
  copying: 'Sendo copiado',
  delivered: 'Entregue e conferido',
  conflict: 'Outro conteúdo no destino',
  failed: 'Falhou; será tentado de novo',
  superseded: 'Trocado por uma versão mais nova',
};

/** Why a delivery that was replaced did not come to its end. */
export const REPLACED = 'Trocada por uma versão mais nova do documento.';

export const RECHECK_WORDS: Readonly<Record<NonNullable<DocumentDelivery['recheck']>['found'], string>> = {
  same: 'continuava igual',
  absent: 'não estava mais lá; quem importa retira os arquivos',
  altered: 'tinha outro conteúdo',
};

export const EFFECT_WORDS: Readonly<Record<DocumentEventView['effect'], string>> = {
  cancels: 'cancela o documento',
  corrects: 'corrige o documento',
  manifests: 'diz o que o destinatário declara',
  closes: 'encerra o documento',
  informs: 'só informa',
  unknown: 'efeito desconhecido',
};

export const PROMISE_WORDS: Readonly<Record<DocumentEvidence['promises'][number]['source'], string>> = {
  report: 'Relatório do SIEG',
  'broken-file': 'Arquivo com defeito',
  summary: 'Resumo recebido',
  'old-report': 'Relatório guardado pelo sistema anterior',
};

export const CLAIM_WORDS: Readonly<Record<DocumentEvidence['claims'][number]['claim'], string>> = {
  'handed-over': 'Registrou a entrega',
  'cancellation-handed-over': 'Registrou a entrega do cancelamento',
  processed: 'Diz que processou, o que não prova a entrega',
};

/** "modelo 55", "municipal" */
export function modelWords(model: string): string {
  if (model === 'NFSe-mun') return 'municipal';
  if (model === 'NFSe-nac') return 'nacional';
  return `modelo ${model}`;
}

/** What a file says of its being authorised; the code is the tax authority's own. */
export function protocolWords(form: HeldDocument['form'], status: string | null): string {
  if (form === 'unread') return 'não lido: o Malote não conhece este leiaute';
  if (status !== null) return `com protocolo, código ${status}`;
  return form === 'bare' ? 'sem protocolo no arquivo' : 'sem código de protocolo no arquivo';
}

/** Whether the tax authority registered an event. */
export function eventProtocolWords({ effective, protocolStatus }: DocumentEventView): string {
  const code = protocolStatus === null ? '' : ` (código ${protocolStatus})`;
  return effective ? `registrado${code}` : `não registrado${code}`;
}
