import { MaloteError } from '../../../shared/errors';
import type { ErrorCode } from '../../../shared/errors';
import type { FolderSight } from './drive-system';
import type { MappedDrive } from './mapped-drives';
import type { ServerAnswer } from './server';

/** Failures that may have their reason in the network; of the others the server has said the reason itself. */
const VAGUE = new Set<ErrorCode>(['SHARE_UNREACHABLE', 'SHARE_TIMEOUT', 'SHARE_IO']);

export interface Diagnosis {
  /** Null when the root lies on no server that is known by name. */
  readonly server: string | null;
  readonly ask: (server: string) => Promise<ServerAnswer>;
  /** The drive letter of Windows that the root begins with, and its share; null when there is none, or nobody knows its share. */
  readonly drive?: MappedDrive | null;
  readonly look?: (folder: string) => Promise<FolderSight>;
}

/**
 * The same failure, named as closely as it can be known. Windows tells Node the same UNKNOWN for a server that is off, a share that is
 * gone and a password that was refused; whether the server answers tells the first from the others. Of a drive letter it tells only that
 * it is not there: its share is looked at by its own name. Never rejects.
 */
export async function diagnosed(error: MaloteError, diagnosis: Diagnosis): Promise<MaloteError> {
  if (!VAGUE.has(error.code)) return error;
  const { server, ask, drive = null, look } = diagnosis;
  if (drive !== null && look !== undefined) return ofDrive(error, drive, ask, look);
  const isMissing = error.details['systemCode'] === 'ENOENT';
  if (server === null) return isMissing ? told(error, 'SHARE_PATH_MISSING', 'a pasta não foi encontrada') : error;
  const answer = await ask(server);
  if (answer !== 'answers') return away(error, answer, server);
  if (isMissing) return told(error, 'SHARE_PATH_MISSING', `o servidor ${server} responde, mas a pasta não existe nele`);
  return error.details['systemCode'] === 'UNKNOWN' ? told(error, 'SHARE_CREDENTIALS', refusedBy(server)) : error;
}

function told(error: MaloteError, code: ErrorCode, cause: string): MaloteError {
  return new MaloteError(code, { ...error.details, cause }, { cause: error });
}

/** @param about goes before the words: what the letter stands for */
function away(
  error: MaloteError,
  answer: Exclude<ServerAnswer, 'answers'>,
  server: string,
  about: string = '',
): MaloteError {
  switch (answer) {
    case 'no-such-name':
      return told(error, 'SHARE_NAME_NOT_FOUND', `${about}ninguém na rede conhece o nome ${server}`);
    case 'silent':
      return told(error, 'SHARE_UNREACHABLE', `${about}o servidor ${server} está desligado ou não há rede até ele`);
    case 'refused':
      return told(error, 'SHARE_UNREACHABLE', `${about}o servidor ${server} está ligado, mas não compartilha arquivos`);
    case 'unasked':
      return error;
  }
}

async function ofDrive(
  error: MaloteError,
  { letter, share }: MappedDrive,
  ask: Diagnosis['ask'],
  look: NonNullable<Diagnosis['look']>,
): Promise<MaloteError> {
  const server = share.split('\\')[2] ?? share;
  const about = `a letra ${letter}: é ${share}, e `;
  const answer = await ask(server);
  if (answer !== 'answers') return away(error, answer, server, about);
  switch (await look(`${share}\\`)) {
    case 'there':
      return ofLetter(error, await look(`${letter}:\\`), { letter, share });
    case 'missing':
      return told(
        error,
        'SHARE_PATH_MISSING',
        `${about}o servidor ${server} tem esse nome, mas não a pasta atrás dele`,
      );
    case 'denied':
      return told(error, 'SHARE_DENIED', `${about}o servidor ${server} não deixa este usuário entrar nele`);
    case 'unclear':
      return told(error, 'SHARE_CREDENTIALS', `${about}${refusedBy(server)}`);
    case 'silent':
      return told(error, 'SHARE_UNREACHABLE', `${about}o servidor ${server} responde, mas o compartilhamento não`);
    case 'untold':
      return error;
  }
}

/** The share is well: what is wrong lies in the letter, or below both. */
function ofLetter(error: MaloteError, sight: FolderSight, { letter, share }: MappedDrive): MaloteError {
  switch (sight) {
    case 'missing':
    case 'unclear':
      return told(error, 'SHARE_PATH_MISSING', unseen(letter, share));
    case 'there':
      return error.details['systemCode'] === 'ENOENT'
        ? told(error, 'SHARE_PATH_MISSING', `a letra ${letter}: é ${share}, e a pasta não existe nele`)
        : error;
    case 'denied':
    case 'silent':
    case 'untold':
      return error;
  }
}

/** Letters belong to a session of a user: an elevated program, a service and a task without a session have none of them. */
function unseen(letter: string, share: string): string {
  return (
    `a letra ${letter}: não está conectada para este programa, embora ${share} responda; serviços, tarefas agendadas e programas ` +
    `abertos como administrador não veem as letras de um usuário, e o caminho ${share} serve a todos`
  );
}

/** 67, 1219, 1326, 1330 and 1909 of Windows, all of them UNKNOWN: nothing tells a share that is not there from a password. */
function refusedBy(server: string): string {
  return `o servidor ${server} responde, mas recusa: senha errada ou vencida, conta bloqueada, ou compartilhamento que não existe mais`;
}
