import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly';
import { directionSchema, documentKindSchema } from './documents';
import { instantSchema, monthSchema } from './primitives';

const size = z.int().min(0);

/** In which part of a document a taxpayer stands; the engine's `PARTY_ROLES`. */
export const partyRoleSchema = z.enum([
  'issuer',
  'recipient',
  'taker',
  'sender',
  'shipper',
  'receiver',
  'carrier',
  'contractor',
  'provider',
  'intermediary',
  'pickup',
  'deliveryPlace',
  'authorised',
]);

/** What brought a document; the engine's `DocumentSource`. */
export const documentSourceSchema = z.enum(['page', 'single', 'events', 'folder', 'recovery']);

/** The document itself, as it is on record. */
export const heldDocumentSchema = z.object({
  kind: documentKindSchema,
  /** What its model is called: "NF-e (55)". */
  model: z.string(),
  form: z.enum(['processed', 'bare', 'unread']),
  number: z.string().nullable(),
  series: z.string().nullable(),
  /** As written in the document. */
  issuedAt: z.string().nullable(),
  month: monthSchema,
  totalCents: z.int().nullable(),
  /** cStat of the tax authority's answer. */
  protocolStatus: z.string().nullable(),
  parties: z.array(
    z.object({
      role: partyRoleSchema,
      taxId: z.string(),
      /** Of a client. */
      name: z.string().nullable(),
    }),
  ),
  size,
  sha256: z.string(),
  source: documentSourceSchema,
  archivedAt: instantSchema,
  /** Null: no request of a run brought it. */
  request: z.object({ id: z.int(), run: z.int(), askedAt: instantSchema }).nullable(),
  /** Recoveries that had it in their plan. */
  recoveries: z.array(z.int()),
});

export const documentFilingSchema = z.object({
  /**
   * Where it was verified, in full, as it can be pasted into the system's file manager; below the archive's root where that is not
   * configured.
   */
  path: z.string(),
  /** In a folder in which the archive does not lie any more. */
  isFormer: z.boolean(),
  folder: z.string().nullable(),
  direction: directionSchema.nullable(),
  size,
  sha256: z.string(),
  /** When it was read back from the disk. */
  verifiedAt: instantSchema,
});

export const documentDeliverySchema = z.object({
  id: z.int(),
  /** What was delivered: null for the document, else the name of its event. */
  event: z.string().nullable(),
  destination: z.enum(['import', 'cancelled']),
  /** In full, where the destination was when it was delivered. */
  target: z.string(),
  /** In a folder that the destination has left since. */
  isFormer: z.boolean(),
  state: z.enum(['pending', 'copying', 'delivered', 'conflict', 'failed', 'superseded']),
  attempts: size,
  enqueuedAt: instantSchema,
  /** Of the file as it was read back at the target; null until then. */
  size: size.nullable(),
  sha256: z.string().nullable(),
  verifiedAt: instantSchema.nullable(),
  /** It holds what is on record now; another content was delivered otherwise. */
  isPresent: z.boolean(),
  /** Of the other content that stood at the target. */
  foundSha256: z.string().nullable(),
  /** Why it is not there, in a sentence, and what to do. */
  reason: z.string().nullable(),
  /** What a later look found, and where that was. */
  recheck: z.object({ found: z.enum(['same', 'absent', 'altered']), at: instantSchema, target: z.string() }).nullable(),
});

export const documentEventSchema = z.object({
  id: z.int(),
  /** Its type in words. */
  name: z.string(),
  type: z.string(),
  sequence: z.int(),
  effect: z.enum(['cancels', 'corrects', 'manifests', 'closes', 'informs', 'unknown']),
  /** The tax authority registered it; else it is a mere request. */
  effective: z.boolean(),
  /** cStat of the tax authority's answer. */
  protocolStatus: z.string().nullable(),
  issuedAt: z.string().nullable(),
  archivedAt: instantSchema,
  path: z.string().nullable(),
  size,
  sha256: z.string(),
});

/** All that is on record of one key. */
export const documentEvidenceSchema = z.object({
  identity: z.string(),
  /** Null: it is not held. */
  document: heldDocumentSchema.nullable(),
  filings: z.array(documentFilingSchema),
  deliveries: z.array(documentDeliverySchema),
  events: z.array(documentEventSchema),
  /** Who said that there is such a document. */
  promises: z.array(
    z.object({
      source: z.enum(['report', 'broken-file', 'summary', 'old-report']),
      folder: z.string().nullable(),
      at: instantSchema,
      run: z.int().nullable(),
      /** What SIEG said when it was asked for this one alone. */
      answer: z.string().nullable(),
    }),
  ),
  /** What the system before this one said. */
  claims: z.array(
    z.object({
      claim: z.enum(['handed-over', 'cancellation-handed-over', 'processed']),
      /** The file that says so. */
      location: z.string(),
      at: z.string().nullable(),
    }),
  ),
  /** Entries of the journal about it alone, newest first. */
  journal: z.array(z.object({ id: z.int(), at: instantSchema, text: z.string() })),
});

export type DocumentEvidence = DeepReadonly<z.infer<typeof documentEvidenceSchema>>;
export type HeldDocument = NonNullable<DocumentEvidence['document']>;
export type DocumentDelivery = DocumentEvidence['deliveries'][number];
export type DocumentEventView = DocumentEvidence['events'][number];
export type PartyRoleName = z.infer<typeof partyRoleSchema>;
