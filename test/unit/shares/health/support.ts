import { MaloteError, type ErrorCode } from '../../../../src/shared/errors';
import { systemClock } from '../../../../src/engine/base/clock';
import {
  HealthMonitor,
  type HealthMonitorOptions,
  type HealthStore,
  type LastState,
  type Look,
  type ShareChange,
  type WatchedRoot,
} from '../../../../src/engine/shares';
import type { ShareRoot } from '../../../../src/shared/ipc/shares';

export const GOOD: Look = { latencyMs: 20, freeBytes: 5e12 };

/** A root that does what the test says. */
export interface TestRoot extends WatchedRoot {
  /** What the next looks find: a look, a failure, silence until it is given up, or silence that does not even hear of that. */
  behaves: Look | ErrorCode | 'hangs' | 'deaf';
  looks: number;
  /** Most looks that were under way together. */
  together: number;
}

export function testRoot(root: ShareRoot, behaves: TestRoot['behaves'] = GOOD): TestRoot {
  let underWay = 0;
  const self: TestRoot = {
    root,
    location: `/pastas/${root}`,
    behaves,
    looks: 0,
    together: 0,
    look: async (signal) => {
      self.looks += 1;
      underWay += 1;
      self.together = Math.max(self.together, underWay);
      try {
        // a look takes a moment, as on a disk
        await new Promise((resolve) => setTimeout(resolve, 1));
        const found = self.behaves;
        if (found === 'hangs' || found === 'deaf') return await silence(found === 'hangs' ? signal : null);
        if (typeof found === 'string') throw new MaloteError(found, { location: self.location, cause: 'caiu' });
        return found;
      } finally {
        underWay -= 1;
      }
    },
  };
  return self;
}

function silence(signal: AbortSignal | null): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new MaloteError('CANCELLED'));
    });
  });
}

export interface MemoryStore extends HealthStore {
  readonly samples: { readonly root: ShareRoot; readonly found: Look | { readonly code: string } }[];
  readonly changes: ShareChange[];
  failing: boolean;
}

/** Holds the changes of one process; `last` may be changed as another process would. */
export function memoryStore(last: Partial<Record<ShareRoot, LastState>> = {}): MemoryStore {
  const store: MemoryStore = {
    samples: [],
    changes: [],
    failing: false,
    sample: (root, _at, found) => {
      if (store.failing) throw new Error('database is locked');
      store.samples.push({ root, found });
    },
    lastState: (root) => last[root] ?? null,
    changed: (change) => {
      store.changes.push(change);
      const { root, to: state, at: since, cause } = change;
      if (state !== 'recovering') last[root] = { state, since, cause };
    },
  };
  return store;
}

export interface Watching {
  readonly monitor: HealthMonitor;
  readonly store: MemoryStore;
  readonly told: ShareChange[];
  readonly errors: unknown[];
  /** `import ok`, in the order in which it was told. */
  readonly states: () => string[];
}

/** A monitor on the system's clock, which the test's fake timers move. */
export function watching(
  roots: readonly WatchedRoot[],
  options: Partial<HealthMonitorOptions> = {},
  store: MemoryStore = memoryStore(),
): Watching {
  const told: ShareChange[] = [];
  const errors: unknown[] = [];
  const monitor = new HealthMonitor({
    roots,
    store,
    clock: systemClock(),
    random: () => 0,
    onChange: (change) => told.push(change),
    onLook: () => undefined,
    onError: (error) => errors.push(error),
    ...options,
  });
  return { monitor, store, told, errors, states: () => told.map(({ root, to }) => `${root} ${to}`) };
}
