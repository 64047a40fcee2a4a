import type { ErrorCode } from './index';

/** What one error code of the system means: the one place where it becomes a code of Malote, and words. */
export interface SystemCode {
  /** What it is on a configured root. */
  readonly share: Extract<ErrorCode, `SHARE_${string}`>;
  /** Why, a part of a sentence in Portuguese. */
  readonly cause: string;
  /** The same of a file on a disk of this computer, where that is said otherwise. */
  readonly here?: string;
}

const NO_SUCH_DRIVE = 'a unidade não existe mais';
const HAS_IT_OPEN = 'outro programa está com ele aberto';
const TOO_MANY_OPEN = 'há arquivos abertos demais neste computador';
const A_FOLDER_OF_THAT_NAME = 'há uma pasta com esse nome';

/** Causes that are told without a code of the system too. */
export const SYSTEM_CAUSES = {
  folderNotFound: 'a pasta não foi encontrada',
  fileAbove: 'há um arquivo onde deveria haver uma pasta',
  connectionReset: 'o servidor derrubou a conexão',
  connectionRefused: 'o servidor recusou a conexão',
} as const;

const row = (share: SystemCode['share'], cause: string, here?: string): SystemCode => ({
  share,
  cause,
  ...(here === undefined ? {} : { here }),
});
const down = (cause: string, here?: string): SystemCode => row('SHARE_UNREACHABLE', cause, here);

/**
 * Node's error codes on Linux and Windows, as measured on real SMB mounts and as libuv maps them. Of what Windows says, libuv (src/win/
 * error.c) hands on: 2, 3, 15, 267 ENOENT · 5 EPERM or EACCES, by version · 19 EROFS · 32, 33 EBUSY · 39, 112 ENOSPC · 64 ECONNRESET ·
 * 121 ETIMEDOUT · 1225 ECONNREFUSED · 1231 ENETUNREACH · 1232 EHOSTUNREACH · 1236 ECONNABORTED · 2250 ENOTCONN. Everything else of a
 * network becomes UNKNOWN, and the number is lost: 51, 53 (server not found), 55, 59, 65, 67 (share not found), 1219 (already connected
 * as another user), 1326 (wrong password), 1330 (password expired), 1909 (account locked). The health monitor asks the server itself to
 * tell these apart (shares/health/server.ts).
 */
