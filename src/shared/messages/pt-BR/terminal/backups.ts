import type { BackupView } from '../../../ipc/backups';
import type { JobProgress } from '../../../jobs';
import { decimalSize } from '../amounts';
import { dayAndMinute } from '../moments';
import { count, counted, UNKNOWN } from '../numbers';

/** Copies of the workspace, on the terminal. */
export const backupsMessages = {
  columns: { id: 'Cópia', at: 'Feita em', documents: 'Documentos', size: 'Tamanho', proof: 'Prova' },
  /** What came of putting it together for trial. */
  proof: ({ proof, error }: Pick<BackupView, 'proof' | 'error'>): string => {
    if (error !== null) return 'não pode ser lida';
    if (proof === null) return 'ainda não feita';
    return `${proof.ok ? 'passou' : 'não passou'} em ${dayAndMinute(proof.at)}`;
  },
  unknown: UNKNOWN,
  none: 'Ainda não há nenhuma cópia de segurança. Faça a primeira com "malote backup now".',
  progress: ({ phase, done, total }: JobProgress): string => {
    if (phase === 'copying') return `Cópia de segurança: copiando o banco de dados (${share(done, total)}).`;
    if (phase === 'pruning') return 'Cópia de segurança: retirando as cópias antigas.';
    return `Cópia de segurança: ${count(done)} de ${counted(total ?? 0, 'arquivo', 'arquivos')}.`;
  },
  /** @param done in bytes, as `total` */
  puttingTogether: (done: number, total: number): string =>
    `Cópia de segurança: ${decimalSize(done)} de ${decimalSize(total)} conferidos.`,
  made: ({ id, files, bytes, written, removed }: MadeFigures): readonly string[] => [
    `Cópia de segurança ${id} feita: ${counted(files, 'arquivo', 'arquivos')}, ${decimalSize(bytes)}; de novo na pasta das cópias, ${decimalSize(written)}.`,
    ...(removed.length === 0
      ? []
      : [`Pela regra de guarda ${counted(removed.length, 'cópia saiu', 'cópias saíram')}.`]),
  ],
  proven: ({ id, files, bytes, counts }: ProofFigures): string =>
    `A cópia de segurança ${id} foi montada à parte e conferida: ${counted(files, 'arquivo', 'arquivos')}, ${decimalSize(bytes)}, ${counted(counts['documents'] ?? 0, 'documento', 'documentos')}. Pode ser restaurada.`,
} as const;

interface MadeFigures {
  readonly id: string;
  readonly files: number;
  readonly bytes: number;
  readonly written: number;
  readonly removed: readonly string[];
}

interface ProofFigures {
  readonly id: string;
  readonly files: number;
  readonly bytes: number;
  readonly counts: Readonly<Record<string, number>>;
}

function share(done: number, total: number | null): string {
  return total === null || total === 0 ? UNKNOWN : `${String(Math.floor((done / total) * 100))}%`;
}
