import { MaloteError } from '../../shared/errors';
import type { HeldLock } from '../ledger';

/** Nobody else takes in documents meanwhile. @throws MaloteError RUN_IN_PROGRESS */
export function takeRunLock(lock: HeldLock): void {
  const holder = lock.take();
  if (holder === null) return;
  throw new MaloteError('RUN_IN_PROGRESS', { pid: holder.pid, host: holder.host, since: holder.takenAt });
}
