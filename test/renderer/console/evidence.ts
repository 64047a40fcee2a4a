import { findingCounts, NO_TALLY, DOUBLE_AUDIT, DOUBLE_RECOVERY } from '../../../src/shared/ipc/double-evidence';
import type {
  AuditStatus,
  AuditView,
  CompanyName,
  Finding,
  FindingCategory,
  FindingGroup,
} from '../../../src/shared/ipc/audit';
import type { DoubleOptions } from '../../../src/shared/ipc/double';
import type { DocumentEvidence } from '../../../src/shared/ipc/document-evidence';
import { directionSchema, type DocumentKindName } from '../../../src/shared/ipc/documents';
import type { CompanyMonthView, DocumentLine, JournalRecord, RunLine } from '../../../src/shared/ipc/history';
import type { JournalAction } from '../../../src/shared/ipc/journal-actions';
import type { LegacyImportView } from '../../../src/shared/ipc/legacy';
import { ONE_CLICK_CATEGORIES } from '../../../src/shared/audit-categories';
import type { RecoveryItem, RecoveryView, WholeRecovery } from '../../../src/shared/ipc/recovery';
import { companiesAt, FINISHED } from './offices';
import { ago } from './watch';

type EngineDouble = NonNullable<DoubleOptions['engine']>;

export const OFFICE: readonly CompanyName[] = companiesAt(40, FINISHED).map(({ taxId, folder }) => ({ taxId, folder }));
const company = (index: number): CompanyName => {
  const found = OFFICE[index % OFFICE.length];
  if (found === undefined) throw new Error('the office is empty');
  return found;
};

export function keyAt(index: number): string {
  return `3526080000${String(index).padStart(34, '9182736450')}`.slice(0, 44);
}

const FOUND: Partial<Record<FindingCategory, number>> = {
  orphan: 9_927,
  missing: 41,
  ghost: 12,
  altered: 3,
  stray: 18,
  misfiled: 25,
  unreadable: 14,
  duplicate: 31,
  conflict: 7,
  'cancelled-live': 9,
  'key-mismatch': 6,
  'number-gap': 22,
  'silent-company': 2,
};

export function auditAt(now: Date, id: number, minutes: number, change: Partial<AuditView> = {}): AuditView {
  return {
    ...DOUBLE_AUDIT,
    id,
    startedAt: ago(now, minutes + 3),
    endedAt: ago(now, minutes),
    figures: {
      files: 50_000,
      bytes: 412_000_000,
      read: 1_204,
      bytesRead: 9_800_000,
      unchanged: 48_796,
      other: 271,
      promised: 50_041,
      ledger: 49_982,
      disk: 49_970,
      handedOver: 40_055,
      handedOverBefore: 39_801,
      waiting: 0,
      seconds: 172,
    },
    counts: findingCounts(FOUND),
    ...change,
  };
}

export function overviewAt(now: Date, change: Partial<AuditStatus> = {}): AuditStatus {
  return {
    orphans: { documents: 9_927, bytes: 81_204_000 },
    running: null,
    last: auditAt(now, 7, 64),
    error: null,
    ...change,
  };
}

function bytesOf(category: FindingCategory, count: number): number {
  return category === 'missing' || category === 'number-gap' ? 0 : count * 8_180;
}

/** Findings of every category by company; the orphans as the incident had them. */
export function groups(): FindingGroup[] {
  const orphans = [4_491, 4_758, 664, 14];
  const of = (category: FindingCategory, index: number, count: number): FindingGroup => ({
    category,
    company: category === 'unreadable' ? null : company(index),
    month: '2025-08',
    count,
    bytes: bytesOf(category, count),
    open: count,
    openBytes: bytesOf(category, count),
    fetchedSingly: category === 'orphan' ? count : null,
  });
  return [
    ...orphans.map((count, index) => of('orphan', index * 3 + 1, count)),
    of('missing', 2, 30),
    { ...of('missing', 5, 11), month: '2025-09' },
    of('ghost', 4, 12),
    of('altered', 8, 3),
    of('stray', 3, 18),
    of('misfiled', 9, 25),
    of('unreadable', 0, 14),
    of('duplicate', 6, 31),
    of('conflict', 1, 7),
    of('cancelled-live', 2, 9),
    of('key-mismatch', 7, 6),
    of('number-gap', 10, 22),
    of('silent-company', 11, 2),
  ];
}

