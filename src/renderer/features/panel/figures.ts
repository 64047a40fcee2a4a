import type { TotalsView } from '../../../shared/ipc/state';
import { t } from '../../i18n';

type Name = keyof typeof t.panel.totals.hints;

export interface Figure {
  readonly name: Name;
  readonly label: string;
  readonly value: number | null;
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
}

/** Before the first run of a month has come to its end, what is not there is still to be fetched, not missing. */
export type MonthStage = 'under-way' | 'complete' | 'gaps';

/** The month's figures in their order; the rare ones only when they are not zero. */
export function figuresOf(totals: TotalsView, stage: MonthStage): Figure[] {
  const { verified, pending, conflicts, unassigned, refused, damaged = 0 } = totals;
  const settled = stage !== 'under-way';
  return [
    figure('expected', totals.expected),
    figure('archived', totals.archived),
    figure('verified', verified, stage === 'complete' && verified > 0 ? 'good' : 'plain'),
    settled ? figure('missing', totals.missing, totals.missing > 0 ? 'warn' : 'plain') : toFetch(totals),
    figure('pending', pending, settled && pending > 0 ? 'warn' : 'plain'),
    figure('events', totals.events),
    figure('cancelled', totals.cancelled),
    ...rare('damaged', damaged, 'bad'),
    ...rare('conflicts', conflicts, 'bad'),
    ...rare('unassigned', unassigned, 'plain'),
    ...rare('refused', refused, 'warn'),
  ];
}

/** Counted and not there yet. */
function toFetch({ expected, archived }: TotalsView): Figure {
  const value = expected === null ? null : Math.max(0, expected - archived);
  return { ...figure('missing', value), label: t.panel.totals.missingEarly };
}

function figure(name: Name, value: number | null, tone: Figure['tone'] = 'plain'): Figure {
  return { name, label: t.panel.totals[name], value, tone };
}

function rare(name: Name, value: number, tone: Figure['tone']): Figure[] {
  return value === 0 ? [] : [figure(name, value, tone)];
}
