import { MaloteError } from '../../shared/errors';
import { environmentProxy, type FindProxy } from '../network';
import { systemCode } from '../../shared/errors/system-codes';
import { withDeadline } from '../shares';
import { download, tooBig } from './download';
import { isAddress, shownSource } from './source';
import { companiesMessages } from '../../shared/messages/pt-BR/companies';

/** More than any list of companies needs. */
export const MAX_WORKBOOK_BYTES = 20 * 1024 * 1024;
const DEADLINE_MS = 60_000;

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** For the whole call, redirects and body included; default 60 s. */
  readonly deadlineMs?: number;
  /** Default: by the environment. */
  readonly findProxy?: FindProxy | undefined;
}

/** Reads a workbook from a disk or a share; null when there is no such file. @throws MaloteError SHARE_* */
export type ReadWorkbookFile = (path: string, signal: AbortSignal) => Promise<Uint8Array | null>;

async function readFromDisk(path: string, read: ReadWorkbookFile, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = await read(path, signal);
  if (bytes === null) throw new MaloteError('COMPANIES_NOT_FOUND', { source: path });
  if (bytes.length > MAX_WORKBOOK_BYTES) throw tooBig(path, MAX_WORKBOOK_BYTES);
  return bytes;
}

function fileError(error: unknown, source: string): MaloteError {
  if (!(error instanceof MaloteError)) throw error;
  if (!error.code.startsWith('SHARE_')) return error;
  const reason = error.details['cause'] ?? error.message;
  return new MaloteError('COMPANIES_UNREADABLE', { source, reason }, { cause: error });
}

/** The cause is left out of the error on purpose: fetch may put the whole address into it. */
function networkError(error: unknown, source: string): MaloteError {
  if (error instanceof MaloteError) return error;
  const code = systemCode(error instanceof Error ? error.cause : null) ?? systemCode(error);
  const reason = (code === null ? undefined : companiesMessages.network[code]) ?? companiesMessages.networkFailed(code);
  return new MaloteError('COMPANIES_FETCH_FAILED', { source, reason });
}

/**
 * The bytes of the workbook: from a file, or from an https address (http on this machine only; share links of SharePoint and
 * OneDrive are asked for the file itself). At most 20 MB.
 * @throws COMPANIES_BAD_ADDRESS, COMPANIES_NOT_FOUND, COMPANIES_UNREADABLE, COMPANIES_FETCH_FAILED, COMPANIES_TIMEOUT,
 * COMPANIES_LOGIN_REQUIRED, COMPANIES_PROXY_LOGIN, COMPANIES_TOO_BIG, CANCELLED. None of them holds the query string.
 */
export async function fetchWorkbook(
  source: string,
  read: ReadWorkbookFile,
  options: FetchOptions = {},
): Promise<Uint8Array> {
  const { signal, deadlineMs = DEADLINE_MS, findProxy = environmentProxy } = options;
  const shown = shownSource(source);
  const tooLate = (): Error =>
    new MaloteError('COMPANIES_TIMEOUT', { source: shown, seconds: Math.ceil(deadlineMs / 1000) });
  const fromAddress = isAddress(source);
  const work = (lease: AbortSignal): Promise<Uint8Array> =>
    fromAddress
      ? download(source, shown, { signal: lease, maxBytes: MAX_WORKBOOK_BYTES, findProxy })
      : readFromDisk(source, read, lease);
  try {
    return await withDeadline(work, { signal, deadlineMs, tooLate });
  } catch (error) {
    throw fromAddress ? networkError(error, shown) : fileError(error, shown);
  }
}
