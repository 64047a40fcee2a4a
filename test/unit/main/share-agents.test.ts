import { describe, expect, it } from 'vitest';
import type { AgentChild } from '../../../src/main/engine/agent-process';
import { AGENTS_AT_MOST, ShareAgents } from '../../../src/main/engine/agents';
import { EngineAgents } from '../../../src/engine-process/agents';
import type { Port } from '../../../src/engine-link';
import type { HostMessage, MainMessage } from '../../../src/shared/ipc/host-link';

function fakePort() {
  const port = { posted: [] as unknown[], closed: false, handle: (_message: unknown): void => undefined };
  const asPort: Port = {
    post: (message) => port.posted.push(message),
    listen: (listener) => {
      port.handle = listener;
    },
    onClose: () => undefined,
    close: () => {
      port.closed = true;
    },
  };
  return { port, asPort };
}

describe('ShareAgents', () => {
  const quiet: AgentChild = {
    connect: () => ({}) as never,
    onText: () => undefined,
    onExit: () => undefined,
    kill: () => undefined,
  };

  function agentsWith(fork: () => AgentChild) {
    const posted: MainMessage[] = [];
    const engine = { post: (message: MainMessage) => void posted.push(message) };
    return { posted, agents: new ShareAgents({ fork, engine, log: () => undefined }) };
  }

  it('says that an agent is gone which the system does not let start', () => {
    const { agents, posted } = agentsWith(() => {
      throw new Error('EAGAIN');
    });
    agents.start('import-1');
    expect(posted).toEqual([{ type: 'agent-gone', id: 'import-1', reason: 'EAGAIN' }]);
  });

  it('starts a bounded number, and one of each name', () => {
    let forked = 0;
    const { agents, posted } = agentsWith(() => {
      forked += 1;
      return quiet;
    });
    for (let turn = 0; turn < 2; turn += 1) agents.start('import-0');
    for (let index = 1; index <= AGENTS_AT_MOST; index += 1) agents.start(`import-${String(index)}`);
    expect(forked).toBe(AGENTS_AT_MOST);
    expect(posted.at(-1)).toMatchObject({ type: 'agent-gone', id: `import-${String(AGENTS_AT_MOST)}` });
  });

  it('starts none for an engine that is gone', () => {
    const { agents, posted } = agentsWith(() => expect.unreachable());
    agents.end();
    agents.start('import-1');
    expect(posted).toEqual([]);
  });
});

describe('EngineAgents', () => {
  const request = { type: 'cancel', call: 1 } as const;

  function engineAgents() {
    const told: HostMessage[] = [];
    return { told, agents: new EngineAgents({ tell: (message) => told.push(message) }) };
  }

  it('asks main for a process, and holds what is said to it until its port comes', () => {
    const { told, agents } = engineAgents();
    const agent = agents.spawn('import-1');
    const heard: unknown[] = [];
    agent.onMessage((message) => heard.push(message));
    agent.post(request);
    expect(told).toEqual([{ type: 'agent-start', id: 'import-1-1' }]);
    const { port, asPort } = fakePort();
    agents.arrived('import-1-1', asPort);
    agent.post({ ...request, call: 2 });
    expect(port.posted).toEqual([request, { ...request, call: 2 }]);
    port.handle('olá');
    expect(heard).toEqual(['olá']);
  });

  it('has main kill one, once, and wants no port of it any more', () => {
    const { told, agents } = engineAgents();
    const agent = agents.spawn('import-1');
    agent.kill();
    agent.kill();
    expect(told.slice(1)).toEqual([{ type: 'agent-kill', id: 'import-1-1' }]);
    const { port, asPort } = fakePort();
    agents.arrived('import-1-1', asPort);
    expect(port).toMatchObject({ closed: true, posted: [] });
  });

  it('tells of an end, and closes the port of one that nobody knows', () => {
    const { agents } = engineAgents();
    const reasons: string[] = [];
    agents.spawn('import-1').onExit((reason) => reasons.push(reason));
    agents.gone('import-1-1', 'código 1');
    agents.gone('import-1-1', 'código 1');
    expect(reasons).toEqual(['código 1']);
    const { port, asPort } = fakePort();
    agents.arrived('import-1-1', asPort);
    expect(port.closed).toBe(true);
  });
});
