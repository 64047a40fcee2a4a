import { TOO_LARGE } from './regular-file';
import { SYSTEM_CODES } from '../../shared/errors/system-codes';
import { systemMessages } from '../../shared/messages/pt-BR/system';

/**
 * Why a file of this computer could not be read or written, a part of a sentence in Portuguese.
 * @param usual said of a file that is too large: how large such a file is
 */
export function fileReason(error: unknown, usual: string = systemMessages.usuallySmaller): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return systemMessages.unknownReason;
  const code = String(error.code);
  if (code === TOO_LARGE && 'size' in error) return systemMessages.tooLarge(Number(error.size), usual);
  const known = Object.hasOwn(SYSTEM_CODES, code) ? SYSTEM_CODES[code] : undefined;
  return known?.here ?? known?.cause ?? systemMessages.answered(code);
}
