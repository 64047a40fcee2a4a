import axios from 'axios';
import { MaloteError } from '../../shared/errors';
import { connectionReason } from '../../shared/messages/pt-BR/connections';
import { isLoopback } from '../base';
import { axiosProxy, environmentProxy, type FindProxy } from '../network';
import { codesOf, isCertificateCode } from './network';
import type { AlertChannel, ChannelSender, SenderOptions } from './types';
import { answerError, type WebhookAnswer } from './webhook-answer';
import { webhookBody } from './webhook-body';

const DEADLINE_MS = 20_000;
const LONGEST_ANSWER = 1024 * 1024;

/**
 * Alerts to a channel of Teams or Slack. The address is a secret: whoever has it may post. `send` throws ALERT_WEBHOOK_*; none of them
 * holds the address, and none has a cause, because axios puts the whole request into its errors.
 */
export function createWebhookChannel({
  settings,
  secrets,
  findProxy = environmentProxy,
}: SenderOptions<'webhook'>): AlertChannel {
  return {
    name: 'webhook',
    async send(alert, signal) {
      const url = checkedUrl(await secrets('webhook-url', null));
      const body = webhookBody(alert, settings.format);
      const error = answerError(await post(url, body, signal, findProxy));
      if (error !== null) throw error;
    },
  };
}

export const WEBHOOK: ChannelSender<'webhook'> = {
  open: createWebhookChannel,
  secretMissing: () => new MaloteError('ALERT_WEBHOOK_MISSING'),
};

function checkedUrl(address: string | null): URL {
  const text = address?.trim() ?? '';
  if (text === '') throw new MaloteError('ALERT_WEBHOOK_MISSING');
  const url = URL.canParse(text) ? new URL(text) : null;
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === null || !allowed) throw new MaloteError('ALERT_WEBHOOK_ADDRESS');
  return url;
}

async function post(url: URL, body: unknown, signal: AbortSignal, findProxy: FindProxy): Promise<WebhookAnswer> {
  try {
    const { status, headers, data } = await axios.post<unknown>(url.href, JSON.stringify(body), {
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'User-Agent': 'Malote' },
      maxRedirects: 0,
      validateStatus: () => true,
      responseType: 'text',
      maxContentLength: LONGEST_ANSWER,
      signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
      proxy: await axiosProxy(findProxy, url),
    });
    const type: unknown = headers['content-type'];
    return { status, contentType: typeof type === 'string' ? type : '', body: typeof data === 'string' ? data : '' };
  } catch (error) {
    throw transportError(error);
  }
}

function transportError(error: unknown): MaloteError {
  const codes = codesOf(error);
  const certificate = codes.find(isCertificateCode);
  if (certificate !== undefined)
    return new MaloteError('ALERT_WEBHOOK_CERTIFICATE', { reason: connectionReason(certificate) });
  const reason = codes.includes('ERR_CANCELED') ? 'ETIMEDOUT' : codes.at(-1);
  return new MaloteError('ALERT_WEBHOOK_UNREACHABLE', { reason: connectionReason(reason) });
}
