import type { ShareRoot } from '../../shared/ipc/shares';
import type { WaitingSend } from '../ledger';
import { isShareKind } from './texts';

/** What leaves next on a channel: as one message, at this instant at the earliest. */
export interface NextMessage {
  readonly ids: readonly number[];
  readonly at: number;
}

/**
 * The next message of a channel, or null when nothing waits. Alerts of one kind that were raised within `batchMs` of the first, each of
 * another root, are one message. What concerns one root leaves in the order in which it happened; roots do not wait for each other.
 * @param waiting oldest first
 */
export function nextMessage(waiting: readonly WaitingSend[], batchMs: number): NextMessage | null {
  const begun = new Set<ShareRoot>();
  const taken = new Set<number>();
  let next: NextMessage | null = null;
  for (const first of waiting) {
    if (taken.has(first.id) || (first.root !== null && begun.has(first.root))) continue;
    const group = groupFrom(first, waiting, begun, batchMs);
    for (const { id, root } of group) {
      taken.add(id);
      if (root !== null) begun.add(root);
    }
    const at = Math.max(...group.map(({ notBefore }) => Date.parse(notBefore)));
    if (next === null || at < next.at) next = { ids: group.map(({ id }) => id), at };
  }
  return next;
}

/** `first` and what may leave with it. */
function groupFrom(
  first: WaitingSend,
  waiting: readonly WaitingSend[],
  begun: ReadonlySet<ShareRoot>,
  batchMs: number,
): WaitingSend[] {
  if (first.root === null || !isShareKind(first.kind)) return [first];
  const until = Date.parse(first.at) + batchMs;
  const group = [first];
  const passed = new Set<ShareRoot>([...begun, first.root]);
  for (const other of waiting) {
    if (other.id <= first.id || other.root === null || passed.has(other.root)) continue;
    // whether it joins or not, what comes later of its root must wait for it
    passed.add(other.root);
    if (other.kind === first.kind && Date.parse(other.at) <= until) group.push(other);
  }
  return group;
}