export function findingAt(index: number, category: FindingCategory = 'orphan'): Finding {
  const of = company(index % 4 === 0 ? 1 : 4);
  const key = keyAt(index);
  return {
    id: index + 1,
    category,
    identity: category === 'unreadable' ? null : key,
    company: category === 'unreadable' ? null : of,
    kind: index % 3 === 0 ? 'CTe' : 'NFe',
    month: '2025-08',
    root: 'archive',
    path: `2025/${of.folder}/08/${index % 3 === 0 ? 'CTe' : 'NFe'}/Entrada/${key}.xml`,
    size: 4_000 + ((index * 977) % 9_000),
    words:
      category === 'unreadable'
        ? 'O XML termina no meio do elemento infNFe.'
        : 'Está no acervo, foi buscado um a um em 14/08/2025 e nenhuma transação o levou à pasta de importação.',
    remedy: category === 'orphan' ? 'deliver' : 'look',
    resolved: false,
  };
}

/** Pages of a list of any length, made as they are asked for. */
export function pageOf<Line>(
  total: number,
  after: number,
  limit: number,
  lineAt: (index: number) => Line,
): { lines: Line[]; next: number | null; total: number } {
  const lines = Array.from({ length: Math.max(0, Math.min(limit, total - after)) }, (_, index) =>
    lineAt(after + index),
  );
  const end = after + lines.length;
  return { lines, next: end < total ? end : null, total };
}

export function auditAnswers(now: Date, total = 9_927): EngineDouble {
  return {
    listAudits: () => [
      auditAt(now, 7, 64),
      auditAt(now, 6, 60 * 26),
      auditAt(now, 5, 60 * 24 * 9, { outcome: 'stopped' }),
    ],
    auditGroups: () => groups(),
    auditFindings: ({ query, after, limit }) => ({
      ...pageOf(total, after, limit, (index) => findingAt(index, query.categories?.[0])),
      bytes: total * 8_180,
    }),
    compareAudits: ({ older, newer }) => ({
      older,
      newer,
      categories: [
        { category: 'orphan', same: 9_927, gone: 310, fresh: 0 },
        { category: 'missing', same: 30, gone: 12, fresh: 11 },
        { category: 'altered', same: 0, gone: 0, fresh: 3 },
      ],
      gone: Array.from({ length: 322 }, (_, index) => findingAt(index)),
      fresh: Array.from({ length: 14 }, (_, index) => findingAt(index + 900, 'missing')),
    }),
    planRecovery: () => planAt(now),
    narrowRecovery: ({ recoveryId }) => ({ ...planAt(now), id: recoveryId }),
    jobItems: ({ after, limit }) => ({
      kind: 'recovery',
      ...pageOf(9_927, after, limit, (index) => itemAt(index, 'planned')),
    }),
    listRecoveries: () => [
      { ...planAt(now), id: 4 },
      finishedRecovery(now),
      { ...finishedRecovery(now), id: 2, state: 'interrupted' },
    ],
  };
}

export function planAt(now: Date): RecoveryView {
  const amounts = [4_491, 4_758, 664, 14];
  return {
    ...DOUBLE_RECOVERY,
    id: 3,
    auditId: 7,
    createdAt: ago(now, 1),
    from: 'Y:\\XML_CLIENTES',
    to: ['\\\\servidor-do-escritorio\\xml_import\\Import', '\\\\servidor-do-escritorio\\xml_import\\Cancelados'],
    deliver: { items: 9_927, bytes: 81_204_000 },
    fetch: { items: 12, requests: { least: 2, most: 12 } },
    excluded: 0,
    seconds: 412,
    companies: [
      ...amounts.map((items, index) => ({
        company: company(index * 3 + 1),
        deliver: { items, bytes: items * 8_180 },
        fetch: index === 1 ? 12 : 0,
        excluded: 0,
      })),
      { company: company(20), deliver: { items: 0, bytes: 0 }, fetch: 0, excluded: 3 },
    ],
    months: ['2025-07', '2025-08', '2025-09'],
    kinds: ['NFe', 'CTe'],
  };
}

