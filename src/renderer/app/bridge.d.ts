import type { MaloteBridge } from '../../shared/ipc/runtime-probe';

declare global {
  interface Window {
    readonly malote: MaloteBridge;
  }
}
