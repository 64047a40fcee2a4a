import { counted } from '../numbers';

/** What is done at times, on the Painel. */
export const schedule = {
  tab: 'Programação',
  empty: 'Nada está programado: o Malote só faz o que alguém pede.',
  addStandard: 'Programar o padrão do escritório',
  add: 'Programar algo',
  next: (when: string): string => `Próxima: ${when}`,
  last: (when: string): string => `Última: ${when}`,
  never: 'ainda não foi feita',
  /** @param earlier due times that a late one stands for as well */
  lateNote: (earlier: number): string =>
    earlier === 0
      ? 'na hora, o Malote não estava aberto'
      : `na hora, o Malote não estava aberto; vale por ${counted(earlier + 1, 'vez', 'vezes')}`,
  runNow: (title: string): string => `Fazer agora: ${title}`,
  pause: (title: string): string => `Pausar: ${title}`,
  resume: (title: string): string => `Retomar: ${title}`,
  remove: (title: string): string => `Remover: ${title}`,
  dialog: {
    title: 'Programar',
    text: 'O Malote faz isto sozinho, na hora marcada, enquanto estiver aberto (também na bandeja). O que ele perder é feito uma vez, assim que voltar.',
    work: 'O quê',
    days: 'Quando',
    at: 'Hora',
    on: 'Dia da semana',
    day: 'Dia do mês',
    dayHint: 'Num mês sem este dia, é feito no último.',
    nth: 'Dia útil do mês',
    nthHint: 'O primeiro dia útil é o 1. Feriados do escritório ficam em Configurações.',
    badTime: 'Escreva a hora como 06:00.',
    badDay: (most: number): string => `Escreva um número de 1 a ${String(most)}.`,
    cancel: 'Cancelar',
    confirm: 'Programar',
    choices: {
      every: 'Todo dia',
      business: 'Em dia útil',
      weekly: 'Toda semana',
      monthly: 'Todo mês, num dia',
      'nth-business': 'Todo mês, num dia útil',
    },
  },
  removeDialog: {
    title: (title: string): string => `Remover "${title}" da programação?`,
    text: 'O Malote deixa de fazer isto sozinho. O que já foi feito continua no diário, e o que está em andamento termina.',
    keep: 'Manter',
    confirm: 'Remover',
  },
} as const;
