import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly';

/**
 * What is looked at together: each check waits for nobody else, and answers a line for each of its items. `ledger` looks through the whole
 * file, which takes long; `records` reads what it says.
 */
export const DIAGNOSIS_CHECKS = {
  settings: ['settings'],
  sieg: ['sieg', 'certificate', 'clock'],
  key: ['key', 'limits'],
  shares: ['archive', 'import', 'cancelled'],
  workbook: ['workbook'],
  ledger: ['ledger'],
  records: ['ledger-log', 'statistics', 'engine', 'schedule', 'locks', 'spool', 'outbox', 'conflicts', 'jobs'],
  'program-log': ['program-log'],
  machine: ['disk', 'memory', 'program'],
} as const;

export type DiagnosisCheck = keyof typeof DIAGNOSIS_CHECKS;
export type DiagnosisItem = (typeof DIAGNOSIS_CHECKS)[DiagnosisCheck][number];

export const DIAGNOSIS_CHECK_NAMES = Object.keys(DIAGNOSIS_CHECKS) as readonly DiagnosisCheck[];
export const DIAGNOSIS_ITEMS: readonly DiagnosisItem[] = Object.values(DIAGNOSIS_CHECKS).flat();

/** `warning` works, and somebody should see to it; `unknown` could not be looked at, which is never the same as `ok`. */
export const DIAGNOSIS_STATES = ['ok', 'warning', 'fault', 'unknown'] as const;

export const diagnosisCheckSchema = z.enum(DIAGNOSIS_CHECK_NAMES);

const factSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const diagnosisLineSchema = z.object({
  check: diagnosisCheckSchema,
  item: z.enum(DIAGNOSIS_ITEMS),
  status: z.enum(DIAGNOSIS_STATES),
  /** What was found, in Portuguese: a sentence. */
  found: z.string(),
  /** What to do about it, in Portuguese; null where there is nothing to do. */
  fix: z.string().nullable(),
  /** Of the error that says so, with its details, by which its advice is found; null for `ok`. */
  code: z.string().nullable(),
  details: z.record(z.string(), factSchema),
  /** What was measured, for programs. */
  facts: z.record(z.string(), factSchema),
});

export const diagnosisRequests = {
  /** These checks alone; each answers when it has ended, or its deadline has passed. */
  diagnose: {
    input: z.object({ checks: z.array(diagnosisCheckSchema).max(DIAGNOSIS_CHECK_NAMES.length) }),
    output: z.array(diagnosisLineSchema),
  },
};

export type DiagnosisStatus = (typeof DIAGNOSIS_STATES)[number];
export type DiagnosisLine = DeepReadonly<z.infer<typeof diagnosisLineSchema>>;
export type DiagnosisFacts = DiagnosisLine['facts'];
