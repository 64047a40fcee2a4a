import { isMaloteError, MaloteError } from '../../../shared/errors';
import { clockShift, diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import { certificateAt, lookAtServer, type ServerSight } from '../../sieg';
import { inOrder, troubled, type Found } from '../line';
import type { Sights } from '../sights';
import { wantSettings } from './settings';

const ANSWER_MS = 15_000;
const CERTIFICATE_MS = 5_000;
/** By which a clock may be off without anybody noticing, and from which on certificates and the day of a question suffer. */
const OFF_MS = 60_000;
const FAR_OFF_MS = 5 * 60_000;

/** Whether SIEG answers, who vouches for it, and whether both have the same time: none of this needs a key. */
export async function lookAtSieg(sights: Sights, signal: AbortSignal): Promise<readonly Found[]> {
  const { baseUrl } = (await wantSettings(sights)).sieg;
  const { findProxy } = sights.place;
  try {
    const sight = await lookAtServer(baseUrl, { findProxy, signal, deadlineMs: ANSWER_MS });
    const { host, milliseconds, proxy } = sight;
    return [
      inOrder('sieg', diagnosisFound.sieg(host, milliseconds, proxy), {
        host,
        status: sight.status,
        milliseconds,
        proxy,
      }),
      await certificateLine(baseUrl, sight),
      ...clockLines(sight),
    ];
  } catch (error) {
    if (!isMaloteError(error) || error.code === 'CANCELLED') throw error;
    return [troubled('sieg', 'fault', error), ...(error.code === 'SIEG_TLS' ? await untrusted(baseUrl, error) : [])];
  }
}

async function certificateLine(address: string, { proxy }: ServerSight): Promise<Found> {
  if (!isSecure(address)) return inOrder('certificate', diagnosisFound.withoutCertificate);
  if (proxy !== null) return inOrder('certificate', diagnosisFound.certificateUnseen(proxy));
  const certificate = await certificateAt(address, CERTIFICATE_MS);
  if (certificate === null)
    return troubled(
      'certificate',
      'unknown',
      new MaloteError('DIAGNOSIS_TIMEOUT', { seconds: CERTIFICATE_MS / 1_000 }),
    );
  const { issuer, validTo } = certificate;
  return inOrder('certificate', diagnosisFound.certificate(issuer, validTo), { issuer, validTo });
}

/** Whose certificate it is that was refused, so that a person knows whom to ask. */
async function untrusted(address: string, { details }: MaloteError): Promise<readonly Found[]> {
  if (!isSecure(address)) return [];
  const certificate = await certificateAt(address, CERTIFICATE_MS);
  if (certificate === null) return [];
  const { issuer } = certificate;
  const { host = null, reason = null } = details;
  return [
    troubled('certificate', 'fault', new MaloteError('DIAGNOSIS_CERTIFICATE', { host, issuer, reason }), { issuer }),
  ];
}

function isSecure(address: string): boolean {
  return new URL(address).protocol === 'https:';
}

function clockLines({ clockAheadMs }: ServerSight): readonly Found[] {
  if (clockAheadMs === null) return [];
  const seconds = Math.round(clockAheadMs / 1_000);
  const facts = { aheadSeconds: seconds };
  const off = Math.abs(clockAheadMs);
  if (off < OFF_MS) return [inOrder('clock', diagnosisFound.clock(seconds), facts)];
  const error = new MaloteError('DIAGNOSIS_CLOCK_OFF', { shift: clockShift(seconds) });
  return [troubled('clock', off < FAR_OFF_MS ? 'warning' : 'fault', error, facts)];
}
