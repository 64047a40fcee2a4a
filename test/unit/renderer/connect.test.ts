import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectConsole, RETRY_MS } from '../../../src/renderer/state/connect';
import { connectionOf, createConsoleStore } from '../../../src/renderer/state/console-store';
import { MaloteError } from '../../../src/shared/errors';
import { createClient } from '../../../src/shared/ipc/client';
import {
  createBridgeDouble,
  DOUBLE_STATE,
  type BridgeDouble,
  type DoubleOptions,
} from '../../../src/shared/ipc/double';
import type { ConsoleState } from '../../../src/shared/ipc/state';
import { companiesAt, UNDER_WAY } from '../../renderer/console/offices';
import { eventually } from '../../support/eventually';

const COMPANIES = companiesAt(5, UNDER_WAY);
const STATE: ConsoleState = { ...DOUBLE_STATE, revision: 7, companies: COMPANIES };

function connected(options: DoubleOptions = { engine: { snapshot: () => STATE } }) {
  const double = createBridgeDouble(options);
  const store = createConsoleStore();
  stop = connectConsole(createClient(double.bridge), store);
  return { double, store };
}

const snapshots = (double: BridgeDouble): number => double.calls.filter(({ name }) => name === 'snapshot').length;
let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('the page and the engine', () => {
  it('are live once the first snapshot stands', async () => {
    const { store } = connected();
    expect(connectionOf(store.getState())).toBe('connecting');
    await eventually(() => expect(connectionOf(store.getState())).toBe('live'));
    expect(store.getState().console?.revision).toBe(7);
  });

  it('agree after a delta, and rows that did not change stay the same objects', async () => {
    const { double, store } = connected();
    await eventually(() => expect(store.getState().console).not.toBeNull());
    const before = store.getState().console?.companies ?? [];
    const [first] = before;
    if (first === undefined) throw new Error('no companies');
    const changed = { ...first, archived: first.archived + 1 };
    double.emit('delta', { epoch: 'double', revision: 8, companies: { replace: false, rows: [changed] } });
    const after = store.getState().console?.companies ?? [];
    expect(after[0]).toEqual(changed);
    expect(after.slice(1).every((row, index) => row === before[index + 1])).toBe(true);
    expect(snapshots(double)).toBe(1);
  });

  it('meet again by a new snapshot when a delta is missing', async () => {
    const { double, store } = connected();
    await eventually(() => expect(store.getState().console).not.toBeNull());
    double.handleEngine({ snapshot: () => ({ ...STATE, revision: 12, month: '2026-09' }) });
    double.emit('delta', { epoch: 'double', revision: 11, set: { month: '2026-08' } });
    await eventually(() => expect(store.getState().console?.month).toBe('2026-09'));
    expect(store.getState().console?.revision).toBe(12);
    expect(snapshots(double)).toBe(2);
  });

  it('keep the last figures while the engine is away, and say so', async () => {
    const { double, store } = connected();
    await eventually(() => expect(connectionOf(store.getState())).toBe('live'));
    double.emit('engineStatus', { state: 'crashed', attempt: 1 });
    expect(connectionOf(store.getState())).toBe('reconnecting');
    expect(store.getState().console?.companies).toHaveLength(5);
    double.emit('engineStatus', { state: 'gone' });
    expect(connectionOf(store.getState())).toBe('gone');
  });

  it('know a new engine by its epoch', async () => {
    const { double, store } = connected();
    await eventually(() => expect(store.getState().console).not.toBeNull());
    double.handleEngine({ snapshot: () => ({ ...STATE, epoch: 'second', revision: 0 }) });
    double.emit('engineStatus', { state: 'crashed', attempt: 1 });
    double.emit('engineStatus', { state: 'ready' });
    await eventually(() => expect(store.getState().epochs).toEqual(['double', 'second']));
    expect(connectionOf(store.getState())).toBe('live');
  });

  it('try again when a snapshot fails although the engine is said to be ready', async () => {
    vi.useFakeTimers();
    const fails = (): never => {
      throw new MaloteError('IPC_ENGINE_AWAY');
    };
    const { double, store } = connected({ engine: { snapshot: fails } });
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().failure).toMatchObject({ code: 'IPC_ENGINE_AWAY' });
    expect(connectionOf(store.getState())).toBe('failed');
    double.handleEngine({ snapshot: () => STATE });
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(connectionOf(store.getState())).toBe('live');
    expect(store.getState().failure).toBeNull();
  });

  it('collect what main has to say', async () => {
    const { double, store } = connected();
    const notice = {
      id: '1',
      at: '2026-11-21T14:05:09.000Z',
      level: 'warning',
      text: 'A janela foi recarregada.',
      code: null,
    } as const;
    double.emit('notice', notice);
    await eventually(() => expect(store.getState().mainNotices).toEqual([notice]));
  });
});
