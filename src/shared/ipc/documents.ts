import { z } from 'zod';

/** The families of documents, by the names of their folders; the engine's `DOCUMENT_KINDS`. */
export const documentKindSchema = z.enum([
  'NFe',
  'CTe',
  'NFSe',
  'NFCe',
  'CFe',
  'MDFe',
  'NFCom',
  'BPe',
  'NF3e',
  'NFAg',
  'NFGas',
  'DCe',
  'Outros',
]);

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

export type DocumentKindName = z.infer<typeof documentKindSchema>;
export type DirectionName = z.infer<typeof directionSchema>;
