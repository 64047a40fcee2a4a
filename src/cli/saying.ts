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
  const look = (): void => {
    const now = host.now().getTime();
    const text = now - toldAt >= QUIET_MS ? sentenceOrNull(sentence) : null;
    if (text === null) return;
    toldAt = now;
    reporter.say(text);
  };
  const unsubscribe = engine.subscribe(({ type }) => {
    if (type === 'watch') look();
  });
  // what only waits tells nothing
  const timer = setInterval(look, QUIET_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    unsubscribe();
  }
}

/** A ledger that cannot be read now is no reason to end the work. */
function sentenceOrNull(sentence: () => string | null): string | null {
  try {
    return sentence();
  } catch {
    return null;
  }
}
