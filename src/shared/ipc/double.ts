import { audiencesOf } from '../alert-channels';
import { audienceOf } from '../audience';
import { MaloteError, isMaloteError } from '../errors';
import type { Answer, BridgeCalls, BridgeEvent, MaloteBridge } from './bridge';
import { contract, type EventName, type EventOf, type Handlers, type Side } from './contract';
import { GROWING_NAMES } from '../retention';
import { DIAGNOSIS_CHECKS } from './diagnosis';
import { EVIDENCE_DOUBLE } from './double-evidence';
import { EMPTY_STATE } from './empty-state';
import { WATCH_DEFAULTS, type KeyState } from './settings';
import { DEFAULT_PREFERENCES } from './shell';
import { EMPTY_TOTALS, type ConsoleState } from './state';

/** What a double answers where a test says nothing: a quiet office that is not configured yet. */
export const DOUBLE_STATE: ConsoleState = {
  epoch: 'double',
  revision: 0,
  engine: { state: 'ready' },
  workspace: { shown: 'C:\\Malote', configured: false, demonstration: null },
  month: '2026-10',
  run: null,
  resumable: null,
  verdict: null,
  lastSummary: null,
  totals: EMPTY_TOTALS,
  ...EMPTY_STATE,
  companies: [],
  journal: [],
  notices: [],
};

const KEY: KeyState = {
  generation: null,
  kept: 'disk',
  secrets: [],
  audience: { sieg: null, ...audiencesOf(() => null) },
};

const ENGINE: Handlers<'engine'> = {
  snapshot: () => DOUBLE_STATE,
  startJob: () => undefined,
  pauseJob: () => undefined,
  resumeJob: () => undefined,
  stopJob: () => undefined,
  jobs: () => [],
  jobItems: ({ kind }) => ({ kind, lines: [], next: null, total: 0 }),
  addSchedule: () => undefined,
  addStandardSchedule: () => undefined,
  pauseSchedule: () => undefined,
  removeSchedule: () => undefined,
  runScheduleNow: () => undefined,
  showMonth: () => undefined,
  importCompanies: () => ({
    source: 'empresas.xlsx',
    total: 0,
    added: 0,
    changed: 0,
    retired: 0,
    badRows: [],
    padded: [],
    sheet: 'Empresas',
    leftOut: [],
  }),
  readSettings: () => ({
    values: {
      'sieg.generation': 'v1',
      'sieg.baseUrl': 'https://api.sieg.com',
      'sieg.requestsPerMinute': null,
      'archive.root': null,
      'importShare.root': null,
      'importShare.layout': 'flat',
      'importShare.cancelledRoot': null,
      'backup.folder': null,
      'companies.workbook': null,
      'previousMonth.days': 0,
      'capture.reports': 'always',
      'capture.reportsAtOnce': 6,
      'capture.graceDays': 10,
      'capture.dailyByUpload': true,
      'capture.rescanPreviousMonth': true,
      ...WATCH_DEFAULTS,
    },
    problems: {},
    warnings: [],
    key: KEY,
    readOnly: false,
    unfinished: false,
  }),
  saveSettings: () => ({ saved: true }),
  test: () => ({ ok: true, words: 'Tudo em ordem.' }),
  journal: () => [],
  beginDemonstration: () => undefined,
  leaveDemonstration: () => undefined,
  acceptFreshLedger: () => undefined,
  testShares: () => undefined,
  shareHistory: () => ({ samples: [], outages: [] }),
  deliverNow: () => undefined,
  markAlertsRead: () => undefined,
  muteAlerts: () => undefined,
  testAlert: () => ({ ok: true, words: 'O aviso foi enviado.' }),
  probeRuntime: () => ({ node: '24', electron: null, napi: '10', sqlite: '3.50', journalMode: 'wal', rows: 1 }),
  diagnose: ({ checks }) =>
    checks.map((check) => ({
      check,
      item: DIAGNOSIS_CHECKS[check][0],
      status: 'ok' as const,
      found: 'Tudo em ordem.',
      fix: null,
      code: null,
      details: {},
      facts: {},
    })),
  listBackups: () => [],
  growth: () => GROWING_NAMES.map((name) => ({ name, amount: 0, bytes: null, oldestAt: null, limits: [] })),
  doJob: ({ job: { kind } }) => ({ kind, subject: null, error: null, summary: null, made: null, proof: null }),
  isAtWork: () => false,
  doSchedule: ({ id }) => ({
    id,
    dueAt: '2026-11-30T06:00:00.000Z',
    missed: 0,
    late: false,
    byHand: true,
    state: 'complete',
    attempts: 1,
    startedAt: null,
    endedAt: null,
    error: null,
  }),
  deliver: () => ({ delivered: 0, conflicts: 0, failed: 0, pending: 0, waitingFor: [], elsewhere: false }),
  settingsChanged: () => undefined,
  desktopShown: () => undefined,
  ...EVIDENCE_DOUBLE,
};

