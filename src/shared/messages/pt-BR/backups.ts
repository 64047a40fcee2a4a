import { counted } from './numbers';

/** Of copies of a workspace: what stands within the sentences of their errors, and in the workspace itself. */
export const backupMessages = {
  /** Why a copy of the ledger is none. */
  unsound: {
    damaged: 'o exame achou dano no arquivo',
    noLedger: 'não há banco de dados nela',
    counts: (table: string, found: number, wanted: number): string =>
      `em ${table} há ${counted(found, 'linha', 'linhas')}, e deveria haver ${String(wanted)}`,
  },
} as const;
