/** What people call the kinds of long work (`JOBS`), in the middle of a sentence. */
export const jobTitles = {
  run: 'execução do mês',
  audit: 'auditoria',
  legacyImport: 'importação do sistema anterior',
  recovery: 'recuperação',
  wholeRecovery: 'recuperação em um clique',
  correction: 'correção',
  scrub: 'nova verificação das entregas',
  backup: 'cópia de segurança',
  backupProof: 'prova da cópia de segurança',
  retention: 'limpeza do que passou do prazo',
} as const;

/** The generations of SIEG's API: in a sentence ("pela API antiga"), and as a screen offers them. */
export const siegGenerationWords = {
  legacy: { name: 'antiga', choice: 'Antiga (só a chave)' },
  v1: { name: 'v1', choice: 'v1 (chave, Client Id e Secret Key)' },
} as const;

/** Of what surrounds a process of the program. */
export const environmentMessages = {
  /** For who set it. */
  ignored: (variable: string): string =>
    `A variável de ambiente ${variable} foi ignorada: os certificados dos servidores são sempre conferidos.`,
} as const;

/** Why a page's request is refused: the reason within the sentence of `IPC_BAD_REQUEST`. */
export const requestReasons = {
  unknownName: 'nome desconhecido',
  outOfSchema: 'conteúdo fora do esquema',
} as const;
