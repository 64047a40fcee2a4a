import { shareError } from '../../../src/engine/shares/errors';
import { causeOf, measuredCause } from '../../../src/engine/shares/health/cause';
import { MaloteError } from '../../../src/shared/errors';
import type { AlertLine, AlertSend, AlertsView } from '../../../src/shared/ipc/alerts';
import { EMPTY_STATE } from '../../../src/shared/ipc/empty-state';
import type { OutboxView, ShareCause, ShareHistory, ShareLine, ShareRoot } from '../../../src/shared/ipc/shares';
import type { ConsoleState } from '../../../src/shared/ipc/state';
import { seededRandom } from '../../support/seeded-random';

/** The part of a state that tells of shares and alerts. */
export type Watch = Pick<ConsoleState, 'shares' | 'outbox' | 'spool' | 'scrub' | 'alerts'>;

const MINUTE = 60_000;
const GIGABYTE = 1_024 ** 3;
const MEGABYTE = 1_024 ** 2;

/** An instant so many minutes before `now`. */
export function ago(now: Date, minutes: number): string {
  return new Date(now.getTime() - minutes * MINUTE).toISOString();
}

const WHERE = { location: '\\\\servidor-do-escritorio\\xml_import', path: '\\\\servidor-do-escritorio\\xml_import' };

/** As the engine tells them: made by what makes them there. */
export const CAUSES = {
  unreachable: causeOf(
    new MaloteError('SHARE_UNREACHABLE', {
      ...WHERE,
      cause: 'o servidor servidor-do-escritorio está desligado ou não há rede até ele',
    }),
  ),
  denied: causeOf(shareError({ code: 'EACCES' }, WHERE)),
  full: causeOf(shareError({ code: 'ENOSPC' }, WHERE)),
  timeout: causeOf(new MaloteError('SHARE_TIMEOUT', { ...WHERE, seconds: 15 })),
  slow: measuredCause('SHARE_SLOW', 'gravar e ler de volta um arquivo pequeno leva 4,1 s'),
} satisfies Readonly<Record<string, ShareCause>>;

const PLACES: Readonly<Record<ShareRoot, string>> = {
  archive: 'Y:\\XML_CLIENTES',
  import: '\\\\servidor-do-escritorio\\xml_import',
  cancelled: '\\\\servidor-do-escritorio\\xml_cancelados',
  workbook:
    '\\\\servidor-do-escritorio.rede.interna.exemplo\\Departamento Fiscal\\Controle\\Planilhas compartilhadas\\Relação de empresas\\2026\\Outubro (versão revisada pela equipe de implantação)',
};

const LATENCIES: Readonly<Record<ShareRoot, number>> = { archive: 11, import: 18, cancelled: 19, workbook: 0.6 };

export function shareLine(now: Date, root: ShareRoot, more: Partial<ShareLine> = {}): ShareLine {
  return {
    root,
    shown: PLACES[root],
    state: 'ok',
    since: ago(now, 60 * 31),
    cause: null,
    latencyMs: LATENCIES[root],
    freeBytes: root === 'workbook' ? null : 412 * GIGABYTE,
    checkedAt: ago(now, 2.1),
    nextCheckAt: ago(now, -2.9),
    checking: false,
    ...more,
  };
}

const ROOTS: readonly ShareRoot[] = ['archive', 'import', 'cancelled', 'workbook'];

/** The four roots, changed one by one. */
export function sharesAt(
  now: Date,
  changes: Readonly<Partial<Record<ShareRoot, Partial<ShareLine>>>> = {},
): ShareLine[] {
  return ROOTS.map((root) => shareLine(now, root, changes[root] ?? {}));
}

const DESTINATION = { pending: 0, failed: 0, conflicts: 0, oldestAt: null, oldestMonth: null } as const;

export const EMPTY_OUTBOX: OutboxView = {
  destinations: [
    { root: 'import', ...DESTINATION },
    { root: 'cancelled', ...DESTINATION },
  ],
  draining: null,
  waitingFor: [],
};

export function well(now: Date): Watch {
  return {
    ...EMPTY_STATE,
    shares: sharesAt(now),
    outbox: EMPTY_OUTBOX,
    spool: { ...EMPTY_STATE.spool, limitBytes: GIGABYTE },
    alerts: { unread: 0, lines: alertLines(now, 3).map((line) => ({ ...line, read: true })), mutedUntil: null },
  };
}

