import {
  SIEG_KINDS,
  cancelledBy,
  addDays,
  firstDay,
  lastDay,
  nextMonth,
  previousMonth,
  type Day,
  type SiegKind,
} from '../domain';
import { ACCOUNT, type CaptureContext } from './context';
import type { Sweep, Sweeper } from './sweeper';
import type { Questions } from './questions';
import { isSkippable } from './skippable';
import { cutWindow } from './windows';

/** Kinds whose cancellations are asked for by their own date. */
export const CANCELLATION_KINDS: readonly SiegKind[] = SIEG_KINDS.filter((kind) => cancelledBy(kind).length > 0);
/** Days before those that were asked last: an event may enter the vault some days after its date. */
const OVERLAP_DAYS = 3;

/** Questions that one month's cancellations take at least. */
export const CANCELLATION_QUESTIONS = SIEG_KINDS.flatMap(cancelledBy).length;

/**
 * Cancellations by the date of the event: they come weeks after their document, also for documents of earlier months, and no
 * count tells of them. A question that was answered to its end not long ago is not asked again.
 */
export class Cancellations {
  constructor(
    private readonly context: CaptureContext,
    private readonly sweeper: Sweeper,
    private readonly questions: Questions,
  ) {}

  async bring(): Promise<void> {
    const { month, clock, observer, api, ledger, tuning } = this.context;
    observer.phase('events');
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    const from = firstDay(month);
    const end = lastDay(nextMonth(month));
    const to = end < today ? end : today;
    if (to < from) return;
    for (const kind of SIEG_KINDS) {
      if (ledger.documents.heldInWindow(kind, firstDay(previousMonth(month)), lastDay(month), null) === 0) continue;
      for (const eventType of cancelledBy(kind)) {
        const begin = tuning.closing ? from : this.#notYetAsked(kind, eventType, from, to);
        for (const window of cutWindow(begin, to, api.capabilities.maxWindowDays))
          await this.#ask({ kind, ...window, ...(eventType === null ? {} : { eventType }) });
      }
    }
  }

  /**
   * In an open month only the days that were not asked to their end before, and a few before them: cancellations of earlier days come
   * with the pages of what entered the vault, and the closing asks for all days.
   */
  #notYetAsked(kind: SiegKind, eventType: string | null, from: Day, to: Day): Day {
    const query = { scope: ACCOUNT.name, kind, filter: 'event' as const, from, to, eventType };
    let asked: Day | null = null;
    for (const walked of this.context.ledger.requests.completeWindows(query)) {
      if (walked.from > (asked === null ? from : addDays(asked, 1))) break;
      if (asked === null || walked.to > asked) asked = walked.to;
    }
    if (asked === null) return from;
    const again = addDays(asked, -OVERLAP_DAYS);
    return again < from ? from : again;
  }

  async #ask(asked: Pick<Sweep, 'kind' | 'from' | 'to' | 'eventType'>): Promise<void> {
    const sweep: Sweep = { scope: ACCOUNT, filter: 'event', promised: null, ...asked };
    if (this.sweeper.recentPass(sweep)?.state === 'complete') return;
    const { kind, filter, from, to, eventType = null } = sweep;
    const question = {
      operation: 'events' as const,
      scope: ACCOUNT.name,
      companyId: null,
      kind,
      filter,
      eventType,
      from,
      to,
    };
    try {
      await this.sweeper.sweepInParts(sweep);
      this.questions.answered(question);
    } catch (error) {
      if (!isSkippable(error)) throw error;
      this.questions.leaveOpen(question, error);
    }
  }
}
