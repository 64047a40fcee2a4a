import { z } from 'zod';
import { decodeAccessKey, hasValidCheckDigit, SIEG_KINDS, type Month } from '../domain';
import type { IntakeResult, PageSettlement } from '../intake';
import type { Ledger } from '../ledger';

const noteSchema = z.object({
  passId: z.int(),
  /** How far the page moves its walk; 0 for one that was asked once more. */
  advanceBy: z.int(),
  kind: z.enum(SIEG_KINDS),
  runId: z.int(),
});

/** What is noted of a page until it is filed, perhaps by another process than the one that asked for it. */
export type PageNote = z.infer<typeof noteSchema>;

/** The page's documents, the end of its request and the cursor of its walk are on record together, or not at all. */
export function pageSettlement(ledger: Ledger): PageSettlement {
  const { requests } = ledger;
  return {
    filed: (batch, note, result, when) => {
      const { passId, advanceBy, kind, runId } = noteSchema.parse(note);
      requests.advancePass(passId, when === 'at-once' ? advanceBy : 0, result.documentIds);
      if (batch.requestId !== null) {
        requests.end(batch.requestId, {
          outcome: 'answered',
          files: batch.files.length,
          documents: result.identities.length,
          novel: result.novelDocuments,
        });
      }
      ledger.expectations.add(runId, soundCopies(ledger, { kind, month: batch.month }, result));
    },
    spooled: (batch, note) => {
      const { passId, advanceBy } = noteSchema.parse(note);
      requests.advancePass(passId, advanceBy, []);
      if (batch.requestId !== null) requests.end(batch.requestId, { outcome: 'answered', files: batch.files.length });
    },
  };
}

/**
 * A broken file still named its document: promised from now on, so that a single fetch can bring a sound copy. To the issuer, where the
 * key names a client; to nobody otherwise.
 */
function soundCopies(
  { companies }: Ledger,
  { kind, month }: { readonly kind: PageNote['kind']; readonly month: Month },
  { refusals }: IntakeResult,
): Parameters<Ledger['expectations']['add']>[1] {
  return refusals.flatMap(({ keyHint }) => {
    if (keyHint === null || !hasValidCheckDigit(keyHint)) return [];
    const parts = decodeAccessKey(keyHint);
    const issuer = parts === null ? undefined : companies.byTaxId(parts.issuer);
    return [
      {
        identity: keyHint,
        kind,
        month: parts?.month ?? month,
        companyId: issuer?.id ?? null,
        source: 'broken-file' as const,
        issueDay: null,
      },
    ];
  });
}