const MAIN: Handlers<'main'> = {
  pickPath: () => ({ id: 'picked-1', shown: 'Y:\\XML' }),
  storeKey: ({ generation, address }) => ({
    ...KEY,
    generation,
    audience: { ...KEY.audience, sieg: audienceOf(address) },
  }),
  offerKey: () => ({ id: 'offered-1' }),
  forgetKey: () => KEY,
  storeSecret: ({ name, address }) => ({
    ...KEY,
    secrets: [name],
    audience: {
      sieg: null,
      ...audiencesOf((each) => (each !== name || address === null ? null : audienceOf(address))),
    },
  }),
  offerSecret: () => ({ id: 'offered-2' }),
  forgetSecret: () => KEY,
  openFolder: () => undefined,
  openLink: () => undefined,
  appInfo: () => ({
    name: 'Malote',
    version: '0.0.0',
    electron: '45',
    chrome: '140',
    node: '24',
    platform: 'win32',
    packaged: false,
    logs: 'C:\\Malote\\logs',
    preferences: DEFAULT_PREFERENCES,
  }),
  noticesOfOthers: () => [
    { name: 'axios', version: '1.0.0', licence: 'MIT', text: 'Permission is hereby granted, free of charge' },
    { name: 'wrappy', version: '1.0.2', licence: 'ISC', text: 'Permission to use, copy, modify' },
  ],
  savePreferences: (preferences) => ({ ...DEFAULT_PREFERENCES, ...stripUndefined(preferences) }),
  restartEngine: () => undefined,
};

function stripUndefined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

export interface DoubleOptions {
  readonly engine?: Partial<Handlers<'engine'>>;
  readonly main?: Partial<Handlers<'main'>>;
}

export interface BridgeDouble {
  /** To be put where the page looks for it: `window.malote`. */
  readonly bridge: MaloteBridge;
  /** Every request that came through, in order; those out of their schema are not among them. */
  readonly calls: readonly { readonly side: Side; readonly name: string; readonly input: unknown }[];
  /** Sends an event, checked against the contract. @throws ZodError when it does not fit */
  emit<N extends EventName<'engine'>>(event: N, payload: EventOf<'engine', N>): void;
  emit<N extends EventName<'main'>>(event: N, payload: EventOf<'main', N>): void;
  /** From now on answers a request otherwise. */
  handleEngine(handlers: Partial<Handlers<'engine'>>): void;
  handleMain(handlers: Partial<Handlers<'main'>>): void;
}

type AnyHandler = (input: never) => unknown;

/** A stand-in for the preload object and everything behind it, derived from the contract, for tests of the page. */
export function createBridgeDouble(options: DoubleOptions = {}): BridgeDouble {
  const calls: { side: Side; name: string; input: unknown }[] = [];
  const listeners = new Map<BridgeEvent, Set<(payload: string) => void>>();
  let last = JSON.stringify(contract.main.events.engineStatus.parse({ state: 'ready' }));
  const handlers: Record<Side, Record<string, AnyHandler>> = {
    engine: { ...ENGINE, ...options.engine },
    main: { ...MAIN, ...options.main },
  };

  const answer = async (side: Side, name: string, given: unknown): Promise<Answer> => {
    const { input, output } = schemasOf(side, name);
    const parsed = input.safeParse(given);
    if (!parsed.success) return failure(new MaloteError('IPC_BAD_REQUEST', { request: name, reason: 'schema' }));
    calls.push({ side, name, input: parsed.data });
    try {
      const value: unknown = await handlers[side][name]?.(parsed.data as never);
      return { ok: true, value: output.parse(value) };
    } catch (error) {
      return failure(isMaloteError(error) ? error : new MaloteError('INTERNAL', { reason: String(error) }));
    }
  };
  const callsOf = <S extends Side>(side: S): BridgeCalls<S> =>
    Object.freeze(
      Object.fromEntries(
        Object.keys(contract[side].requests).map((name) => [
          name,
          async (input?: unknown) => JSON.stringify(await answer(side, name, input)),
        ]),
      ),
    ) as BridgeCalls<S>;

  const bridge: MaloteBridge = Object.freeze({
    engine: callsOf('engine'),
    main: callsOf('main'),
    on: (event: BridgeEvent, listener: (payload: string) => void) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      if (event === 'engineStatus') listener(last);
      return () => {
        known.delete(listener);
      };
    },
  });
  const events = { ...contract.engine.events, ...contract.main.events };
  return {
    bridge,
    calls,
    emit: (event: BridgeEvent, payload: unknown) => {
      const checked = JSON.stringify(events[event].parse(payload));
      if (event === 'engineStatus') last = checked;
      for (const listener of listeners.get(event) ?? []) listener(checked);
    },
    handleEngine: (given) => {
      Object.assign(handlers.engine, given);
    },
    handleMain: (given) => {
      Object.assign(handlers.main, given);
    },
  };
}

function schemasOf(side: Side, name: string): { input: AnySchema; output: AnySchema } {
  const requests: Readonly<Record<string, { input: AnySchema; output: AnySchema }>> = contract[side].requests;
  const found = requests[name];
  if (found === undefined) throw new Error(`the contract has no request ${side}.${name}`);
  return found;
}

interface AnySchema {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false };
  parse(value: unknown): unknown;
}

function failure(error: MaloteError): Answer {
  return { ok: false, error: error.toEnvelope() };
}
