import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentChild } from '../../../src/main/engine/agent-process';
import type { EngineProcess } from '../../../src/main/engine/process';
import {
  CLOSE_WITHIN_MS,
  EngineSupervisor,
  RESTART_WAITS_MS,
  SERVICE_RESTART_WAITS_MS,
  STABLE_AFTER_MS,
  type SupervisorOptions,
} from '../../../src/main/engine/supervisor';
import { SIEG_ADDRESS } from '../../../src/shared/audience';
import { MaloteError } from '../../../src/shared/errors';
import type { MainMessage } from '../../../src/shared/ipc/host-link';
import type { EngineStatus } from '../../../src/shared/ipc/state';

/** A process that does what a test says. */
class FakeProcess implements EngineProcess {
  readonly posted: MainMessage[] = [];
  killed = false;
  say: (message: unknown) => void = () => undefined;
  exit: (code: number) => void = () => undefined;
  cry: (text: string) => void = () => undefined;

  post(message: MainMessage): void {
    this.posted.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.say = listener;
  }
  onText(listener: (text: string) => void): void {
    this.cry = listener;
  }
  onExit(listener: (code: number) => void): void {
    this.exit = listener;
  }
  kill(): void {
    this.killed = true;
  }
}

function fakeAgent(): AgentChild {
  const number = agentExits.length;
  return {
    connect: () => ({}) as never,
    onText: () => undefined,
    onExit: (listener) => agentExits.push(listener),
    kill: () => agentKills.push(`agent ${String(number)}`),
  };
}

let forked: FakeProcess[];
let statuses: EngineStatus[];
let logged: string[];
let activities: boolean[];
let told: string[];
/** Kills of share agents, in their order. */
let agentKills: string[];
let agentExits: ((code: number) => void)[];
let supervisor: EngineSupervisor;
const last = (): FakeProcess => forked.at(-1)!;

function options(): SupervisorOptions {
  return {
    fork: () => {
      forked.push(new FakeProcess());
      return last();
    },
    forkAgent: () => fakeAgent(),
    opening: () => ({ type: 'open', version: '0.0.0', userData: '/dados', demonstration: null, role: 'window' }),
    answers: {
      credentials: ({ generation }) => {
        if (generation === 'v1') throw new MaloteError('SHELL_KEY_UNREADABLE');
        return { apiKey: 'canary' };
      },
      keyState: () => ({ generation: 'legacy', kept: 'disk', secrets: [], audience: { sieg: null, mail: null } }),
      offeredKey: () => null,
      offeredSecret: () => null,
      secret: ({ name }) => (name === 'smtp-password' ? 'canary' : null),
      systemProxy: () => null,
      mayReach: () => false,
      pickedPath: ({ id }) => (id === 'a' ? '/escolhida' : null),
    },
    onStatus: (status) => statuses.push(status),
    onActivity: ({ running }) => activities.push(running),
    onDesktop: ({ id }) => told.push(`alert ${String(id)}`),
    onWatch: ({ pending }) => told.push(`pending ${String(pending)}`),
    onRemember: () => undefined,
    log: (level, text, source) => logged.push(`${source} ${level} ${text}`),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  [forked, statuses, logged, activities, told, agentKills, agentExits] = [[], [], [], [], [], [], []];
  supervisor = new EngineSupervisor(options());
});
afterEach(() => {
  vi.useRealTimers();
});