export function itemAt(index: number, state: RecoveryItem['state']): RecoveryItem {
  const { identity, company: of, kind, month, path, size } = findingAt(index);
  return {
    id: index + 1,
    action: 'deliver',
    category: 'orphan',
    identity: identity ?? '',
    company: of,
    kind,
    month,
    source: path,
    target: `Import/${identity ?? ''}.xml`,
    size,
    state,
    problem: state === 'failed' ? 'A pasta de importação não tem espaço livre.' : null,
  };
}

export function runningRecovery(now: Date, change: Partial<RecoveryView> = {}): RecoveryView {
  return {
    ...planAt(now),
    state: 'running',
    startedAt: ago(now, 3),
    progress: {
      files: { ...NO_TALLY, total: 9_939, copied: 5_204, skipped: 310, mismatch: 2, failed: 1 },
      bytes: {
        ...NO_TALLY,
        total: 81_204_000,
        copied: 42_120_000,
        skipped: 2_400_000,
        mismatch: 16_000,
        failed: 8_000,
      },
      fetched: 4,
      perSecond: 31.4,
      etaSeconds: 141,
      waitingFor: [],
    },
    log: 'C:\\Malote\\relatorios\\recuperacao-3.log',
    ...change,
  };
}

export function finishedRecovery(now: Date): RecoveryView {
  return {
    ...runningRecovery(now),
    state: 'complete',
    endedAt: ago(now, 1),
    progress: null,
    summary: {
      dirs: { ...NO_TALLY, total: 1, copied: 1 },
      files: { ...NO_TALLY, total: 9_939, copied: 9_612, skipped: 322, mismatch: 3, failed: 2 },
      bytes: {
        ...NO_TALLY,
        total: 81_300_000,
        copied: 78_600_000,
        skipped: 2_660_000,
        mismatch: 24_000,
        failed: 16_000,
      },
      startedAt: ago(now, 6),
      endedAt: ago(now, 1),
      seconds: 318,
      bytesPerSecond: 247_000,
      exitCode: 13,
    },
  };
}

const STATES: readonly RecoveryItem['state'][] = ['delivered', 'delivered', 'same', 'conflict', 'failed', 'delivered'];
export const ITEMS_DONE: EngineDouble = {
  jobItems: ({ after, limit }) => ({
    kind: 'recovery',
    ...pageOf(9_939, after, limit, (index) => itemAt(index, STATES[index % STATES.length] ?? 'delivered')),
  }),
};

const TEXTS: readonly (readonly [action: JournalAction, text: string])[] = [
  ['delivery.verified', 'Entregues e conferidos 48 arquivos.'],
  ['intake.accepted', 'Arquivados 50 documentos e 3 eventos.'],
  ['recovery.planned', 'Recuperação 3 planejada: 9.927 arquivos, 77 MB.'],
  ['share.changed', 'Pasta de importação fora do ar (O computador que guarda a pasta não responde na rede).'],
  [
    'window.contradiction',
    'O SIEG contou mais do que entregou em CT-e de 01/10/2026 a 31/10/2026 (tomador): 4.491 faltam; a busca continua em partes menores.',
  ],
  ['run.started', 'Execução iniciada: outubro de 2026, 40 empresas.'],
];

function recordAt(now: Date, total: number, index: number): JournalRecord {
  const [action, text] = TEXTS[index % TEXTS.length] ?? (['run.healed', ''] as const);
  const sha256 = 'ab'.repeat(32);
  const delivery = { id: 4_812 + index, target: `Import/${keyAt(index)}.xml`, size: 8_180, sha256 };
  return {
    id: total - index,
    at: ago(now, index * 7),
    actor: 'engine',
    action,
    subject: keyAt(index),
    text,
    detail: JSON.stringify({ deliveries: [delivery] }),
  };
}

export const entryAt = (now: Date): JournalRecord => recordAt(now, 12_431, 2);

export function journalAnswers(now: Date, total: number): EngineDouble {
  return {
    journalPage: ({ query, before, limit }) => {
      const from = before === null ? 0 : total - before + 1;
      const { lines } = pageOf(total, from, limit, (index) => recordAt(now, total, index));
      const last = lines.at(-1)?.id ?? 1;
      const { search = '' } = query;
      return { lines, next: last > 1 ? last : null, document: /^\d{44}$/.test(search) ? search : null };
    },
    listRuns: () => runs(now),
  };
}