/** The import share is away: deliveries wait, everything else goes on. */
export function importDown(now: Date): Watch {
  const away = { state: 'down', since: ago(now, 132), cause: CAUSES.unreachable, nextCheckAt: ago(now, -0.4) } as const;
  return {
    ...well(now),
    shares: sharesAt(now, {
      import: away,
      cancelled: { state: 'degraded', since: ago(now, 44), cause: CAUSES.slow, latencyMs: 4_120, checking: true },
    }),
    outbox: {
      destinations: [
        {
          root: 'import',
          pending: 1_204,
          failed: 12,
          conflicts: 1,
          oldestAt: ago(now, 132),
          oldestMonth: '2026-09',
        },
        { root: 'cancelled', ...DESTINATION, pending: 3, oldestAt: ago(now, 12), oldestMonth: '2026-10' },
      ],
      draining: null,
      waitingFor: ['import'],
    },
    alerts: alertsAt(now, 3),
  };
}

/** It is back, and what waited is being delivered. */
export function draining(now: Date): Watch {
  return {
    ...importDown(now),
    shares: sharesAt(now, {
      import: { state: 'recovering', since: ago(now, 1), checkedAt: ago(now, 0.2), nextCheckAt: ago(now, -0.3) },
    }),
    outbox: {
      destinations: [
        { root: 'import', ...DESTINATION, pending: 892, oldestAt: ago(now, 133), oldestMonth: '2026-09' },
        { root: 'cancelled', ...DESTINATION },
      ],
      draining: { delivered: 312, total: 1_204, perSecond: 84.6 },
      waitingFor: [],
    },
    scrub: {
      running: true,
      done: 8_120,
      total: 48_190,
      same: 7_011,
      absent: 1_109,
      altered: 0,
      endedAt: null,
    },
  };
}

/** The archive has been away for so long that nothing more fits on this computer. */
export function spoolFull(now: Date): Watch {
  return {
    ...well(now),
    shares: sharesAt(now, { archive: { state: 'down', since: ago(now, 400), cause: CAUSES.full, freeBytes: 0 } }),
    outbox: { ...EMPTY_OUTBOX, waitingFor: ['archive'] },
    spool: { pages: 10_412, bytes: 1_023 * MEGABYTE, limitBytes: GIGABYTE, oldestAt: ago(now, 399), full: true },
    scrub: {
      running: false,
      done: 48_190,
      total: 48_190,
      same: 41_002,
      absent: 7_186,
      altered: 2,
      endedAt: ago(now, 60 * 20),
    },
    alerts: alertsAt(now, 2),
  };
}

/** Nothing answers, for all reasons there are. */
export function allDown(now: Date): Watch {
  const down = (cause: ShareCause, minutes: number): Partial<ShareLine> => ({
    state: 'down',
    since: ago(now, minutes),
    cause,
    latencyMs: null,
    freeBytes: cause.code === 'SHARE_FULL' ? 0 : null,
  });
  return {
    ...spoolFull(now),
    shares: sharesAt(now, {
      archive: down(CAUSES.full, 400),
      import: down(CAUSES.unreachable, 132),
      cancelled: down(CAUSES.timeout, 61),
      workbook: down(CAUSES.denied, 60 * 50),
    }),
    outbox: { ...importDown(now).outbox, waitingFor: ['archive', 'import', 'cancelled'] },
    alerts: alertsAt(now, 120),
  };
}

/** Before anybody has looked. */
export function firstLook(now: Date): Watch {
  const unseen = { state: 'unknown', since: null, latencyMs: null, freeBytes: null, checkedAt: null } as const;
  const line = { ...unseen, nextCheckAt: null, checking: true };
  return {
    ...well(now),
    shares: sharesAt(now, { archive: line, import: line, cancelled: { ...line, checking: false }, workbook: line }),
    alerts: EMPTY_STATE.alerts,
  };
}

