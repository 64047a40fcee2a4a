import { companyLine } from '../../../src/engine/console/companies';
import type { CompanyLine, JournalLine, SummaryView } from '../../../src/shared/ipc/state';
import { seededRandom } from '../../support/seeded-random';

/** Invented names, long ones among them; none is a real company's. */
const NAMES = [
  'PADARIA DOIS IRMAOS DO VALE LTDA',
  'TRANSPORTES ALVORADA DO SERTAO SA',
  'COMERCIAL DE ALIMENTOS E BEBIDAS SANTA EFIGENIA DO VALE DAS PEDRAS E REGIAO LTDA EPP',
  'OFICINA MECANICA PONTO CERTO ME',
  'MERCEARIA BOA SAFRA LTDA',
  'CLINICA ODONTOLOGICA SORRISO DO LITORAL SOCIEDADE SIMPLES',
  'INDUSTRIA DE MOVEIS PINHEIRAL EIRELI',
  'AUTO PECAS ESTRADA VELHA LTDA',
  'CONFECCOES FLOR DE ALGODAO LTDA',
  'POSTO DE COMBUSTIVEIS TREVO DA SERRA LTDA',
  'DISTRIBUIDORA DE MATERIAIS PARA CONSTRUCAO IRMAOS QUARESMEIRA E FILHOS LTDA',
  'LIVRARIA E PAPELARIA CADERNO NOVO ME',
  'AGROPECUARIA CERRADO VERDE SA',
  'FARMACIA MANIPULA BEM LTDA',
  'HOTEL POUSADA DAS ANDORINHAS LTDA',
] as const;

/** How far an office is: a share of its companies is complete, some are under way, the others wait. */
export interface Stage {
  readonly complete: number;
  readonly gaps: number;
  readonly underWay: number;
  /** Something was not asked of these. */
  readonly open?: number;
  /** These have no documents; half of them had some in the month before. */
  readonly none?: number;
}

export const UNDER_WAY: Stage = { complete: 0.45, gaps: 0.05, underWay: 0.2 };
export const FINISHED: Stage = { complete: 0.72, gaps: 0.08, underWay: 0, open: 0.06, none: 0.14 };
export const UNTOUCHED: Stage = { complete: 0, gaps: 0, underWay: 0 };

/** Companies that are the same for the same seed. */
export function companiesAt(count: number, stage: Stage, seed = 7): CompanyLine[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => companyAt(index, stage, random));
}

function companyAt(index: number, stage: Stage, random: () => number): CompanyLine {
  const size = Math.ceil(20 + random() ** 6 * 15_000);
  const phase = phaseAt(random(), stage);
  const archived = Math.round(size * shareIn(phase, random));
  const cte = Math.round(archived * (index % 15 === 1 ? 0.96 : random() * 0.2));
  const other = Math.round((archived - cte) * random() * 0.1);
  const gaps = phase === 'gaps' ? 1 + Math.floor(random() * 6) : 0;
  const delivered = phase === 'capturing' ? Math.round(archived * 0.9) : archived;
  const arriving = phase === 'capturing' ? Math.round(40 + random() * 900) : null;
  const company = {
    taxId: `00${String(index + 100_000).padStart(6, '0')}0001${String((index * 7) % 90).padStart(2, '0')}`,
    folder: `${String(index + 1).padStart(4, '0')}_${(NAMES[index % NAMES.length] ?? '').replaceAll(' ', '_')}`,
    nfe: archived - cte - other,
    cte,
    other,
    delivered,
    missing: gaps,
    conflicts: 0,
  };
  // a line as the engine makes it of what it holds: the double draws nothing that the engine cannot say
  return companyLine(company, phase, { archived: arriving, delivered: null }, phase === 'open' ? null : gaps);
}

function shareIn(phase: CompanyLine['phase'], random: () => number): number {
  if (phase === 'capturing') return random() * 0.8;
  return ['waiting', 'none-announced', 'none-unexplained'].includes(phase) ? 0 : 1;
}

