import type { Engine } from '../engine';
import type { Works } from './ports';

/**
 * Begins long work whose progress and end are in the deltas.
 * @param isUnderWay whether the engine shows it as begun; asked again each time something has changed
 * @returns once it is under way, or has ended already
 * @throws what kept it from beginning; what it fails by later becomes a notice
 */
export async function beginWork(
  host: Works,
  engine: Engine,
  work: () => Promise<unknown>,
  isUnderWay: () => boolean,
): Promise<void> {
  let hasBegun = false;
  let unsubscribe = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    unsubscribe = engine.subscribe((event) => {
      if (event.type !== 'watch' || !isUnderWay()) return;
      hasBegun = true;
      resolve();
    });
  });
  const done = host.atWork(null);
  const ended = work().then(() => undefined);
  host.inBackground(
    ended
      .catch((error: unknown) => {
        if (hasBegun) throw error;
      })
      .finally(() => {
        unsubscribe();
        done();
        host.console.refresh();
      }),
  );
  await Promise.race([begun, ended]);
}
