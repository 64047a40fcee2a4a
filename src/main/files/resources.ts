import { join } from 'node:path';

/** A file of resources/, which lies beside out/ in a package as in the sources. */
export function resource(...segments: readonly string[]): string {
  return join(import.meta.dirname, '..', '..', 'resources', ...segments);
}