function phaseAt(dice: number, { complete, gaps, underWay, open = 0, none = 0 }: Stage): CompanyLine['phase'] {
  if (dice < complete) return 'complete';
  if (dice < complete + gaps) return 'gaps';
  if (dice < complete + gaps + underWay) return dice * 100 - Math.floor(dice * 100) < 0.7 ? 'capturing' : 'comparing';
  const rest = dice - complete - gaps - underWay;
  if (rest < open) return 'open';
  if (rest < open + none) return rest < open + none / 2 ? 'none-announced' : 'none-unexplained';
  return 'waiting';
}

/** A journal as a run writes it, ending shortly before `now`. */
export function journalOf(lines: number, now: Date): JournalLine[] {
  const random = seededRandom(3);
  const texts = [
    ['intake.accepted', () => `Arquivados ${String(20 + Math.floor(random() * 30))} documentos e 3 eventos.`],
    ['delivery.verified', () => `Entregues e conferidos ${String(20 + Math.floor(random() * 30))} arquivos.`],
    [
      'window.contradiction',
      () =>
        'O SIEG contou mais do que entregou em CT-e de 01/10/2026 a 31/10/2026 (tomador): 4.491 faltam; a busca continua em partes menores.',
    ],
    ['report.failed', () => 'O SIEG não entregou o relatório de 0002_TRANSPORTES_ALVORADA_DO_SERTAO_SA.'],
  ] as const;
  return Array.from({ length: lines }, (_, index) => {
    const [action, text] = texts[index < 3 ? index : Math.floor(random() ** 3 * texts.length)] ?? texts[0];
    return { id: index + 1, at: new Date(now.getTime() - (lines - index) * 4_300).toISOString(), action, text: text() };
  });
}

/** The result of a run that left some documents open, each by its name. */
export function summaryWithGaps(month: string): SummaryView {
  const key = (index: number): string => `3526100000${String(index).padStart(34, '9182736450')}`.slice(0, 44);
  return {
    run: { id: 12, month, status: 'gaps', seconds: 2_912 },
    verdict: {
      state: 'gaps',
      askedAt: '2026-11-21T11:40:00.000Z',
      closing: true,
      reasons: [{ code: 'short', kind: 'NFCe', count: 3, subject: null }],
      companies: { total: 40, complete: 30, gaps: 3, open: 2, noneAnnounced: 3, noneUnexplained: 2 },
    },
    companies: { total: 40, complete: 30, withGaps: 3, open: 2, noneAnnounced: 3, noneUnexplained: 2 },
    documents: {
      expected: 48_211,
      archived: 48_204,
      delivered: 48_190,
      verified: 48_190,
      missing: 7,
      conflicts: 1,
      events: 1_204,
      cancelled: 318,
      unassigned: 13,
      refused: 0,
    },
    requests: { total: 1_312, minimum: 1_020, byKind: { page: 1_100, count: 80, report: 82, document: 50 } },
    outbox: { pending: 2 },
    gaps: {
      missing: [1, 2, 3, 4].map((index) => ({
        identity: key(index),
        kind: index === 4 ? 'CTe' : 'NFe',
        issueDay: `2026-10-${String(10 + index)}`,
        companies: ['0002_TRANSPORTES_ALVORADA_DO_SERTAO_SA'],
        sources: ['report'],
        answer: index === 1 ? null : 'Nenhum arquivo XML localizado',
      })),
      shortfalls: [{ kind: 'NFCe', company: null, promised: 412, held: 409 }],
      unanswered: [
        {
          question: 'Relatório de NF-e de 0003_COMERCIAL_DE_ALIMENTOS',
          code: 'SIEG_TIMEOUT',
          reason: 'O SIEG não respondeu dentro de 180 segundos.',
        },
      ],
      undelivered: [
        { identity: key(7), state: 'pending', targetPath: `Import/${key(7)}.xml`, errorCode: 'SHARE_BUSY' },
        { identity: key(8), state: 'conflict', targetPath: `Import/${key(8)}.xml`, errorCode: null },
      ],
      points: [
        {
          code: 'cancellations-not-asked',
          kind: 'NFe',
          count: null,
          subject: null,
          companies: ['0003_COMERCIAL_DE_ALIMENTOS', '0007_HOTEL_POUSADA_DAS_ANDORINHAS_LTDA'],
        },
      ],
    },
    workspace: 'C:\\Malote',
    error: null,
  };
}
