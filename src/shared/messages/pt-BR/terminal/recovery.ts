import type { Correction, CorrectionItem, RecoveryView } from '../../../ipc/recovery';
import type { RereadView } from '../../../ipc/reread';
import { count, counted, duration, listed, monthName, roughly } from '../numbers';
import { CORRECTION_STATES, RECOVERY_STATES, TO_REFILE } from '../recovery';
import { THE_SHARE } from '../shares';

const LEFT_OUT = 'Deixados de fora';
const ID = 'Nº';
const STATE = 'Situação';
const FAILED = 'Falhas';

/** Plans of recoveries and what became of them, on the terminal. */
export const recoveryMessages = {
  title: ({ id, state, auditId }: Pick<RecoveryView, 'id' | 'state' | 'auditId'>): string =>
    `Recuperação ${String(id)} (${RECOVERY_STATES[state].toLowerCase()}), da auditoria ${String(auditId)}`,
  from: (place: string): string => `De ${place}`,
  to: (place: string): string => `Para ${place}`,
  facts: { deliver: 'A entregar', fetch: 'A buscar no SIEG', excluded: LEFT_OUT },
  months: (months: readonly string[]): string => `Meses: ${listed(months.map(monthName))}`,
  expectedToTake: (seconds: number): string => `Duração prevista: ${roughly(seconds)}`,
  withoutCompany: 'Sem empresa',
  companies: {
    columns: { company: 'Empresa', deliver: 'Entregar', size: 'Tamanho', fetch: 'Buscar', excluded: 'De fora' },
    more: (companies: number): string => `… e mais ${counted(companies, 'empresa', 'empresas')}`,
  },
  howToExecute: (id: number): string => `Para executar: malote recover --execute ${String(id)}`,
  howToGoOn: (id: number): string => `Para continuar: malote recover --execute ${String(id)}`,
  log: (file: string): string => `Registro: ${file}`,
  unrecovered: 'Não recuperados:',
  withoutReason: 'Não deu certo.',
  more: (items: number): string => `… e mais ${count(items)}`,
  none: 'Ainda não houve recuperação nesta pasta de trabalho.',
  columns: {
    id: ID,
    createdAt: 'Criada',
    state: STATE,
    deliver: 'Entregar',
    fetch: 'Buscar',
    copied: 'Copiados',
    failed: FAILED,
  },
  paused: 'Em pausa.',
  waiting: (roots: NonNullable<RecoveryView['progress']>['waitingFor']): string =>
    `Esperando por ${listed(roots.map((root) => THE_SHARE[root]))}.`,
  /** @param perSecond files; null where it was not measured, as the seconds left */
  progress: (done: number, total: number, perSecond: number | null, etaSeconds: number | null): string => {
    const speed = perSecond === null ? '' : `, ${count(Math.round(perSecond))} por segundo`;
    const rest = etaSeconds === null ? '' : `, faltam ${duration(etaSeconds)}`;
    return `Recuperação: ${count(done)} de ${counted(total, 'arquivo', 'arquivos')}${speed}${rest}.`;
  },
  whole: {
    /** @param command that goes on with it */
    stopped: (command: string): string => `Parada antes do fim; continue com: ${command}`,
    nothing: 'Nada a recuperar: a auditoria não achou nada do que foi pedido.',
    complete: 'Tudo o que foi planejado teve o seu fim.',
    notAll: (items: number): string =>
      `O plano chegou ao fim, mas ${counted(items, 'item não pôde ser recuperado', 'itens não puderam ser recuperados')}: o motivo está acima.`,
  },
} as const;

/** Retroactive corrections, on the terminal. */
export const correctionsMessages = {
  title: ({ id, state, auditId }: Pick<Correction, 'id' | 'state' | 'auditId'>): string =>
    `Correção ${String(id)} (${CORRECTION_STATES[state].toLowerCase()}), da auditoria ${String(auditId)}`,
  facts: {
    refile: TO_REFILE,
    adopt: 'A passar ao registro',
    applied: 'Aplicados',
    undone: 'Desfeitos',
    failed: 'Não aplicados',
    leftOut: LEFT_OUT,
  },
  more: (files: number): string => `… e mais ${counted(files, 'arquivo', 'arquivos')}`,
  /** What happens with one file. */
  goes: ({ action, to }: Pick<CorrectionItem, 'action' | 'to'>): string => {
    if (action === 'adopt') return 'passa para o registro, onde está';
    return `${action === 'refile' ? 'vai para' : 'volta para'} ${to}`;
  },
  howToApply: (id: number): string => `Para aplicar: malote corrections --apply ${String(id)}`,
  howToUndo: (id: number): string => `Para desfazer: malote corrections --undo ${String(id)}`,
  howToDrop: (id: number): string => `Para descartar: malote corrections --drop ${String(id)}`,
  none: 'Ainda não houve correção nesta pasta de trabalho.',
  columns: {
    id: ID,
    proposedAt: 'Proposta',
    state: STATE,
    refile: 'Mover',
    adopt: 'Registrar',
    applied: 'Aplicados',
    failed: FAILED,
  },
} as const;

const rereadStates: Readonly<Record<RereadView['state'], string>> = {
  open: 'interrompida',
  done: 'concluída',
  undone: 'desfeita',
};

/** Files that were kept unread, read again. */
export const rereadMessages = {
  states: rereadStates,
  title: ({ id, state }: Pick<RereadView, 'id' | 'state'>): string =>
    `Releitura ${String(id)} (${rereadStates[state]})`,
  facts: {
    read: 'Lidas',
    merged: 'Outra cópia de uma nota já registrada',
    split: 'Arquivos com várias notas',
    unread: 'Ainda sem leitura',
    gone: 'Sem arquivo íntegro no acervo',
    undone: 'Desfeitas',
  },
  howToGoOn: 'Para continuar: malote reread',
  howToUndo: (id: number): string => `Para desfazer: malote reread --undo ${String(id)}`,
  stillUnread: 'O que ainda não tem leitura fica guardado, não conta como documento e aparece à parte nas pendências.',
  none: 'Ainda não houve releitura. Para fazer uma: malote reread',
  sums: ({ read, merged, split, unread }: Pick<RereadView, 'read' | 'merged' | 'split' | 'unread'>): string =>
    `${count(read)} lidas, ${count(merged + split)} juntadas ou divididas, ${count(unread)} sem leitura`,
} as const;
