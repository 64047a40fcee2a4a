import { isObject } from './json';
import type { JsonObject } from './json';
import { GROUPS } from './schema';

/** Fields of `present` that `isKnown` does not claim and `next` does not set are carried over; the rest is `next`. */
function carryOver(present: unknown, next: JsonObject, isKnown: (name: string) => boolean): JsonObject {
  if (!isObject(present)) return next;
  const unknown = Object.entries(present).filter(([name]) => !isKnown(name) && !(name in next));
  return { ...next, ...Object.fromEntries(unknown) };
}

/**
 * What to write: the new settings, and of the present file what this version does not know, at every level.
 * A known optional field that the new settings leave out is removed.
 */
export function mergeUnknown(present: unknown, next: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...carryOver(present, next, (name) => name in GROUPS) };
  for (const [name, group] of Object.entries(GROUPS)) {
    const [before, after] = [isObject(present) ? present[name] : undefined, merged[name]];
    if (isObject(after)) merged[name] = carryOver(before, after, (field) => field in group.shape);
  }
  return merged;
}
