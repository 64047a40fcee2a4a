import { MaloteError } from '../../../shared/errors';
import type { ErrorCode } from '../../../shared/errors';
import type { ServerAnswer } from './server';

/** Failures that may have their reason in the network; of the others the server has said the reason itself. */
const VAGUE = new Set<ErrorCode>(['SHARE_UNREACHABLE', 'SHARE_TIMEOUT', 'SHARE_IO']);

export interface Diagnosis {
  /** Null when the root lies on no server that is known by name. */
  readonly server: string | null;
  readonly ask: (server: string) => Promise<ServerAnswer>;
}

/**
 * The same failure, named as closely as it can be known. Windows tells Node the same UNKNOWN for a server that is off, a share that is
 * gone and a password that was refused; whether the server answers tells the first from the others. Never rejects.
 */
export async function diagnosed(error: MaloteError, { server, ask }: Diagnosis): Promise<MaloteError> {
  if (!VAGUE.has(error.code)) return error;
  const told = (code: ErrorCode, cause: string): MaloteError =>
    new MaloteError(code, { ...error.details, cause }, { cause: error });
  const isMissing = error.details['systemCode'] === 'ENOENT';
  if (server === null) return isMissing ? told('SHARE_PATH_MISSING', 'a pasta não foi encontrada') : error;
  switch (await ask(server)) {
    case 'no-such-name':
      return told('SHARE_NAME_NOT_FOUND', `ninguém na rede conhece o nome ${server}`);
    case 'silent':
      return told('SHARE_UNREACHABLE', `o servidor ${server} está desligado ou não há rede até ele`);
    case 'refused':
      return told('SHARE_UNREACHABLE', `o servidor ${server} está ligado, mas não compartilha arquivos`);
    case 'answers':
      if (isMissing) return told('SHARE_PATH_MISSING', `o servidor ${server} responde, mas a pasta não existe nele`);
      return error.details['systemCode'] === 'UNKNOWN' ? told('SHARE_CREDENTIALS', refusedBy(server)) : error;
  }
}

/** 67, 1219, 1326, 1330 and 1909 of Windows: nothing tells them apart from here. */
function refusedBy(server: string): string {
  return `o servidor ${server} responde, mas recusa: senha errada ou vencida, conta bloqueada, ou compartilhamento que não existe mais`;
}
