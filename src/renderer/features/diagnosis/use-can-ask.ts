import { useConnection } from '../../state/services';

/** Whether the engine's process answers, be its workspace open or not: a diagnosis is asked for where nothing else can be. */
export function useCanAsk(): boolean {
  return useConnection(({ engine }) => engine.state === 'ready');
}