describe('EngineSupervisor', () => {
  it('opens the process and says when it can be spoken to', () => {
    supervisor.start();
    supervisor.start();
    expect(forked).toHaveLength(1);
    expect(last().posted).toEqual([
      { type: 'open', version: '0.0.0', userData: '/dados', demonstration: null, role: 'window' },
    ]);
    expect(supervisor.connect(() => expect.unreachable())).toBe(false);
    last().say({ type: 'ready' });
    expect(statuses).toEqual([{ state: 'ready' }]);
    expect(supervisor.connect(() => ({}) as never)).toBe(true);
    expect(last().posted.at(-1)).toEqual({ type: 'connect' });
  });

  it('starts another after a crash, waits longer each time, and gives up after five', () => {
    supervisor.start();
    for (const [index, wait] of RESTART_WAITS_MS.entries()) {
      last().exit(1);
      expect(supervisor.status).toEqual({ state: 'crashed', attempt: index + 1 });
      vi.advanceTimersByTime(wait - 1);
      expect(forked).toHaveLength(index + 1);
      vi.advanceTimersByTime(1);
      expect(forked).toHaveLength(index + 2);
    }
    last().exit(139);
    expect(supervisor.status).toEqual({ state: 'gone' });
    vi.advanceTimersByTime(3_600_000);
    expect(forked).toHaveLength(RESTART_WAITS_MS.length + 1);
    expect(logged.at(-1)).toContain('139');
  });

  it('of a service waits 5, 10 and 30 seconds, and says then that the engine is gone', () => {
    supervisor = new EngineSupervisor({ ...options(), restartWaitsMs: SERVICE_RESTART_WAITS_MS });
    supervisor.start();
    for (const wait of [5_000, 10_000, 30_000]) {
      last().exit(1);
      expect(supervisor.status).toMatchObject({ state: 'crashed' });
      vi.advanceTimersByTime(wait - 1);
      const before = forked.length;
      vi.advanceTimersByTime(1);
      expect(forked).toHaveLength(before + 1);
    }
    last().exit(1);
    expect(supervisor.status).toEqual({ state: 'gone' });
  });

  it('starts again when a person asks, as if nothing had been', () => {
    supervisor.start();
    for (const wait of RESTART_WAITS_MS) {
      last().exit(1);
      vi.advanceTimersByTime(wait);
    }
    last().exit(1);
    supervisor.start();
    expect(supervisor.status).toEqual({ state: 'starting' });
    last().exit(1);
    expect(supervisor.status).toEqual({ state: 'crashed', attempt: 1 });
  });

  it('forgives a process that has lived for a while', () => {
    supervisor.start();
    last().exit(1);
    vi.advanceTimersByTime(RESTART_WAITS_MS[0]!);
    last().say({ type: 'ready' });
    vi.advanceTimersByTime(STABLE_AFTER_MS);
    last().exit(1);
    expect(supervisor.status).toEqual({ state: 'crashed', attempt: 1 });
  });

  it('does not forgive one that dies soon after it was ready', () => {
    supervisor.start();
    for (const attempt of [1, 2, 3]) {
      last().say({ type: 'ready' });
      vi.advanceTimersByTime(STABLE_AFTER_MS - 1);
      last().exit(1);
      expect(supervisor.status).toEqual({ state: 'crashed', attempt });
      vi.advanceTimersByTime(RESTART_WAITS_MS[attempt - 1]!);
    }
  });

  it('knows whether a run is under way, and that a dead process has none', () => {
    supervisor.start();
    last().say({ type: 'activity', running: true, month: '2026-10' });
    expect(supervisor.activity).toEqual({ running: true, month: '2026-10' });
    last().exit(1);
    expect(supervisor.activity).toEqual({ running: false, month: null });
    expect(activities).toEqual([true]);
  });

  it('hands on what is for the desktop, and what the desktop has to say', () => {
    supervisor.command('pause');
    supervisor.start();
    const alert = { id: 3, severity: 'critical', title: 'Fora do ar', text: 'Acervo', screen: 'shares' };
    last().say({ type: 'desktop', alert });
    last().say({ type: 'watch', shares: [], pending: 4, unread: 0, configured: true, run: null });
    expect(told).toEqual(['alert 3', 'pending 4']);
    supervisor.desktopShown(3, null);
    supervisor.command('test-shares');
    supervisor.awoke();
    expect(last().posted.slice(1)).toEqual([
      { type: 'desktop-shown', id: 3, error: null },
      { type: 'command', command: 'test-shares' },
      { type: 'awoke' },
    ]);
  });

  it('answers what the process asks, failures too, and nothing that is no question', async () => {
    supervisor.start();
    last().say({ type: 'ask', id: 1, name: 'credentials', input: { generation: 'legacy', address: SIEG_ADDRESS } });
    last().say({ type: 'ask', id: 2, name: 'credentials', input: { generation: 'v1', address: SIEG_ADDRESS } });
    last().say({ type: 'ask', id: 3, name: 'pickedPath', input: { id: 'b', what: 'legacy' } });
    last().say({ type: 'ask', id: 4, name: 'pickedPath', input: { id: 7 } });
    last().say({ type: 'ask', id: 5, name: 'constructor', input: {} });
    last().say({
      type: 'ask',
      id: 6,
      name: 'secret',
      input: { name: 'smtp-password', address: 'smtp://mail.example:587' },
    });
    last().say({ type: 'ask', id: 7, name: 'secret', input: { name: 'outro', address: null } });
    last().say('nada');
    await vi.advanceTimersByTimeAsync(0);
    const answers = last().posted.filter((message) => message.type === 'answer');
    const inOrder = answers.toSorted((a, b) => a.id - b.id);
    expect(inOrder.map(({ id, answer }) => [id, answer.ok ? answer.value : answer.error.code])).toEqual([
      [1, { apiKey: 'canary' }],
      [2, 'SHELL_KEY_UNREADABLE'],
      [3, null],
      [4, 'INTERNAL'],
      [6, 'canary'],
      [7, 'INTERNAL'],
    ]);
    expect(logged).toHaveLength(2);
    expect(logged.join()).not.toContain('canary');
  });

  it('lets the process put everything away, and does not wait for ever', async () => {
    supervisor.start();
    const closed = supervisor.close();
    expect(last().posted.at(-1)).toEqual({ type: 'close' });
    expect(last().killed).toBe(false);
    last().say({ type: 'closed' });
    await closed;
    expect(last().killed).toBe(true);
    last().exit(0);
    vi.advanceTimersByTime(60_000);
    expect(forked).toHaveLength(1);
  });

  it('kills a process that does not put things away in time', async () => {
    supervisor.start();
    const closed = supervisor.close();
    await vi.advanceTimersByTimeAsync(CLOSE_WITHIN_MS);
    await closed;
    expect(last().killed).toBe(true);
  });

  it('starts no process while it closes, and has nothing to close after a crash', async () => {
    supervisor.start();
    last().exit(1);
    await supervisor.close();
    vi.advanceTimersByTime(60_000);
    expect(forked).toHaveLength(1);
  });

  it('starts share agents for the process, and ends them with it', () => {
    supervisor.start();
    const child = last();
    child.say({ type: 'agent-start', id: 'import-1' });
    child.say({ type: 'agent-start', id: 'archive-1' });
    child.say({ type: 'agent-start', id: '' });
    expect(agentExits).toHaveLength(2);
    child.say({ type: 'agent-kill', id: 'import-1' });
    child.say({ type: 'agent-kill', id: 'nobody' });
    expect(agentKills).toEqual(['agent 0']);
    agentExits[0]!(9);
    expect(child.posted.slice(1)).toEqual([
      { type: 'agent-port', id: 'import-1' },
      { type: 'agent-port', id: 'archive-1' },
      { type: 'agent-gone', id: 'import-1', reason: 'código 9' },
    ]);
    child.exit(1);
    expect(agentKills).toEqual(['agent 0', 'agent 1']);
    agentExits[1]!(9);
    expect(child.posted).toHaveLength(4);
  });

  it('ends the share agents of a process that is closed', async () => {
    supervisor.start();
    last().say({ type: 'agent-start', id: 'import-1' });
    const closed = supervisor.close();
    expect(agentKills).toEqual([]);
    last().say({ type: 'closed' });
    await closed;
    expect(agentKills).toEqual(['agent 0']);
  });

  it('keeps the last words of a process', () => {
    supervisor.start();
    last().cry('Segmentation fault\n');
    last().say({ type: 'log', level: 'warning', text: 'um aviso' });
    expect(logged).toEqual(['engine error Segmentation fault', 'engine warning um aviso']);
  });
});
