import { gunzipSync } from 'node:zlib';
import { MaloteError } from '../../shared/errors';
import type { FiscalLimits } from './limits';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

/** What the packed documents of one file may still use. */
export interface Budget {
  bytes: number;
  documents: number;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

function inflate(packed: Uint8Array, most: number): Uint8Array {
  // a distribution writes gzip; some archives of one keep the XML in base64 alone
  if (packed[0] === 0x3c) return packed;
  try {
    return gunzipSync(packed, { maxOutputLength: Math.max(most, 1) });
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new MaloteError('FISCAL_TOO_LARGE', { bytes: fiscalMessages.moreThan(most), limit: most });
    throw new MaloteError('FISCAL_PACKED_BROKEN', {}, { cause });
  }
}

/**
 * The XML in the text of a `docZip`: base64 of gzip (NT 2014.002). Never unpacks more than one file may have, nor more than is left of
 * the budget, which it draws on.
 * @throws MaloteError FISCAL_PACKED_BROKEN, FISCAL_TOO_LARGE, FISCAL_TOO_COMPLEX
 */
export function unpack(text: string, limits: FiscalLimits, budget: Budget): Uint8Array {
  if (--budget.documents < 0)
    throw new MaloteError('FISCAL_TOO_COMPLEX', { limit: limits.documents, what: fiscalMessages.measures.documents });
  const written = text.replace(/\s+/g, '');
  if (!BASE64.test(written)) throw new MaloteError('FISCAL_PACKED_BROKEN');
  const bytes = inflate(Buffer.from(written, 'base64'), Math.min(limits.bytes, budget.bytes));
  budget.bytes -= bytes.length;
  return bytes;
}
