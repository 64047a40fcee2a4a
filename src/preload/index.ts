import { contextBridge, ipcRenderer } from 'electron';
import { channels } from '../shared/ipc/channels';
import type { MaloteBridge, RuntimeProbeAnswer } from '../shared/ipc/runtime-probe';

/** All that a page can reach: no `ipcRenderer`, no channel names, no event objects. */
const bridge: MaloteBridge = {
  runtimeProbe: () => ipcRenderer.invoke(channels.runtimeProbe) as Promise<RuntimeProbeAnswer>,
};

contextBridge.exposeInMainWorld('malote', Object.freeze(bridge));
