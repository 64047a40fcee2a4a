import { asMaloteError, MaloteError } from '../../shared/errors';
import {
  DIAGNOSIS_CHECK_NAMES,
  DIAGNOSIS_CHECKS,
  type DiagnosisCheck,
  type DiagnosisLine,
} from '../../shared/ipc/diagnosis';
import { within } from '../base';
import { CHECKS } from './checks';
import { ofCheck, troubled, type Found } from './line';
import type { DiagnosisPlace } from './place';
import { Sights } from './sights';

/**
 * Looks at everything, or at these alone, side by side. Never rejects for what it finds.
 * @returns the lines in the order of `DIAGNOSIS_CHECKS`
 * @throws MaloteError CANCELLED
 */
export async function diagnose(
  place: DiagnosisPlace,
  {
    checks = DIAGNOSIS_CHECK_NAMES,
    signal,
  }: { readonly checks?: readonly DiagnosisCheck[]; readonly signal?: AbortSignal } = {},
): Promise<DiagnosisLine[]> {
  const sights = new Sights(place);
  const ends = new AbortController();
  const one = signal === undefined ? ends.signal : AbortSignal.any([ends.signal, signal]);
  try {
    const wanted = DIAGNOSIS_CHECK_NAMES.filter((name) => checks.includes(name));
    const found = await Promise.all(wanted.map((name) => run(name, sights, one)));
    signal?.throwIfAborted();
    return found.flat();
  } finally {
    // who was too late is told that nobody waits any more
    ends.abort(new MaloteError('CANCELLED'));
    sights.close();
  }
}

/** One check, whatever becomes of it. */
async function run(name: DiagnosisCheck, sights: Sights, signal: AbortSignal): Promise<DiagnosisLine[]> {
  const { deadlineMs, look } = CHECKS[name];
  let found: readonly Found[];
  try {
    const answer = await within(
      deadlineMs,
      Promise.resolve().then(() => look(sights, signal)),
      { keepsProcess: false },
    );
    found =
      answer === 'late' ? unseen(name, new MaloteError('DIAGNOSIS_TIMEOUT', { seconds: deadlineMs / 1_000 })) : answer;
  } catch (error) {
    found = unseen(name, errorOf(error));
  }
  return found.map(ofCheck(name));
}

function errorOf(error: unknown): MaloteError {
  const told = asMaloteError(error);
  return told.code === 'INTERNAL'
    ? new MaloteError('DIAGNOSIS_FAILED', { reason: told.details['reason'] ?? null })
    : told;
}

/** Of what could not be looked at, its first item says why. */
function unseen(name: DiagnosisCheck, error: MaloteError): readonly Found[] {
  return [troubled(DIAGNOSIS_CHECKS[name][0], 'unknown', error)];
}
