import type { JobAsked, JobKind } from '../../shared/jobs';
import type { ScheduledWork } from '../../shared/schedule';
import { monthAt, previousMonth } from '../domain';

/** A job as it is asked for. */
export type AskedJob = { readonly [Kind in JobKind]: { readonly kind: Kind; readonly asked: JobAsked<Kind> } }[JobKind];

/** What scheduled work asks of its job at this instant; null: it begins none. @param companies so many alone; null: all */
export function askedOf(work: ScheduledWork, companies: number | null, now: number): AskedJob | null {
  const month = monthAt(now);
  switch (work) {
    case 'run-current':
      return run(month, companies);
    case 'run-previous':
      return run(previousMonth(month), companies);
    case 'audit-light':
      return { kind: 'audit', asked: { scope: { months: [previousMonth(month), month], companies: null } } };
    case 'audit-full':
      return { kind: 'audit', asked: { scope: { months: null, companies: null }, full: true } };
    case 'scrub':
      return { kind: 'scrub', asked: {} };
    case 'backup':
      return { kind: 'backup', asked: {} };
    case 'backup-proof':
      return { kind: 'backup-proof', asked: {} };
    case 'retention':
      return { kind: 'retention', asked: {} };
    case 'closing-reminder':
    case 'silence-check':
      return null;
  }
}

function run(month: string, companies: number | null): AskedJob {
  return { kind: 'run', asked: { month, ...(companies === null ? {} : { limit: companies }) } };
}
