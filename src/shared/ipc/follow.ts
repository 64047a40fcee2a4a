import { applyDelta } from './apply-delta';
import type { ConsoleClient } from './client';
import type { ConsoleState, Delta } from './state';

export interface Following {
  /** Asks for a new snapshot, whatever is known. */
  refresh(): void;
  stop(): void;
}

export interface FollowOptions {
  /** Told why a snapshot could not be had. The next word of main that the engine is ready asks again. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Keeps a copy of the engine's state: a snapshot, then deltas; a gap in their numbers, a new engine or a new connection asks for a
 * new snapshot. The last state is kept, and told with the engine's new status, while the engine is away. `listener` is first called
 * with the first snapshot.
 */
export function followConsole(
  client: Pick<ConsoleClient, 'on'> & { readonly engine: Pick<ConsoleClient['engine'], 'snapshot'> },
  listener: (state: ConsoleState) => void,
  options: FollowOptions = {},
): Following {
  let state: ConsoleState | null = null;
  let engine: ConsoleState['engine'] = { state: 'starting' };
  /** Deltas that arrived since a snapshot was asked for; null while none is awaited. */
  let early: Delta[] | null = null;
  let asked = 0;

  const tell = (next: ConsoleState): void => {
    state = next.engine === engine ? next : { ...next, engine };
    listener(state);
  };
  const refresh = (): void => {
    early = [];
    const question = (asked += 1);
    client.engine.snapshot().then(
      (snapshot) => {
        if (question === asked) settle(snapshot);
      },
      (error: unknown) => {
        if (question !== asked) return;
        early = null;
        options.onFailure?.(error);
      },
    );
  };
  const settle = (snapshot: ConsoleState): void => {
    const waiting = (early ?? []).filter(({ epoch }) => epoch === snapshot.epoch);
    early = null;
    let next: ConsoleState | null = snapshot;
    for (const delta of waiting) next &&= applyDelta(next, delta);
    tell(next ?? snapshot);
    if (next === null) refresh();
  };
  const stops = [
    client.on('delta', (delta) => {
      if (early !== null) early.push(delta);
      else if (state !== null) {
        const next = applyDelta(state, delta);
        if (next === null) refresh();
        else if (next !== state) tell(next);
      }
    }),
    client.on('engineStatus', (status) => {
      engine = status;
      if (status.state === 'ready') refresh();
      if (state !== null) tell(state);
    }),
  ];
  return {
    refresh,
    stop: () => {
      asked += 1;
      for (const stop of stops) stop();
    },
  };
}
