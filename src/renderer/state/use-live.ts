import { connectionOf } from './console-store';
import { useConnection } from './services';

/** Whether the engine can be asked for something now. */
export function useLive(): boolean {
  return useConnection(connectionOf) === 'live';
}