export const SYSTEM_CODES: Readonly<Record<string, SystemCode>> = {
  ENOENT: down(SYSTEM_CAUSES.folderNotFound, 'a pasta não existe'),
  EHOSTDOWN: down('o servidor está desligado, o cabo está solto ou a senha mudou no servidor'),
  EHOSTUNREACH: down('não há caminho de rede até o servidor'),
  ENETDOWN: down('a rede está fora do ar'),
  ENETUNREACH: down('a rede do servidor está fora de alcance'),
  ENETRESET: down('a rede reiniciou a conexão'),
  ECONNRESET: down(SYSTEM_CAUSES.connectionReset),
  ECONNREFUSED: down(SYSTEM_CAUSES.connectionRefused),
  ECONNABORTED: down('a conexão foi interrompida'),
  ENOTCONN: down('a unidade de rede está desconectada'),
  ESHUTDOWN: down('a conexão foi encerrada'),
  EPIPE: down('a conexão foi interrompida'),
  ETIMEDOUT: down('o servidor demorou demais para responder'),
  ESTALE: down('a pasta foi trocada no servidor'),
  ENODEV: down(NO_SUCH_DRIVE),
  ENXIO: down(NO_SUCH_DRIVE),
  ENOMEDIUM: down('a unidade está sem disco'),
  ENOLINK: down('a ligação com o servidor se perdeu'),
  EREMOTEIO: down('o servidor relatou uma falha'),
  EAGAIN: down('a pasta saiu do lugar no servidor ou a conexão está sendo refeita'),
  UNKNOWN: down(
    'o Windows não informou o motivo: servidor ou compartilhamento fora do ar, ou usuário e senha recusados',
  ),
  EACCES: row('SHARE_DENIED', 'sem permissão, ou a pasta foi movida no servidor', 'sem permissão para este usuário'),
  EPERM: row('SHARE_DENIED', 'a operação não é permitida a este usuário'),
  // a Linux client's word for an unlink in a folder that the server keeps read-only
  ENOTSUP: row('SHARE_DENIED', 'o servidor não aceita esta operação'),
  ENOKEY: row('SHARE_CREDENTIALS', 'não há senha guardada para este servidor'),
  EKEYEXPIRED: row('SHARE_CREDENTIALS', 'a senha expirou'),
  EKEYREVOKED: row('SHARE_CREDENTIALS', 'a conta foi desativada'),
  EKEYREJECTED: row('SHARE_CREDENTIALS', 'usuário ou senha recusados'),
  EROFS: row('SHARE_READ_ONLY', 'o volume não aceita gravação', 'o disco não aceita gravação'),
  ENOSPC: row('SHARE_FULL', 'o disco está cheio'),
  EDQUOT: row('SHARE_FULL', 'a cota de disco acabou'),
  EFBIG: row(
    'SHARE_FULL',
    'o arquivo passa do tamanho permitido no volume',
    'o arquivo passa do tamanho permitido no disco',
  ),
  EBUSY: row('SHARE_BUSY', HAS_IT_OPEN),
  ETXTBSY: row('SHARE_BUSY', HAS_IT_OPEN),
  EDEADLK: row('SHARE_BUSY', 'outro programa o bloqueou'),
  EMFILE: row('SHARE_BUSY', TOO_MANY_OPEN),
  ENFILE: row('SHARE_BUSY', TOO_MANY_OPEN),
  EIO: row('SHARE_IO', 'o disco ou a rede falhou', 'o disco falhou'),
  ENAMETOOLONG: row('SHARE_BAD_PATH', 'o caminho é comprido demais'),
  EINVAL: row('SHARE_BAD_PATH', 'o volume não aceita este nome', 'o disco não aceita este nome'),
  ENOTREG: row('SHARE_UNFIT', 'não é um arquivo comum'),
  ETOOLARGE: row('SHARE_UNFIT', 'é grande demais para ser um documento'),
  EILSEQ: row('SHARE_BAD_PATH', 'o volume não aceita os caracteres deste nome'),
  ENOTDIR: row('SHARE_BAD_PATH', SYSTEM_CAUSES.fileAbove),
  EISDIR: row('SHARE_BAD_PATH', 'há uma pasta com o nome do arquivo', A_FOLDER_OF_THAT_NAME),
  ELOOP: row('SHARE_BAD_PATH', 'há atalhos que apontam uns para os outros'),
  EEXIST: row('SHARE_EXISTS', 'já existe', 'já há um arquivo com esse nome'),
  ENOTEMPTY: row('SHARE_EXISTS', 'a pasta não está vazia', A_FOLDER_OF_THAT_NAME),
};

/** Codes that Node leaves without a name; the number is the operating system's, negated. */
const BY_NUMBER: Readonly<Record<number, string>> = {
  [-112]: 'EHOSTDOWN',
  [-122]: 'EDQUOT',
  [-126]: 'ENOKEY',
  [-127]: 'EKEYEXPIRED',
  [-128]: 'EKEYREVOKED',
  [-129]: 'EKEYREJECTED',
  [-4094]: 'UNKNOWN',
};

/** The system error code (`ENOSPC`) of a Node error, or null. A known number wins over "Unknown system error -122". */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, errno } = error as { readonly code?: unknown; readonly errno?: unknown };
  if (typeof code === 'string' && Object.hasOwn(SYSTEM_CODES, code)) return code;
  const named = typeof errno === 'number' ? BY_NUMBER[errno] : undefined;
  return named ?? (typeof code === 'string' ? code : null);
}
