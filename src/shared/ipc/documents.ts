import { z } from 'zod';
import { DOCUMENT_KINDS } from '../document-models';

/** The families of documents, by the names of their folders. */
export const documentKindSchema = z.enum(DOCUMENT_KINDS);

/** How a document stands to one company; the engine's `Direction`. */
export const directionSchema = z.enum([
  'inbound',
  'outbound',
  'reference',
  'third-party',
  'participant',
  'issued',
  'contracted',
  'unknown',
]);

/** Who promised a document: a report of SIEG's, a file that could not be read, a summary, a report of the system before this one. */
export const promiseSourceSchema = z.enum(['report', 'broken-file', 'summary', 'old-report']);

/** What has become of the delivery of a document that nothing proves to have been handed over; `none`: there is none. */
export const undeliveredStateSchema = z.enum(['none', 'pending', 'copying', 'failed', 'conflict', 'superseded']);

/** What stands against a filed copy; `misfiled`: it lies elsewhere than it was filed. */
export const damageProblemSchema = z.enum(['absent', 'altered', 'unreadable', 'misfiled']);

export type DamageProblem = z.infer<typeof damageProblemSchema>;
export type DocumentKindName = z.infer<typeof documentKindSchema>;
export type DirectionName = z.infer<typeof directionSchema>;
export type PromiseSource = z.infer<typeof promiseSourceSchema>;
export type UndeliveredState = z.infer<typeof undeliveredStateSchema>;
