import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { openLocalRoot } from '../../src/engine/shares';
import { EngineHost } from '../../src/engine-process/host';
import { MainLink } from '../../src/engine-process/main-link';
import type { ConsoleClient } from '../../src/shared/ipc/client';
import { HolderLine } from '../../src/shared/ipc/holder-line';
import { hostMessageSchema, type HostAnswers, type HostMessage } from '../../src/shared/ipc/host-link';
import { DEMO_CREDENTIALS } from '../../src/simulator';
import { READER } from './ledger-reader';
import { nodePort } from './node-port';

/** The engine's process of a window, in this process, with its main process played: it has the key, and shows every notification. */
export interface WindowHost {
  readonly host: EngineHost;
  /** What main was told. */
  readonly told: readonly HostMessage[];
  /** A page of its own. */
  page(): ConsoleClient;
  close(): Promise<void>;
}

export async function openWindowHost(workspace: string, version: string): Promise<WindowHost> {
  const told: HostMessage[] = [];
  const ports: MessagePort[] = [];
  const answers: HostAnswers = {
    credentials: () => DEMO_CREDENTIALS,
    keyState: () => ({ generation: 'legacy', kept: 'session', secrets: [], audience: { sieg: null, mail: null } }),
    offeredKey: () => null,
    secret: () => null,
    offeredSecret: () => null,
    systemProxy: () => null,
    mayReach: () => true,
    pickedPath: () => null,
  };
  const link: MainLink = new MainLink({
    post: (message) => {
      const said = hostMessageSchema.parse(structuredClone(message));
      told.push(said);
      if (said.type === 'desktop') queueMicrotask(() => host.desktopShown(said.alert.id, null));
      if (said.type !== 'ask') return;
      const value = (answers[said.name] as (input: unknown) => unknown)(said.input);
      queueMicrotask(() => link.receive({ type: 'answer', id: said.id, answer: { ok: true, value } }));
    },
  });
  const data = join(workspace, 'dados');
  const host = new EngineHost({
    version,
    link,
    surroundings: {
      env: { MALOTE_WORKSPACE: workspace, XDG_DATA_HOME: data, LOCALAPPDATA: data },
      platform: process.platform,
      home: data,
    },
    demonstration: null,
    openRoot: openLocalRoot,
    userData: join(data, 'janela'),
    role: 'window',
    epoch: `window ${String((started += 1))}`,
    reader: READER,
  });
  await host.start();
  return {
    host,
    told,
    page: () => {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      host.connect(nodePort(port1));
      return new HolderLine(nodePort(port2)).client;
    },
    close: async () => {
      await host.close();
      for (const port of ports) port.close();
    },
  };
}

let started = 0;
