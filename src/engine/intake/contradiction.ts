import type { Day, Party, PartyRole } from '../domain';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

/** What must be the same in every copy of one document. */
export interface Content {
  readonly form: 'processed' | 'bare' | 'unread';
  /** DigestValue of the signature. */
  readonly digest: string | null;
  readonly issueDay: Day | null;
  readonly totalCents: bigint | null;
  readonly parties: readonly Party[];
}

/** In what two copies of one identity contradict each other; empty when they are copies indeed. */
export type Contradiction = 'digest' | 'total' | 'date' | 'issuer' | 'recipient' | 'taker' | 'provider';

const ROLES = ['issuer', 'recipient', 'taker', 'provider'] as const satisfies readonly PartyRole[];

function holders(parties: readonly Party[], role: PartyRole): string {
  const ids = parties.filter((party) => party.role === role).map(({ taxId }) => taxId);
  return [...new Set(ids)].sort().join();
}

/**
 * Holds the content of a copy against the content that is held. The digest alone is not enough: it is a text in the file, and who
 * changes a total by hand leaves it as it was. Days, not date texts: SIEG writes one instant in more than one zone. A layout that is
 * not read says nothing.
 */
export function contradictions(copy: Content, held: Content): Contradiction[] {
  if (copy.form === 'unread' || held.form === 'unread') return [];
  const found: Contradiction[] = [];
  if (copy.digest !== null && held.digest !== null && copy.digest !== held.digest) found.push('digest');
  if (copy.totalCents !== held.totalCents) found.push('total');
  if (copy.issueDay !== held.issueDay) found.push('date');
  return [...found, ...ROLES.filter((role) => holders(copy.parties, role) !== holders(held.parties, role))];
}

/** The code and the sentence under which contradicting bytes are kept. */
export function alarmOf(found: readonly Contradiction[]): { readonly code: string; readonly reason: string } | null {
  if (found.length === 0) return null;
  if (found.includes('digest')) {
    return { code: 'DIGEST_DIFFERS', reason: intakeMessages.otherDigest };
  }
  const parts = found.map((each) => intakeMessages.parts[each]);
  return { code: 'CONTENT_DIFFERS', reason: intakeMessages.otherContent(parts) };
}
