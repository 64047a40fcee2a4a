import type { ShareRoot, ShareState } from '../ipc/shares';

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
