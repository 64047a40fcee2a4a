import { z } from 'zod';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function isAcceptedAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isSecure = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
  return isSecure && [username, password, search, hash].every((part) => part === '');
}

const requiredText = z.string({ error: 'escreva um texto' }).trim().min(1, 'não pode ficar vazio');
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `use ${values.map((value) => `"${value}"`).join(' ou ')}` });
const wholeNumber = (from: number, to: number) => {
  const error = `use um número inteiro de ${String(from)} a ${String(to)}`;
  return z.int({ error }).min(from, error).max(to, error);
};

/** The groups of settings.json. Every object is loose: what a newer version or a person has added survives a rewrite. */
export const GROUPS = {
  sieg: z.looseObject({
    generation: oneOf(['legacy', 'v1']),
    baseUrl: z
      .string({ error: 'escreva um endereço' })
      .refine(isAcceptedAddress, 'use um endereço https:// sem senha nem parâmetros (http:// só para este computador)')
      .default('https://api.sieg.com'),
    /** Absent: the limit that the SIEG adapter knows. */
    requestsPerMinute: wholeNumber(1, 600).optional(),
  }),
  archive: z.looseObject({ root: requiredText }),
  importShare: z.looseObject({
    root: requiredText,
    layout: oneOf(['flat', 'by-type']).default('flat'),
    /** Absent: `Cancelados` inside the import share. */
    cancelledRoot: requiredText.optional(),
  }),
  companies: z.looseObject({ workbook: requiredText }),
  previousMonth: z.looseObject({
    /** Entrada issued on the first `days` days of a month is also copied to `Mês_anterior`; 0 is off. */
    days: wholeNumber(0, 28).default(0),
  }),
  capture: z.looseObject({
    reports: oneOf(['always', 'when-needed']).default('always'),
    rescanPreviousMonth: z.boolean({ error: 'use true ou false' }).default(true),
  }),
} as const;

export const settingsSchema = z.looseObject(GROUPS);

/** settings.json, complete and checked. Paths are as written: relative ones are seen from the workspace. */
export type Settings = z.infer<typeof settingsSchema>;

/** Names of the fields for people. */
export const FIELD_LABELS: Readonly<Record<string, string>> = {
  'sieg.generation': 'geração da API do SIEG',
  'sieg.baseUrl': 'endereço da API do SIEG',
  'sieg.requestsPerMinute': 'consultas por minuto ao SIEG',
  'archive.root': 'pasta do arquivo de XML',
  'importShare.root': 'pasta de importação',
  'importShare.layout': 'organização da pasta de importação',
  'importShare.cancelledRoot': 'pasta de cancelados',
  'companies.workbook': 'planilha de empresas',
  'previousMonth.days': 'dias copiados para Mês_anterior',
  'capture.reports': 'uso dos relatórios do SIEG',
  'capture.rescanPreviousMonth': 'nova busca do mês anterior',
};
