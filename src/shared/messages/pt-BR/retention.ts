import { count, counted, dayName } from './numbers';

/** What grows in a workspace (`GROWING`), at the beginning of a line. */
export const growthTitles = {
  logs: 'Registros (log)',
  warnings: 'Avisos e erros dos registros antigos',
  failures: 'Tentativas que falharam',
  latency: 'Medições das pastas',
  alerts: 'Avisos dados',
  jobs: 'Trabalhos feitos',
  dueTimes: 'Horários programados que passaram',
  walks: 'O que cada página do SIEG já trouxe',
  reports: 'Relatórios',
  spool: 'Páginas à espera do acervo',
  backups: 'Cópias de segurança',
  beforeMigration: 'Banco de antes de cada atualização',
  setAside: 'O que foi posto de lado',
  kept: 'Guardados',
  requests: 'Consultas ao SIEG',
  findings: 'Achados das auditorias',
  journal: 'Diário',
  ledger: 'Banco de dados',
} as const;

/** What keeps something from growing without end, within a table. */
export const boundWords = {
  days: (days: number): string => (days === 0 ? 'ficam para sempre' : counted(days, 'dia', 'dias')),
  newest: (keep: number): string => `os ${count(keep)} mais novos`,
  spool: (megabytes: number): string => `até ${count(megabytes)} MB`,
  backups: (daily: number, weekly: number, monthly: number): string =>
    `${counted(daily, 'dia', 'dias')}, ${counted(weekly, 'semana', 'semanas')}, ${counted(monthly, 'mês', 'meses')}`,
  person: 'nada sai sozinho',
} as const;

/** What a clean-up says that had nothing to do. */
export const NOTHING_PAST = 'Nada tinha passado do prazo.';

export const growthWords = {
  columns: { title: 'O que cresce', amount: 'Quanto há', size: 'Tamanho', oldest: 'O mais antigo', bound: 'Fica' },
  files: (files: number): string => counted(files, 'arquivo', 'arquivos'),
  rows: (rows: number): string => counted(rows, 'linha', 'linhas'),
  /** @param at ISO 8601 */
  day: (at: string): string => dayName(at.slice(0, 10)),
} as const;
