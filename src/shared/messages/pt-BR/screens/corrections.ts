import type { Correction } from '../../../ipc/recovery';
import { CORRECTION_ITEM_STATES, CORRECTION_STATES, TO_REFILE } from '../recovery';
import { count, counted } from '../numbers';

const files = (number: number): string => counted(number, 'arquivo', 'arquivos');

/** "25 arquivos vão para o lugar certo e 18 passam para o registro" */
function whatOf({ refile, adopt }: Pick<Correction, 'refile' | 'adopt'>): string {
  const parts = [
    ...(refile > 0 ? [counted(refile, 'arquivo vai para o lugar certo', 'arquivos vão para o lugar certo')] : []),
    ...(adopt > 0 ? [counted(adopt, 'arquivo passa para o registro', 'arquivos passam para o registro')] : []),
  ];
  return parts.join(' e ');
}

/** Retroactive corrections: proposed with their evidence, applied by a person, undone as a batch. */
export const corrections = {
  lead: (misfiled: number, stray: number): string => `${files(misfiled)} fora do lugar e ${count(stray)} sem registro.`,
  ofAudit: (id: number): string => `Auditoria ${count(id)}:`,
  nothing: 'nenhum arquivo fora do lugar nem sem registro.',
  noAudit: 'Audite primeiro: a correção nasce do que a auditoria acha.',
  propose: 'Propor correções',
  none: {
    title: 'Nenhuma correção ainda',
    text: 'O que a auditoria acha fora do lugar, ou sem registro, vira uma lista de propostas com a sua prova. Nada muda antes de você aplicar, e tudo pode ser desfeito.',
  },
  loading: 'Carregando as correções…',
  choose: 'Correção mostrada',
  option: ({ id, state, refile, adopt }: Correction, when: string): string =>
    `${count(id)} · ${when} · ${files(refile + adopt)} · ${CORRECTION_STATES[state].toLowerCase()}`,
  title: (id: number): string => `Correção ${count(id)}`,
  states: CORRECTION_STATES,
  note: 'Nada muda antes de aplicar. Marque algumas, ou aplique todas.',
  facts: {
    label: 'O que a correção traz',
    refile: TO_REFILE,
    adopt: 'A passar para o registro',
    proposed: 'Propostos',
    applied: 'Aplicados',
    undone: 'Desfeitos',
    failed: 'Não aplicados',
    failedNote: 'ficaram como estavam',
    leftOut: 'Deixados de fora',
    leftOutNote: 'cada um diz por quê',
  },
  actions: {
    applyAll: 'Aplicar',
    applyRest: 'Aplicar o resto',
    applyChosen: (number: number): string =>
      `Aplicar ${number === 1 ? 'a escolhida' : `as ${count(number)} escolhidas`}`,
    clear: 'Desmarcar',
    undo: 'Desfazer',
    drop: 'Descartar',
    stop: 'Parar',
    applying: 'Aplicando a correção',
    undoing: 'Desfazendo a correção',
  },
  apply: {
    title: (id: number): string => `Aplicar a correção ${count(id)}?`,
    all: (correction: Correction): string => `${whatOf(correction)}.`,
    rest: (number: number): string => `${counted(number, 'proposta será aplicada', 'propostas serão aplicadas')}.`,
    promise:
      'Nada é sobrescrito: se já houver um arquivo no lugar, este fica onde está. Cada passo vai para o diário, e tudo pode ser desfeito de uma vez.',
    confirm: 'Aplicar',
  },
  undo: {
    title: (id: number): string => `Desfazer a correção ${count(id)}?`,
    text: (number: number): string =>
      number === 1
        ? 'O arquivo volta para onde estava.'
        : `Os ${count(number)} arquivos voltam para onde estavam, do último ao primeiro.`,
    kept: 'O que já foi usado depois, por exemplo em uma entrega, fica como está e é dito.',
    confirm: 'Desfazer',
  },
  cancel: 'Cancelar',
  items: {
    label: 'Propostas, uma a uma',
    columns: { identity: 'Chave', from: 'De', to: 'Para', why: 'Por quê', state: 'Situação' },
    stays: 'fica onde está, e passa para o registro',
    pick: (identity: string): string => `Escolher ${identity}`,
    states: CORRECTION_ITEM_STATES,
    none: 'Nada nesta correção.',
    shown: (shown: number, total: number): string =>
      shown === total
        ? counted(total, 'proposta', 'propostas')
        : `${count(shown)} de ${counted(total, 'proposta', 'propostas')} carregadas`,
    cut: (shown: number, total: number): string =>
      `Mostrando as primeiras ${count(shown)} de ${counted(total, 'proposta', 'propostas')}.`,
    details: 'Detalhes da proposta',
    sha256: 'Conteúdo (SHA-256)',
    problem: 'Por que não foi feito',
  },
};
