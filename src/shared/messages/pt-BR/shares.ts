import type { ShareCause, ShareRoot, ShareState } from '../../ipc/shares';
import { capital, counted } from './numbers';

/** A configured root, by its name. */
export const SHARE_NAMES: Readonly<Record<ShareRoot, string>> = {
  archive: 'Acervo',
  import: 'Pasta de importação',
  cancelled: 'Pasta dos cancelados',
  workbook: 'Pasta da planilha',
};

/** A configured root in the middle of a sentence. */
export const THE_SHARE: Readonly<Record<ShareRoot, string>> = {
  archive: 'o acervo',
  import: 'a pasta de importação',
  cancelled: 'a pasta dos cancelados',
  workbook: 'a pasta da planilha',
};

export const SHARE_STATES: Readonly<Record<ShareState, string>> = {
  unknown: 'Ainda não testada',
  ok: 'Em ordem',
  degraded: 'Com dificuldade',
  down: 'Fora do ar',
  recovering: 'Voltando',
};

/** A cause is a clause without capital and full stop, or a sentence already: this makes a sentence of either, for who shows it alone. */
export function causeSentence({ words }: Pick<ShareCause, 'words'>): string {
  return `${capital(causeClause({ words }))}.`;
}

/** The same within a sentence of somebody else, after a colon or in brackets. */
export function causeClause({ words }: Pick<ShareCause, 'words'>): string {
  return words.trim().replace(/\.+$/, '');
}

/** The folder of the archive was changed in the settings, and nobody has looked there for what is on record. */
export function archiveMovedWords({ from, files }: { readonly from: string; readonly files: number }): {
  readonly words: string;
  readonly action: string;
} {
  const unseen = counted(files, 'arquivo não foi procurado', 'arquivos não foram procurados');
  return {
    words: `a pasta do acervo mudou; ${unseen} aqui ainda: o que está verificado foi verificado em ${from}`,
    action: 'Audite todos os meses: a auditoria lê os arquivos na pasta de agora e diz o que falta nela.',
  };
}
