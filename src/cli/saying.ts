import type { Engine } from '../engine';
import type { Host } from './host';
import type { Reporter } from './reporter';

/** Between two sentences. */
const QUIET_MS = 5_000;

export interface SayingOptions {
  readonly host: Pick<Host, 'now'>;
  readonly engine: Pick<Engine, 'subscribe'>;
  readonly reporter: Pick<Reporter, 'say'>;
  /** How far it is, in Portuguese; null while there is nothing to say. */
  readonly sentence: () => string | null;
}

/** Says now and then how far a long piece of work is: the first time after a few seconds, so that a short one stays silent. */
export async function saying<Value>(
  { host, engine, reporter, sentence }: SayingOptions,
  work: () => Promise<Value>,
): Promise<Value> {
  let toldAt = host.now().getTime();
  const unsubscribe = engine.subscribe(({ type }) => {
    const now = host.now().getTime();
    const text = type === 'watch' && now - toldAt >= QUIET_MS ? sentence() : null;
    if (text === null) return;
    toldAt = now;
    reporter.say(text);
  });
  try {
    return await work();
  } finally {
    unsubscribe();
  }
}
