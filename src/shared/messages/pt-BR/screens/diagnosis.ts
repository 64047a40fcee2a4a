import { DIAGNOSIS_STATUS_WORDS, DIAGNOSIS_TITLES, diagnosisSummary, diagnosisText } from '../diagnosis';

/** What the diagnosis found, thing by thing. */
export const diagnosis = {
  titles: DIAGNOSIS_TITLES,
  statuses: DIAGNOSIS_STATUS_WORDS,
  summary: diagnosisSummary,
  text: diagnosisText,
  /** The first line of what is copied. @param versions as the diagnosis found them; empty: not known */
  copied: (at: string, versions: string): string => `Diagnóstico do Malote, ${at}. ${versions}`.trim(),
  list: 'O que foi verificado',
  asking: 'Verificando…',
  /** @param left checks that have not answered yet */
  stillAsking: (left: number): string =>
    left === 1 ? 'Falta uma verificação…' : `Faltam ${String(left)} verificações…`,
  nothing: 'Nada pôde ser verificado.',
  again: 'Verificar de novo',
  copy: 'Copiar diagnóstico',
  oneAgain: 'Testar de novo',
  groups: {
    settings: 'Configurações',
    sieg: 'SIEG',
    key: 'Chave',
    shares: 'Pastas',
    workbook: 'Planilha',
    ledger: 'Banco de dados',
    records: 'Trabalho e espera',
    'program-log': 'Registros',
    machine: 'Este computador',
  },
};
