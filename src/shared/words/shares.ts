import type { ShareCause, ShareRoot, ShareState } from '../ipc/shares';
import { capital } from './numbers';

/** A configured root, by its name. */
export const SHARE_NAMES: Readonly<Record<ShareRoot, string>> = {
  archive: 'Acervo',
  import: 'Pasta de importação',
  cancelled: 'Pasta dos cancelados',
  workbook: 'Pasta da planilha',
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
