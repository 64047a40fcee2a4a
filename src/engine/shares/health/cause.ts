import { ERRORS } from '../../../shared/errors';
import type { ErrorCode, MaloteError } from '../../../shared/errors';
import type { ShareCause } from '../../../shared/ipc/shares';
import { shareCauses } from '../../../shared/messages/pt-BR/share-causes';

/** Codes whose errors carry no cause in words of their own. */
const WORDS: Readonly<Partial<Record<ErrorCode, string>>> = {
  SHARE_VANISHED: shareCauses.vanished,
  SHARE_VERIFY_FAILED: shareCauses.readBackDifferent,
  SHARE_EXISTS: shareCauses.otherContent,
  SHARE_CLOSED: shareCauses.closed,
};

/**
 * Why a root is not well, for people: the words are a clause without capital and full stop ("a rede está fora do ar"), the action is
 * sentences. An error without a cause in words gives its own sentence.
 */
export function causeOf({ code, details, message, action }: MaloteError): ShareCause {
  const { cause, seconds } = details;
  if (code === 'SHARE_TIMEOUT') return { code, words: shareCauses.silent(String(seconds ?? '?')), action };
  return { code, words: typeof cause === 'string' ? cause : (WORDS[code] ?? message), action };
}

/** A cause that no failure tells, but a measurement. */
export function measuredCause(code: 'SHARE_SLOW' | 'SHARE_NEARLY_FULL', words: string): ShareCause {
  return { code, words, action: ERRORS[code].action };
}
