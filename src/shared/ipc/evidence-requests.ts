import { z } from 'zod';
import { auditComparisonSchema, auditSchema, findingGroupSchema, findingPageSchema, findingQuerySchema } from './audit';
import { documentEvidenceSchema } from './document-evidence';
import {
  companyMonthSchema,
  documentPageSchema,
  documentQuerySchema,
  journalPageSchema,
  journalQuerySchema,
  runLineSchema,
  writtenFileSchema,
} from './history';
import { correctionSchema, recoveryNarrowingSchema, recoveryRequestSchema, recoverySchema } from './recovery';
import { monthSchema, taxIdSchema } from './primitives';

/** Lines of a page at most. */
const limit = z.int().min(1).max(200);
/** The id of the last line seen; 0 for the first page. */
const after = z.int().min(0);

/** What the page may ask of audits, recoveries, the old system's data and what has been. */
export const evidenceRequests = {
  /** Newest first. */
  listAudits: { input: z.object({ limit }), output: z.array(auditSchema) },
  auditGroups: { input: z.object({ auditId: z.int() }), output: z.array(findingGroupSchema) },
  auditFindings: { input: z.object({ query: findingQuerySchema, after, limit }), output: findingPageSchema },
  compareAudits: { input: z.object({ older: z.int(), newer: z.int() }), output: auditComparisonSchema },

  planRecovery: { input: recoveryRequestSchema, output: recoverySchema },
  narrowRecovery: { input: recoveryNarrowingSchema, output: recoverySchema },
  exportRecovery: {
    input: z.object({ recoveryId: z.int(), format: z.enum(['powershell', 'csv', 'xlsx']) }),
    output: writtenFileSchema,
  },
  /** Newest first. */
  listRecoveries: { input: z.object({ limit }), output: z.array(recoverySchema) },

  /** From what an audit found misfiled or stray; nothing is done yet. */
  proposeCorrections: { input: z.object({ auditId: z.int() }), output: correctionSchema },
  /** Newest first. */
  listCorrections: { input: z.object({ limit }), output: z.array(correctionSchema) },
  dropCorrection: { input: z.object({ correctionId: z.int() }), output: correctionSchema },
  /** Newest first. `before`: the id of the last entry seen; null for the first page. */
  journalPage: {
    input: z.object({ query: journalQuerySchema, before: z.int().nullable(), limit }),
    output: journalPageSchema,
  },
  /** Newest first. */
  listRuns: { input: z.object({ limit }), output: z.array(runLineSchema) },
  companyMonth: { input: z.object({ company: taxIdSchema, month: monthSchema }), output: companyMonthSchema },
  /** `after`: where the last page ended; null for the first. */
  companyDocuments: {
    input: z.object({ query: documentQuerySchema, after: z.string().max(200).nullable(), limit }),
    output: documentPageSchema,
  },
  /** All that is on record of one key, held or not. */
  documentEvidence: { input: z.object({ identity: z.string().min(1).max(200) }), output: documentEvidenceSchema },
  exportJournal: {
    input: z.object({ query: journalQuerySchema, format: z.enum(['csv', 'xlsx']) }),
    output: writtenFileSchema,
  },
  /** The evidence of a month: a workbook, or a page to be printed. */
  writeReport: { input: z.object({ month: monthSchema, format: z.enum(['xlsx', 'html']) }), output: writtenFileSchema },
} as const;
