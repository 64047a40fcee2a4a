/**
 * The engine's process as in the window, with the main process played: it holds the demonstration's credentials, knows the paths that a
 * test has picked, and brings what the page says. What it is told and tells is in `./host.ts`.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { openLocalRoot } from '../../../src/engine/shares';
import { EngineHost } from '../../../src/engine-process/host';
import { MainLink } from '../../../src/engine-process/main-link';
import { hostMessageSchema, type DemonstrationMemory, type HostAnswers } from '../../../src/shared/ipc/host-link';
import type { SettingsForm } from '../../../src/shared/ipc/settings';
import { DEMO_CREDENTIALS } from '../../../src/simulator';

/** What a test says to the process; `page` is what the page's line posts. */
export type ToHost =
  | { readonly type: 'page'; readonly data: unknown }
  | { readonly type: 'picked'; readonly id: string; readonly path: string }
  | { readonly type: 'close' };
export type FromHost =
  { readonly type: 'ready' } | { readonly type: 'page'; readonly data: unknown } | { readonly type: 'closed' };

export interface HostStart {
  readonly workspace: string;
  readonly userData: string;
  readonly demonstration: DemonstrationMemory | null;
  readonly key: SettingsForm['key'];
  /** What the operating system does with a notification; it gives no reason. */
  readonly notifications: 'shown' | 'refused';
}

const start = JSON.parse(process.argv[2] ?? '') as HostStart;
const picked = new Map<string, string>();
const answers: HostAnswers = {
  credentials: () => (start.key.generation === null ? null : DEMO_CREDENTIALS),
  keyState: () => ({ ...start.key, secrets: [...start.key.secrets] }),
  offeredKey: () => null,
  secret: () => null,
  offeredSecret: () => null,
  systemProxy: () => null,
  mayReach: () => true,
  pickedPath: ({ id }) => picked.get(id) ?? null,
};
const link = new MainLink({
  post: (message) => {
    const said = hostMessageSchema.parse(structuredClone(message));
    if (said.type === 'desktop') {
      queueMicrotask(() => host.desktop.shown(said.alert.id, start.notifications === 'refused' ? '' : null));
      return;
    }
    if (said.type !== 'ask') return;
    const value = (answers[said.name] as (input: unknown) => unknown)(said.input);
    queueMicrotask(() => link.receive({ type: 'answer', id: said.id, answer: { ok: true, value } }));
  },
});
const host = new EngineHost({
  link,
  version: '0.0.0',
  role: 'window',
  epoch: 'claims',
  openRoot: openLocalRoot,
  reader: join(import.meta.dirname, 'ledger-reader.js'),
  surroundings: {
    env: { MALOTE_WORKSPACE: start.workspace, XDG_STATE_HOME: start.userData, LOCALAPPDATA: start.userData },
    platform: process.platform,
    home: join(start.userData, homedir()),
  },
  userData: start.userData,
  demonstration: start.demonstration,
});

function tell(message: FromHost): void {
  process.send?.(message);
}

let handle: (data: unknown) => void = () => undefined;
process.on('message', (message: ToHost) => {
  switch (message.type) {
    case 'page':
      handle(message.data);
      return;
    case 'picked':
      picked.set(message.id, message.path);
      return;
    case 'close':
      void host.close().finally(() => {
        tell({ type: 'closed' });
        process.disconnect();
      });
  }
});
// nobody is left who could ask for an end
process.on('disconnect', () => process.exit());

await host.start();
host.connect({
  post: (data) => tell({ type: 'page', data }),
  listen: (listener) => {
    handle = listener;
  },
  onClose: () => undefined,
  close: () => undefined,
});
tell({ type: 'ready' });
