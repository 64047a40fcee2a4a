import { behaviourOf, codesWhere, MaloteError, isMaloteError } from '../../shared/errors';
import type { Again, ErrorCode } from '../../shared/errors';
import { SYSTEM_CODES, systemCode } from '../../shared/errors/system-codes';
import { systemMessages } from '../../shared/messages/pt-BR/system';

/**
 * What to do after a failure: `again-soon` repeats in seconds; `when-back` waits until the root answers again;
 * `needs-person` waits until somebody has acted; `never` is wrong in itself and fails every time.
 */
export type ShareBehaviour = 'again-soon' | 'when-back' | 'needs-person' | 'never';

const BEHAVIOUR: Readonly<Partial<Record<Again, ShareBehaviour>>> = {
  file: 'again-soon',
  'when-back': 'when-back',
  'when-acted': 'needs-person',
  never: 'never',
};

/** What a file fails with while its root is away or closed to us, and no longer once it is back. */
export const AWAY: readonly ErrorCode[] = codesWhere(({ scope }) => scope === 'root' || scope === 'file-or-root');

/** A failure of one file on a root that is well: what has its name, holds it open, takes it away, or changes it. */
export function isOfOneFile(error: unknown): boolean {
  return isMaloteError(error) && error.code.startsWith('SHARE_') && behaviourOf(error.code).scope === 'file';
}

export interface ShareErrorContext {
  /** The configured folder, for people. */
  readonly location: string;
  /** The file or folder in question, for people. */
  readonly path: string;
}

/** Turns whatever the file system threw into a SHARE_* error; a MaloteError passes through as it is. */
export function shareError(error: unknown, context: ShareErrorContext): MaloteError {
  if (isMaloteError(error)) return error;
  const system = systemCode(error);
  const { share: code, cause } = (system === null ? undefined : SYSTEM_CODES[system]) ?? {
    share: 'SHARE_IO' as const,
    cause: system === null ? systemMessages.unknownReason : systemMessages.code(system),
  };
  return new MaloteError(code, { ...context, cause, systemCode: system }, { cause: error });
}

/** What to do after this error; null when it is no error of a share. */
export function shareBehaviour(error: unknown): ShareBehaviour | null {
  if (!isMaloteError(error) || !error.code.startsWith('SHARE_')) return null;
  return BEHAVIOUR[behaviourOf(error.code).again] ?? null;
}

/** Whether the next file on the same root would meet this error too, so that there is no use in trying. */
export function isRootWide({ code }: MaloteError): boolean {
  return behaviourOf(code).scope === 'root';
}