function runs(now: Date): RunLine[] {
  const outcomes: readonly RunLine['outcome'][] = [
    null,
    'gaps',
    'complete',
    'interrupted',
    'failed',
    'stopped',
    'complete',
  ];
  return outcomes.map((outcome, index) => ({
    id: outcomes.length - index,
    month: index < 3 ? '2026-10' : '2026-09',
    startedAt: ago(now, 50 + index * 60 * 24),
    endedAt: outcome === null ? null : ago(now, 5 + index * 60 * 24),
    outcome,
    requests: 1_312 + index * 7,
    companies: 271,
  }));
}

export function companyAnswers(now: Date, documents: number): EngineDouble {
  return {
    companyMonth: ({ company: taxId, month }): CompanyMonthView => {
      const { folder } = OFFICE.find((one) => one.taxId === taxId) ?? company(2);
      const kind = (
        name: DocumentKindName,
        ledger: number,
        change: object = {},
      ): CompanyMonthView['kinds'][number] => ({
        kind: name,
        promised: ledger,
        ledger,
        disk: ledger,
        handedOver: ledger,
        handedOverBefore: 0,
        missing: 0,
        orphans: 0,
        cancelled: 0,
        inboundCents: ledger * 103_456,
        outboundCents: ledger * 23_456,
        otherCents: name === 'CTe' ? 98_700 : 0,
        unvalued: name === 'NFSe' ? 1 : 0,
        ...change,
      });
      return {
        company: { taxId, folder, name: folder },
        month,
        verdict: {
          state: 'gaps',
          monthBefore: 4_100,
          reasons: [
            { code: 'missing', kind: 'NFe', count: 30, subject: null },
            { code: 'undelivered', kind: null, count: 4_491, subject: null },
            { code: 'nameless', kind: 'NFSe', count: 2, subject: null },
          ],
        },
        kinds: [
          kind('NFe', 4_758, {
            promised: 4_788,
            disk: 4_746,
            handedOver: 267,
            missing: 30,
            orphans: 4_491,
            cancelled: 12,
          }),
          kind('CTe', 664, { handedOver: 664, handedOverBefore: 641 }),
          kind('NFCe', 318, { promised: null, disk: null }),
          kind('NFSe', 4, { promised: null }),
        ],
        audit: {
          id: 7,
          endedAt: ago(now, 64),
          counts: findingCounts({ orphan: 4_491, missing: 30, ghost: 12, duplicate: 2 }),
          figures: null,
        },
        months: ['2026-10', '2026-09', '2025-08'],
      };
    },
    documentEvidence: ({ identity }) => evidenceOf(now, identity),
    companyDocuments: ({ after, limit }) => {
      const page = pageOf(documents, Number(after ?? 0), limit, documentAt);
      return { ...page, next: page.next === null ? null : String(page.next) };
    },
  };
}

/** A cancelled note that a page of a run brought; its cancellation waits for a share that is away. */
export function evidenceOf(now: Date, identity: string): DocumentEvidence {
  const { taxId, folder } = company(2);
  const path = `Y:\\XML_CLIENTES\\2026\\${folder}\\10\\NFe\\Entrada\\${identity}.xml`;
  const sha256 = 'ab'.repeat(32);
  const delivery = {
    destination: 'import' as const,
    attempts: 1,
    enqueuedAt: ago(now, 58),
    isPresent: true,
    foundSha256: null,
    isFormer: false,
  };
  return {
    identity,
    document: {
      kind: 'NFe',
      model: '55',
      form: 'processed',
      number: '18204',
      series: '1',
      month: '2026-10',
      issuedAt: '2026-10-14T09:30:00-03:00',
      totalCents: 120_455,
      protocolStatus: '100',
      size: 8_180,
      sha256,
      parties: [
        { role: 'issuer', taxId: '11222333000181', name: null },
        { role: 'recipient', taxId, name: 'PADARIA DOIS IRMAOS' },
      ],
      source: 'page',
      archivedAt: ago(now, 58),
      request: { id: 1_312, run: 7, askedAt: ago(now, 59) },
      recoveries: [],
    },
    filings: [{ path, isFormer: false, folder, direction: 'inbound', size: 8_180, sha256, verifiedAt: ago(now, 58) }],
    deliveries: [
      {
        ...delivery,
        id: 1,
        event: null,
        target: `\\\\servidor\\xml_import\\${identity}.xml`,
        state: 'delivered',
        size: 8_180,
        sha256,
        verifiedAt: ago(now, 57),
        reason: null,
        recheck: { found: 'absent', at: ago(now, 3), target: `\\\\servidor\\xml_import\\${identity}.xml` },
      },
      {
        ...delivery,
        id: 2,
        event: 'Cancelamento',
        destination: 'cancelled',
        state: 'failed',
        attempts: 3,
        target: `\\\\servidor\\xml_cancelados\\${identity}_CANC.xml`,
        size: null,
        sha256: null,
        verifiedAt: null,
        reason: 'A pasta ficou fora do ar.',
        recheck: null,
      },
    ],
    events: [
      {
        id: 1,
        name: 'Cancelamento',
        type: '110111',
        sequence: 1,
        effect: 'cancels',
        effective: true,
        protocolStatus: '135',
        issuedAt: '2026-10-15T10:00:00-03:00',
        archivedAt: ago(now, 40),
        size: 2_048,
        sha256,
        path: path.replace('.xml', '_CANC.xml'),
      },
    ],
    promises: [{ source: 'report', folder, at: ago(now, 70), run: 7, answer: null }],
    claims: [],
    journal: [{ id: 9, at: ago(now, 30), text: `Uma cópia melhor de ${identity} tomou o lugar da anterior.` }],
  };
}

