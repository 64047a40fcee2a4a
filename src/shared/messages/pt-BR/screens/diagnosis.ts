import type { BackupView } from '../../../ipc/backups';
import { capital } from '../numbers';
import { growthWords } from '../retention';
import { backupsMessages } from '../terminal/backups';
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
  tabs: { label: 'Partes do diagnóstico', checks: 'Verificações', growth: 'Espaço', copies: 'Cópias' },
  growth: {
    label: 'O que cresce nesta pasta de trabalho',
    columns: growthWords.columns,
    none: 'Nada cresce ainda.',
  },
  copies: {
    label: 'Cópias de segurança',
    columns: { at: 'Feita em', documents: 'Documentos', size: 'Tamanho', proof: 'Prova' },
    proof: (copy: Pick<BackupView, 'proof' | 'error'>): string => capital(backupsMessages.proof(copy)),
    now: 'Fazer agora',
    prove: 'Provar',
    restore: 'Para restaurar: feche o Malote e use "malote backup restore" no terminal.',
    atWork: { backup: 'Fazendo uma cópia…', 'backup-proof': 'Montando a cópia mais nova à parte, para prová-la…' },
    noneTitle: 'Ainda não há nenhuma cópia',
    none: 'Faça a primeira agora; depois elas seguem a programação.',
  },
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
