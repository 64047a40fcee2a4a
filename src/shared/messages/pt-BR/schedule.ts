import { counted, listed } from './numbers';

/** What can be done at times (`SCHEDULED_WORKS`), at the beginning of a line. */
export const scheduledWorkTitles = {
  runCurrent: 'Mês corrente',
  runPrevious: 'Mês anterior',
  auditLight: 'Auditoria leve',
  auditFull: 'Auditoria completa',
  scrub: 'Nova verificação das entregas',
  backup: 'Cópia de segurança',
  backupProof: 'Prova da cópia de segurança',
  retention: 'Limpeza do que passou do prazo',
  closingReminder: 'Lembrete do fechamento',
  silenceCheck: 'Aviso de dia sem documentos',
} as const;

/** From Sunday. */
export const WEEKDAYS = ['domingo', 'segunda', 'terça', 'quarta', 'quinta', 'sexta', 'sábado'] as const;

/** When something is done, within a sentence: "em dia útil às 06:00". */
export const scheduleRuleWords = {
  every: (at: string): string => `todo dia às ${at}`,
  business: (at: string): string => `em dia útil às ${at}`,
  /** @param on days of the week, Sunday is 0 */
  weekly: (on: readonly number[], at: string): string =>
    `toda semana (${listed(on.map((day) => WEEKDAYS[day] ?? String(day)))}) às ${at}`,
  monthly: (day: number, at: string): string => `todo mês, no dia ${String(day)}, às ${at}`,
  nthBusiness: (nth: number, at: string): string => `todo mês, no ${String(nth)}º dia útil, às ${at}`,
  cron: (pattern: string): string => `cron "${pattern}"`,
} as const;

/** How a due time stands, or has ended. */
export const SCHEDULE_RUN_WORDS = {
  waiting: 'na fila',
  running: 'em andamento',
  complete: 'concluída',
  stopped: 'parada a pedido',
  failed: 'falhou',
  interrupted: 'interrompida',
  'passed-over': 'dispensada',
} as const;

/** What the schedule says of itself in lists, by whatever way they are shown. */
export const scheduleMessages = {
  limited: (companies: number): string => `só ${counted(companies, 'empresa', 'empresas')}`,
  late: 'fora da hora',
  byHand: 'a pedido',
  paused: 'pausada',
  noNext: 'sem próxima data',
} as const;

/** Titles and texts of the alerts about the schedule. Moments are words already. */
export const scheduleAlertMessages = {
  missedTitle: (title: string): string => `Horário perdido: ${title}`,
  missed: (due: string, earlier: number): string =>
    `O Malote não estava aberto, ou o computador dormia, em ${due}${
      earlier === 0 ? '' : `, e em mais ${counted(earlier, 'horário', 'horários')} antes desse`
    }. É feito uma vez só, assim que puder.`,
  failedTitle: (title: string): string => `Programação falhou: ${title}`,
  failed: (attempts: number): string => `Foi tentado ${counted(attempts, 'vez', 'vezes')}.`,
  gaveUp: 'Quem fazia isto terminou antes do fim mais de uma vez, e não se tenta de novo até o próximo horário.',
  silenceTitle: 'Nenhum documento hoje',
  /** @param last when the last one came; null: none ever did */
  silence: (last: string | null): string =>
    `Num dia útil, nenhum documento chegou${last === null ? '' : `; o último é de ${last}`}. Veja no Painel se a execução de hoje foi feita e, no SIEG, se os certificados das empresas valem.`,
  closingTitle: (month: string): string => `Fechamento: ${month}`,
  closingNever: 'Este mês ainda não foi baixado nenhuma vez. Inicie-o no Painel.',
  closingDone: 'Está completo: nada falta.',
  closingOpen: 'Ainda não está completo. Veja no Painel o que falta e de quem, antes de encerrar o mês.',
} as const;

/** The journal's sentences about the schedule. Titles, rules and moments are words already. */
export const scheduleJournalMessages = {
  'schedule.added': (title: string, rule: string): string => `Programação criada: ${title}, ${rule}.`,
  'schedule.paused': (title: string): string => `Programação pausada: ${title}.`,
  'schedule.resumed': (title: string): string => `Programação retomada: ${title}.`,
  'schedule.removed': (title: string): string => `Programação removida: ${title}.`,
  'schedule.begun': (
    title: string,
    why: { readonly due: string; readonly late: boolean; readonly byHand: boolean },
  ): string => {
    if (why.byHand) return `Começou a pedido: ${title}.`;
    return why.late ? `Começou fora da hora: ${title}, de ${why.due}.` : `Começou na hora programada: ${title}.`;
  },
  'schedule.ended': (title: string, state: string): string => `Programação encerrada: ${title}, ${state}.`,
} as const;
