import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';
import type { Finding } from './types';

const { findings } = fiscalMessages;

export type FindingCode = keyof typeof findings;

const SEVERITIES: Readonly<Record<FindingCode, Finding['severity']>> = {
  'key-check-digit': 'error',
  'key-undecodable': 'error',
  'key-state': 'error',
  'key-month': 'error',
  'key-issuer': 'warning',
  'key-model': 'error',
  'key-series': 'error',
  'key-number': 'error',
  'key-emission': 'error',
  'key-random': 'error',
  'protocol-key': 'error',
  'protocol-repeated': 'warning',
  'protocol-digest': 'error',
  'issuer-missing': 'error',
  'issuer-check-digit': 'warning',
  'recipient-check-digit': 'warning',
  homologation: 'warning',
  'date-missing': 'error',
  'total-missing': 'warning',
  'total-format': 'warning',
  'taker-undetermined': 'warning',
  'group-repeated': 'error',
  'foreign-group': 'warning',
  'event-model': 'warning',
  'event-answer': 'error',
};

/** @param detail what was found, for the sentences that say it */
export function finding(code: FindingCode, detail = ''): Finding {
  const words = findings[code];
  return { code, severity: SEVERITIES[code], message: typeof words === 'string' ? words : words(detail) };
}
