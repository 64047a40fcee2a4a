import { isAxiosError } from 'axios';
import { MaloteError } from '../../shared/errors';
import type { ErrorCode } from '../../shared/errors';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

export interface CallContext {
  readonly host: string;
  readonly path: string;
  readonly maxBytes: number;
}

const DNS = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'];
const TLS = [
  'CERT_',
  'ERR_TLS_',
  'ERR_SSL_',
  'EPROTO',
  'DEPTH_ZERO_',
  'SELF_SIGNED_',
  'UNABLE_TO_VERIFY_',
  'UNABLE_TO_GET_ISSUER_',
  'HOSTNAME_MISMATCH',
];

/**
 * What a failed call means, from the code alone. Neither the error nor its message is passed on: axios writes the whole
 * request, key included, into its errors, and Node quotes header values.
 */
export function transportError(error: unknown, call: CallContext): MaloteError {
  if (isAxiosError(error) && /maxContentLength/.test(error.message)) {
    return new MaloteError('SIEG_TOO_LARGE', { megabytes: Math.round(call.maxBytes / 1_048_576), path: call.path });
  }
  const reason = systemCode(error);
  return new MaloteError(codeFor(reason), { reason, host: call.host, path: call.path });
}

function codeFor(reason: string): ErrorCode {
  if (DNS.includes(reason)) return 'SIEG_DNS';
  if (TLS.some((prefix) => reason.startsWith(prefix))) return 'SIEG_TLS';
  return 'SIEG_CONNECTION';
}

/** The first code like `ECONNRESET` on the way down through axios' wrapping (and Node's list of tried addresses). */
function systemCode(error: unknown): string {
  for (let current: unknown = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (/^[A-Z][A-Z0-9_]{2,60}$/.test(code) && !['ERR_BAD_RESPONSE', 'ERR_BAD_REQUEST', 'ERR_NETWORK'].includes(code))
      return code;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return siegMessages.answer.interrupted;
}
