import { MaloteError } from '../../shared/errors';
import { PROXY_LOGIN } from '../network';

/** What a webhook's server, or whoever stands before it, has answered. */
export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * What an answer of 2xx says of a failure: Teams' connectors ("Webhook message delivery failed with error: Microsoft Teams endpoint
 * returned HTTP error 429 with ContextId …"), and Slack's way (`{"ok":false,"error":"ratelimited"}`).
 */
const FAILED =
  /delivery failed|failed with error|returned http error|"ok"\s*:\s*false|"errors?"\s*:\s*(?:\{\s*"|"[^"]|\[\s*[^\]\s])/i;
const INNER_STATUS = /\bHTTP error (\d{3})\b|"(?:status|statusCode|code)"\s*:\s*"?(\d{3})\b/i;
const RATE_LIMITED = /rate.?limit|too.?many.?requests|throttl/i;
const PAGE = /^\s*(?:<!--[^]*?-->\s*)*<(?:!doctype html|html|head|body|title|meta|script)\b/i;
const TOO_MANY = 429;

/** Why an answer means that the message did not arrive; null when it did. What the body says is never repeated: it may quote the address. */
export function answerError({ status, contentType, body }: WebhookAnswer): MaloteError | null {
  if (status >= 300 && status < 400) return new MaloteError('ALERT_WEBHOOK_REDIRECTED', { status });
  if (status === PROXY_LOGIN) return new MaloteError('ALERT_WEBHOOK_PROXY_LOGIN');
  if (status < 200 || status >= 300) return failure(status);
  // Slack calls its "ok" text/html: a page is what has marks
  if (PAGE.test(body) || (/\bhtml\b/i.test(contentType) && body.includes('<')))
    return new MaloteError('ALERT_WEBHOOK_PROXY');
  if (!FAILED.test(body)) return null;
  const inner = INNER_STATUS.exec(body);
  if (RATE_LIMITED.test(body)) return failure(TOO_MANY);
  // a failure without a number may pass: it is tried again
  return inner === null ? new MaloteError('ALERT_WEBHOOK_BUSY', { status }) : failure(Number(inner[1] ?? inner[2]));
}

function failure(status: number): MaloteError {
  const busy = status === 408 || status === TOO_MANY || status >= 500;
  return new MaloteError(busy ? 'ALERT_WEBHOOK_BUSY' : 'ALERT_WEBHOOK_REFUSED', { status });
}
