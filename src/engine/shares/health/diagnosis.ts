import { MaloteError } from '../../../shared/errors';
import type { ErrorCode } from '../../../shared/errors';
import type { FolderSight } from './drive-system';
import type { MappedDrive } from './mapped-drives';
import type { ServerAnswer } from './server';
import { shareCauses } from '../../../shared/messages/pt-BR/share-causes';

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
  if (server === null) return isMissing ? told(error, 'SHARE_PATH_MISSING', shareCauses.notFound) : error;
  const answer = await ask(server);
  if (answer !== 'answers') return away(error, answer, server);
  if (isMissing) return told(error, 'SHARE_PATH_MISSING', shareCauses.folderNotThere(server));
  // 67, 1219, 1326, 1330 and 1909 of Windows, all of them UNKNOWN: nothing tells a share that is not there from a password
  return error.details['systemCode'] === 'UNKNOWN'
    ? told(error, 'SHARE_CREDENTIALS', shareCauses.refused(server))
    : error;
}

function told(error: MaloteError, code: ErrorCode, cause: string): MaloteError {
  return new MaloteError(code, { ...error.details, cause }, { cause: error });
}

/** @param words makes of the cause what is told: with what a letter stands for, where there is one */
function away(
  error: MaloteError,
  answer: Exclude<ServerAnswer, 'answers'>,
  server: string,
  words: (cause: string) => string = (cause) => cause,
): MaloteError {
  switch (answer) {
    case 'no-such-name':
      return told(error, 'SHARE_NAME_NOT_FOUND', words(shareCauses.unknownName(server)));
    case 'silent':
      return told(error, 'SHARE_UNREACHABLE', words(shareCauses.off(server)));
    case 'refused':
      return told(error, 'SHARE_UNREACHABLE', words(shareCauses.sharesNothing(server)));
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
  const behind = (cause: string): string => shareCauses.behindLetter(letter, share, cause);
  const answer = await ask(server);
  if (answer !== 'answers') return away(error, answer, server, behind);
  switch (await look(`${share}\\`)) {
    case 'there':
      return ofLetter(error, await look(`${letter}:\\`), { letter, share });
    case 'missing':
      return told(error, 'SHARE_PATH_MISSING', behind(shareCauses.shareWithoutFolder(server)));
    case 'denied':
      return told(error, 'SHARE_DENIED', behind(shareCauses.denied(server)));
    case 'unclear':
      return told(error, 'SHARE_CREDENTIALS', behind(shareCauses.refused(server)));
    case 'silent':
      return told(error, 'SHARE_UNREACHABLE', behind(shareCauses.shareSilent(server)));
    case 'untold':
      return error;
  }
}

/** The share is well: what is wrong lies in the letter, or below both. */
function ofLetter(error: MaloteError, sight: FolderSight, { letter, share }: MappedDrive): MaloteError {
  switch (sight) {
    case 'missing':
    case 'unclear':
      // letters belong to a session of a user: an elevated program, a service and a task without a session have none of them
      return told(error, 'SHARE_PATH_MISSING', shareCauses.letterUnseen(letter, share));
    case 'there':
      return error.details['systemCode'] === 'ENOENT'
        ? told(error, 'SHARE_PATH_MISSING', shareCauses.behindLetter(letter, share, shareCauses.folderNotInShare))
        : error;
    case 'denied':
    case 'silent':
    case 'untold':
      return error;
  }
}
