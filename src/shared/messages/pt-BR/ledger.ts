/** Of the database of a workspace. */
export const ledgerMessages = {
  /** The whole text of the file that says that there was one. */
  begunMark:
    'Esta pasta já teve um banco de dados do Malote (malote.db). Por este arquivo o programa percebe quando o banco some, em vez de ' +
    'começar outro vazio e entregar tudo de novo ao BI. Não apague este arquivo.\r\n',
  readingEnded: 'a leitura do banco de dados terminou antes da hora',
} as const;
