import { PassThrough } from 'node:stream';
import type { Host, StopWish, TextStream } from '../../../src/cli/host';
import type { MonthVerdict, VerdictState } from '../../../src/shared/ipc/verdict';
import type { CompanyView, RunProgress, RunSummary } from '../../../src/shared/views';
import { READER } from '../../support/ledger-reader';

/** A stream that remembers what was written to it. */
export class Memory extends PassThrough implements TextStream {
  #text = '';

  constructor(
    readonly isTTY = false,
    readonly columns = 100,
  ) {
    super();
    this.on('data', (chunk: Buffer) => (this.#text += chunk.toString('utf8')));
  }

  get text(): string {
    return this.#text;
  }

  get lines(): string[] {
    return this.#text.split('\n').filter((line) => line !== '');
  }
}

export interface TestHost extends Host {
  readonly stdout: Memory;
  readonly stderr: Memory;
  readonly questions: string[];
  readonly exits: number[];
  /** As if the person had pressed Ctrl+C. */
  interrupt(): void;
  /** The terminal closes. */
  hangUp(): void;
}

export interface TestHostOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly answer?: string;
  readonly terminal?: boolean;
  readonly now?: () => Date;
}

/** A process that exists only in a test: a person who answers, streams that remember. */
export function testHost({
  env = {},
  answer,
  terminal = false,
  now = () => new Date(2026, 2, 15),
}: TestHostOptions = {}): TestHost {
  const listeners = new Set<(wish: StopWish) => void>();
  const questions: string[] = [];
  const exits: number[] = [];
  return {
    env,
    platform: process.platform,
    home: '/home/pessoa',
    version: '9.9.9',
    reader: READER,
    stdout: new Memory(terminal),
    stderr: new Memory(terminal),
    canAsk: answer !== undefined,
    questions,
    exits,
    now,
    askSecret: (question) => {
      questions.push(question);
      return Promise.resolve(answer ?? '');
    },
    onStopSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (code) => exits.push(code),
    interrupt: () => {
      for (const listener of [...listeners]) listener('asked');
    },
    hangUp: () => {
      for (const listener of [...listeners]) listener('closing');
    },
  };
}

type Changes<T> = {
  readonly [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? Partial<T[K]> : T[K];
};

export function verdictOf(state: VerdictState, changes: Partial<MonthVerdict> = {}): MonthVerdict {
  return {
    state,
    reasons: [],
    companies: { total: 12, complete: 12, gaps: 0, open: 0, noneAnnounced: 0, noneUnexplained: 0 },
    askedAt: '2026-04-02T12:00:00.000Z',
    closing: true,
    ...changes,
  };
}

/** A company's line, complete but for what a test changes. */
export function companyOf(changes: Partial<CompanyView> = {}): CompanyView {
  const { state = 'complete' } = changes;
  return {
    taxId: '11222333000181',
    folder: '0001_PÃO_E_CIA',
    documents: 1200,
    delivered: 1200,
    missing: 0,
    conflicts: 0,
    state,
    complete: state === 'complete',
    reasons: [],
    monthBefore: 1_100,
    ...changes,
  };
}

/** The summary of a month without gaps, but for what a test changes. */
export function summaryOf(changes: Changes<RunSummary> = {}): RunSummary {
  return {
    run: { id: 3, month: '2026-03', status: 'complete', seconds: 130, ...changes.run },
    verdict: verdictOf(
      changes.verdict?.state ?? (changes.run?.status === 'gaps' ? 'gaps' : 'complete'),
      changes.verdict,
    ),
    companies: {
      total: 12,
      complete: 12,
      withGaps: 0,
      open: 0,
      noneAnnounced: 0,
      noneUnexplained: 0,
      ...changes.companies,
    },
    documents: {
      expected: 1200,
      archived: 1200,
      delivered: 1200,
      verified: 1200,
      missing: 0,
      conflicts: 0,
      events: 40,
      cancelled: 15,
      unassigned: 0,
      refused: 0,
      ...changes.documents,
    },
    requests: { total: 31, minimum: 28, byKind: { sweep: 31 }, ...changes.requests },
    outbox: { pending: 0, ...changes.outbox },
    gaps: { missing: [], shortfalls: [], undelivered: [], unanswered: [], points: [], ...changes.gaps },
    workspace: changes.workspace ?? '/trabalho',
    error: null,
  };
}

export function progressOf(changes: Partial<RunProgress> = {}): RunProgress {
  return {
    runId: 3,
    month: '2026-03',
    phase: 'sweeping',
    paused: false,
    waitingFor: [],
    requests: { done: 63, planned: 120 },
    documents: { expected: 6000, archived: 3120, delivered: 3000, pending: 120 },
    events: 0,
    failures: 0,
    elapsedSeconds: 75,
    etaSeconds: 240,
    ...changes,
  };
}

export function missingOf(index: number): RunSummary['gaps']['missing'][number] {
  return {
    identity: `3526031122233300018155001000000${String(index).padStart(3, '0')}1000000017`,
    kind: 'NFe',
    issueDay: '2026-03-12',
    companies: ['0001_COMERCIO_EXEMPLO'],
    sources: ['report'],
    answer: 'XML não encontrado',
  };
}