/** How a root did: looked at every five minutes, with outages spread over the time, the one that lasts among them. */
export function historyOf(now: Date, line: ShareLine, hours: number, outages: number): ShareHistory {
  const { root } = line;
  const random = seededRandom(root.length * 31 + hours);
  const step = (hours * 60) / 288;
  const lasts = Math.min(40, (hours * 60) / (outages * 3 + 1));
  const ended = Array.from({ length: outages }, (_, index) => {
    const from = ((index + 0.4) * hours * 60) / outages;
    return {
      from: ago(now, from),
      to: ago(now, from - lasts * (0.4 + random() * 0.6)),
      cause: Object.values(CAUSES)[index % 4] ?? CAUSES.timeout,
      delivered: root === 'archive' || root === 'workbook' ? null : Math.round(random() * 400),
    };
  });
  const lasting =
    line.state === 'down' && line.since !== null && line.cause !== null
      ? [{ from: line.since, to: null, cause: line.cause, delivered: null }]
      : [];
  const before = lasting[0]?.from ?? now.toISOString();
  const list = [...lasting, ...ended.filter(({ to }) => to < before)];
  const samples = Array.from({ length: 288 }, (_, index) => {
    const at = ago(now, (287 - index) * step + 2);
    const out = list.some(({ from, to }) => at >= from && (to === null || at < to));
    const base = LATENCIES[root] * (0.8 + random() * 0.5 + (random() > 0.97 ? random() * 9 : 0));
    return { at, latencyMs: out ? null : base, freeBytes: 412 * GIGABYTE };
  });
  // the program was not running for a while
  return { samples: samples.filter((_, index) => index < 60 || index > 74), outages: list };
}

const SENDS: readonly (readonly AlertSend[])[] = [
  [
    { channel: 'desktop', state: 'sent', error: null },
    { channel: 'email', state: 'sent', error: null },
    { channel: 'webhook', state: 'failed', error: 'o endereço respondeu 403' },
  ],
  [
    { channel: 'desktop', state: 'held', error: null },
    { channel: 'email', state: 'waiting', error: null },
  ],
  [{ channel: 'desktop', state: 'sent', error: null }],
];

const ALERTS: readonly Pick<AlertLine, 'kind' | 'severity' | 'root' | 'title' | 'text' | 'screen'>[] = [
  {
    kind: 'share-down',
    severity: 'critical',
    root: 'import',
    title: 'Pasta de importação fora do ar',
    text: 'O nome do servidor não foi encontrado na rede. Os downloads seguem, e 1.204 arquivos esperam a entrega.',
    screen: 'shares',
  },
  {
    kind: 'share-back',
    severity: 'info',
    root: 'import',
    title: 'Pasta de importação voltou depois de 2 h 12 min',
    text: '312 arquivos que esperavam foram entregues e conferidos.',
    screen: 'shares',
  },
  {
    kind: 'run-finished',
    severity: 'info',
    root: null,
    title: 'Outubro de 2026: completo',
    text: '48.211 documentos arquivados, entregues e conferidos.',
    screen: 'panel',
  },
  {
    kind: 'credentials-refused',
    severity: 'critical',
    root: null,
    title: 'O SIEG recusou a chave',
    text: 'Confira no portal do SIEG se a chave está certa e ativa. A execução parou; o que chegou está guardado.',
    screen: 'settings',
  },
  {
    kind: 'share-still-down',
    severity: 'warning',
    root: 'archive',
    title: 'Acervo ainda fora do ar',
    text: 'Há 1 h 04 min. O que o SIEG mandou está guardado neste computador e será arquivado em ordem quando ele voltar.',
    screen: 'shares',
  },
  {
    kind: 'channel-failed',
    severity: 'warning',
    root: null,
    title: 'O e-mail de aviso não saiu',
    text: 'O servidor smtp.exemplo.com.br recusou o usuário ou a senha.',
    screen: 'alerts',
  },
];

export function alertLines(now: Date, many: number): AlertLine[] {
  return Array.from({ length: many }, (_, index) => {
    const alert = ALERTS[index % ALERTS.length];
    if (alert === undefined) throw new Error('there are no alerts');
    return {
      ...alert,
      id: many - index,
      at: ago(now, 3 + index * 47),
      read: index > 3,
      sends: SENDS[index % SENDS.length] ?? [],
    };
  });
}

export function alertsAt(now: Date, many: number): AlertsView {
  const lines = alertLines(now, many);
  return { unread: lines.filter(({ read }) => !read).length, lines, mutedUntil: null };
}
