import { contextBridge, ipcRenderer } from 'electron';
import type { AnswerText, MaloteBridge } from '../shared/ipc/bridge';
import { channels } from '../shared/ipc/channels';
import { EngineConnection, type LinePort } from './engine-connection';

type Listener = (payload: string) => void;

const { requests, events } = CONTRACT_NAMES;
const listeners = new Map<string, Set<Listener>>([...events.engine, ...events.main].map((name) => [name, new Set()]));
/** The engine's status, told again to whoever begins to listen. */
let status = JSON.stringify({ state: 'starting' });
/** What main told before the page listened, for whoever begins to: a click on a notification may be what has opened the window. */
const unheard = new Map<string, string[]>();

const tell = (event: string, payload: string): void => {
  for (const listener of listeners.get(event) ?? []) listener(payload);
};
const line = new EngineConnection((event, payload) => {
  if (events.engine.includes(event)) tell(event, payload);
});

ipcRenderer.on(channels.enginePort, ({ ports }) => {
  const [port] = ports as readonly LinePort[];
  if (port !== undefined) line.attach(port);
});
for (const name of events.main) {
  ipcRenderer.on(channels.event(name), (_event, payload: string) => {
    if (name === 'engineStatus') handleStatus(payload);
    else if (listeners.get(name)?.size === 0) unheard.set(name, [...(unheard.get(name) ?? []), payload]);
    tell(name, payload);
  });
}

function handleStatus(payload: string): void {
  status = payload;
  const { state } = JSON.parse(payload) as { readonly state?: unknown };
  if (state === 'crashed' || state === 'gone') line.detach();
}

function callsOf(names: readonly string[], ask: (name: string, input: unknown) => Promise<AnswerText>): object {
  return Object.freeze(Object.fromEntries(names.map((name) => [name, (input?: unknown) => ask(name, input)])));
}

/** All that a page can reach: no `ipcRenderer`, no channel names, no ports, no event objects. */
const bridge = {
  engine: callsOf(requests.engine, (name, input) => line.ask(name, input)),
  main: callsOf(
    requests.main,
    (name, input) => ipcRenderer.invoke(channels.request(name), input) as Promise<AnswerText>,
  ),
  on: (event: string, listener: Listener) => {
    const known = listeners.get(event);
    known?.add(listener);
    if (event === 'engineStatus') listener(status);
    for (const payload of unheard.get(event) ?? []) listener(payload);
    unheard.delete(event);
    return () => {
      known?.delete(listener);
    };
  },
} as unknown as MaloteBridge;

contextBridge.exposeInMainWorld('malote', Object.freeze(bridge));
