import { SIEG_KINDS, firstDay, keyOfIdentity, lastDay, type Day, type SiegKind } from '../domain';
import type { MissingDocument } from '../ledger';
import { ACCOUNT, type CaptureContext } from './context';
import type { SingleFetcher } from './single-fetcher';
import type { Sweeper } from './sweeper';
import { isSkippable } from './skippable';
import { captureMessages } from '../../shared/messages/pt-BR/capture';

/** Brings documents that a witness named and no page brought: a whole day again where that is cheaper, else one by one. */
export class MissingFetcher {
  constructor(
    private readonly context: CaptureContext,
    private readonly sweeper: Sweeper,
    private readonly singles: SingleFetcher,
  ) {}

  /** @param pagesWork whether pages of a kind still bring anything */
  async fetch(pagesWork: (kind: SiegKind) => boolean = () => true): Promise<void> {
    const { ledger, month, observer } = this.context;
    observer.phase('singles');
    const missing = ledger.expectations.missing(month);
    for (const { kind, day, promised } of this.#daysWorthAPage(missing)) {
      if (!pagesWork(kind) || this.#wasWalked(kind, day)) continue;
      try {
        await this.sweeper.sweep({ scope: ACCOUNT, kind, filter: 'issue', from: day, to: day, promised });
      } catch (error) {
        if (!isSkippable(error)) throw error;
        observer.notice(captureMessages.failedOn(kind, day, day, error.message));
      }
    }
    await this.singles.fetch(ledger.expectations.missing(month));
  }

  /** The pages of this day were walked to their end in this run: what they did not bring they will not bring the second time. */
  #wasWalked(kind: SiegKind, day: Day): boolean {
    const pass = this.sweeper.recentPass({ scope: ACCOUNT, kind, filter: 'issue', from: day, to: day, promised: null });
    return pass !== undefined && pass.state !== 'open' && this.context.chain.includes(pass.runId);
  }

  /** Days of which so many keys are missing that their pages are fewer requests than the keys, or of which something without a key is. */
  #daysWorthAPage(missing: readonly MissingDocument[]): { kind: SiegKind; day: Day; promised: number }[] {
    const { ledger, month, api } = this.context;
    return SIEG_KINDS.flatMap((kind) => {
      const held = ledger.documents.heldPerDay(kind, firstDay(month), lastDay(month));
      const perDay = new Map<Day, number>();
      const onlyByPages = new Set<Day>();
      for (const { kind: of, issueDay, identity } of missing) {
        if (of !== kind || issueDay === null) continue;
        perDay.set(issueDay, (perDay.get(issueDay) ?? 0) + 1);
        if (keyOfIdentity(identity) === null) onlyByPages.add(issueDay);
      }
      return [...perDay]
        .map(([day, count]) => ({ kind, day, count, promised: (held.get(day) ?? 0) + count }))
        .filter(
          ({ day, count, promised }) => onlyByPages.has(day) || pagesOfDay(promised, api.capabilities.maxTake) < count,
        );
    });
  }
}

/** Requests that a whole day takes; a walk ends with a page that is not full. */
export function pagesOfDay(documents: number, maxTake: number): number {
  return Math.ceil(documents / maxTake) + 1;
}