const HANDED: readonly DocumentLine['handedOver'][] = ['verified', 'before', 'no', 'waiting', 'no'];

/** Every direction, the usual ones more often. */
const DIRECTIONS_SEEN = ['inbound', 'outbound', ...directionSchema.options] as const;

function documentAt(index: number): DocumentLine {
  const missing = index % 9 === 4;
  return {
    id: missing ? null : index + 1,
    identity: keyAt(index),
    kind: index % 3 === 0 ? 'CTe' : index % 7 === 1 ? 'NFCe' : 'NFe',
    direction: missing ? null : (DIRECTIONS_SEEN[index % DIRECTIONS_SEEN.length] ?? null),
    number: missing ? null : String(18_204 + index),
    issueDay: missing ? null : `2026-10-${String((index % 28) + 1).padStart(2, '0')}`,
    totalCents: missing ? null : 1_204_55 * ((index % 17) + 1),
    promised: index % 5 !== 3,
    archived: !missing,
    path: missing ? null : `2026/${company(2).folder}/10/NFe/Entrada/${keyAt(index)}.xml`,
    handedOver: missing ? 'no' : (HANDED[index % HANDED.length] ?? 'no'),
    cancelled: index % 11 === 5,
  };
}

export function legacyFound(now: Date, change: Partial<LegacyImportView> = {}): LegacyImportView {
  const singles = [4_491, 4_758, 664, 14];
  return {
    dryRun: true,
    from: 'W:\\',
    startedAt: ago(now, 12),
    endedAt: ago(now, 4),
    outcome: 'complete',
    files: { states: 26, transactions: 8_234, logs: 61, reports: 542, archive: 50_000, known: 0 },
    documents: { adopted: 49_982, events: 611, handedOver: 40_055, claimed: 49_102, promised: 50_041 },
    singles: singles.map((documents, index) => ({
      ...company(index * 3 + 1),
      kind: index === 2 ? 'CTe' : 'NFe',
      documents,
      at: ago(now, 60 * 24 * 400 + index * 90),
    })),
    unreadable: Array.from({ length: 14 }, (_, index) => ({
      file: `transactions/completed/batch_${company(index).taxId}_202508${String(index + 10)}.json`,
      reason: index % 2 === 0 ? 'O JSON termina no meio.' : 'Não há nenhuma chave nas operações.',
    })),
    unreadableTotal: 14,
    ...change,
  };
}

/** The one click at some step. */
export function wholeRecoveryAt(now: Date, changes: Partial<WholeRecovery>): WholeRecovery {
  return {
    id: 1,
    until: 'plan',
    categories: ONE_CLICK_CATEGORIES,
    auditId: null,
    recoveryId: null,
    scope: { companies: null, months: null, kinds: null, auditId: null },
    state: 'auditing',
    startedAt: new Date(now.getTime() - 60_000).toISOString(),
    endedAt: null,
    error: null,
    ...changes,
  };
}
