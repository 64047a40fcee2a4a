import { FINDING_CATEGORIES } from '../audit-categories';
import type { AuditFigures, AuditView, FindingCategory } from './audit';
import type { Handlers } from './contract';
import type { DocumentEvidence } from './document-evidence';
import type { evidenceRequests } from './evidence-requests';
import type { Correction, RecoveryTally, RecoveryView } from './recovery';
import { DEFAULT_RECOVERY_OPTIONS } from './recovery';

/** No finding of any category, but for those that are named. */
export function findingCounts(
  found: Partial<Record<FindingCategory, number>> = {},
): Readonly<Record<FindingCategory, number>> {
  const none = Object.fromEntries(FINDING_CATEGORIES.map((category) => [category, 0]));
  return { ...(none as Record<FindingCategory, number>), ...found };
}

const NO_FIGURES: AuditFigures = {
  files: 0,
  bytes: 0,
  read: 0,
  bytesRead: 0,
  unchanged: 0,
  other: 0,
  promised: 0,
  ledger: 0,
  disk: 0,
  handedOver: 0,
  handedOverBefore: 0,
  waiting: 0,
  seconds: 0,
};

export const DOUBLE_AUDIT: AuditView = {
  id: 1,
  scope: { months: null, companies: null },
  full: false,
  startedAt: '2026-11-21T10:00:00.000Z',
  endedAt: '2026-11-21T10:01:00.000Z',
  outcome: 'complete',
  figures: NO_FIGURES,
  counts: findingCounts(),
  resolved: findingCounts(),
};

export const NO_TALLY: RecoveryTally = { total: 0, copied: 0, skipped: 0, mismatch: 0, failed: 0, extras: 0 };

export const DOUBLE_RECOVERY: RecoveryView = {
  id: 1,
  auditId: 1,
  state: 'planned',
  createdAt: '2026-11-21T10:02:00.000Z',
  startedAt: null,
  endedAt: null,
  options: DEFAULT_RECOVERY_OPTIONS,
  from: 'Y:\\XML_CLIENTES',
  to: ['\\\\servidor\\xml_import'],
  deliver: { items: 0, bytes: 0 },
  fetch: { items: 0, requests: { least: 0, most: 0 } },
  excluded: 0,
  seconds: null,
  companies: [],
  months: [],
  kinds: [],
  progress: null,
  summary: null,
  log: null,
  error: null,
};

export const DOUBLE_CORRECTION: Correction = {
  id: 1,
  auditId: 1,
  state: 'proposed',
  proposedAt: '2026-11-21T10:03:00.000Z',
  appliedAt: null,
  undoneAt: null,
  refile: 0,
  adopt: 0,
  items: { proposed: 0, applied: 0, undone: 0, failed: 0, leftOut: 0 },
};

/** Of a key that nobody ever spoke of. */
export const NO_EVIDENCE: DocumentEvidence = {
  identity: '',
  document: null,
  filings: [],
  deliveries: [],
  events: [],
  promises: [],
  claims: [],
  journal: [],
};

const FILE = { name: 'arquivo.xlsx', shown: 'C:\\Malote\\relatorios\\arquivo.xlsx', bytes: 1_024 };

/** What a double answers about audits and recoveries where a test says nothing: none has been. */
export const EVIDENCE_DOUBLE: Pick<Handlers<'engine'>, keyof typeof evidenceRequests> = {
  listAudits: () => [],
  auditGroups: () => [],
  auditFindings: () => ({ lines: [], next: null, total: 0, bytes: 0 }),
  compareAudits: ({ older, newer }) => ({ older, newer, categories: [], gone: [], fresh: [] }),
  planRecovery: ({ auditId }) => ({ ...DOUBLE_RECOVERY, auditId }),
  narrowRecovery: ({ recoveryId }) => ({ ...DOUBLE_RECOVERY, id: recoveryId }),
  exportRecovery: () => FILE,
  listRecoveries: () => [],
  proposeCorrections: ({ auditId }) => ({ ...DOUBLE_CORRECTION, auditId }),
  listCorrections: () => [],
  dropCorrection: ({ correctionId }) => ({ ...DOUBLE_CORRECTION, id: correctionId, state: 'dropped' }),
  journalPage: () => ({ lines: [], next: null, document: null }),
  listRuns: () => [],
  companyMonth: ({ company, month }) => ({
    company: { taxId: company, folder: '0001_EMPRESA', name: 'EMPRESA' },
    month,
    verdict: { state: 'none-announced', reasons: [], monthBefore: null },
    kinds: [],
    audit: null,
    months: [],
  }),
  companyDocuments: () => ({ lines: [], next: null, total: 0 }),
  documentEvidence: ({ identity }) => ({ ...NO_EVIDENCE, identity }),
  exportJournal: () => FILE,
  writeReport: () => FILE,
};
