import { NOT_A_FILE, TOO_LARGE } from './regular-file';
import { sizeWords } from '../../shared/words/numbers';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'a pasta não existe',
  EACCES: 'sem permissão para este usuário',
  EPERM: 'a operação não é permitida a este usuário',
  EROFS: 'o disco não aceita gravação',
  ENOSPC: 'o disco está cheio',
  EDQUOT: 'a cota de disco acabou',
  EFBIG: 'o arquivo passa do tamanho permitido no disco',
  EBUSY: 'outro programa está com ele aberto',
  ETXTBSY: 'outro programa está com ele aberto',
  EMFILE: 'há arquivos abertos demais neste computador',
  ENFILE: 'há arquivos abertos demais neste computador',
  EIO: 'o disco falhou',
  EISDIR: 'há uma pasta com esse nome',
  ENOTDIR: 'há um arquivo onde deveria haver uma pasta',
  EEXIST: 'já há um arquivo com esse nome',
  ENOTEMPTY: 'há uma pasta com esse nome',
  ENAMETOOLONG: 'o caminho é comprido demais',
  EINVAL: 'o disco não aceita este nome',
  ELOOP: 'há atalhos que apontam uns para os outros',
  [NOT_A_FILE]: 'não é um arquivo comum',
};

/**
 * Why a file of this computer could not be read or written, a part of a sentence in Portuguese.
 * @param usual said of a file that is too large: how large such a file is
 */
export function fileReason(error: unknown, usual = 'um arquivo assim é menor'): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'motivo desconhecido';
  const code = String(error.code);
  if (code === TOO_LARGE && 'size' in error) return `tem ${sizeWords(Number(error.size))}; ${usual}`;
  return WORDS[code] ?? `o sistema respondeu ${code}`;
}
