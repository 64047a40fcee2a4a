import { breathe } from '../base';
import { firstDay, lastDay, type SiegKind } from '../domain';
import { SIEG_ROLES, type Counts } from '../sieg';
import { ACCOUNT, companyScopes, type CaptureContext, type Scope } from './context';
import type { Counter } from './counter';
import type { MissingFetcher } from './missing-fetcher';
import { KINDS_WITH_REPORT } from '../sieg';
import type { Reports } from './reports';
import type { Windows } from './windows';

/** Scopes whose documents are counted in one go: a very large client's takes some 20 ms. */
const SCOPES_AT_ONCE = 10;

/**
 * What pages left short: whoever names keys is asked, and what is named is fetched, until the shortfall is explained or nobody is
 * left to ask. A part of the account whose pages give nothing is asked for in another way: a company through the whole account,
 * the account through its companies.
 */
export class Shortfalls {
  constructor(
    private readonly context: CaptureContext,
    private readonly parts: {
      readonly counter: Counter;
      readonly windows: Windows;
      readonly reports: Reports;
      readonly named: MissingFetcher;
    },
  ) {}

  /** @param count the month's counts of a scope as last told */
  async close(scopes: readonly Scope[], count: (scope: Scope) => Promise<Counts>): Promise<void> {
    const { reports, named, windows } = this.parts;
    if (scopes[0] !== ACCOUNT) await this.#throughAccount(scopes, count, 'cheap');
    else if (this.#behindTheWall().size > 0) await this.#throughCompanies(count);
    for (;;) {
      const asked = this.context.api.capabilities.reports ? await this.#explain(scopes, count) : 0;
      await reports.finish();
      await named.fetch((kind) => !windows.isStuck(ACCOUNT, kind));
      if (asked === 0) break;
    }
    if (scopes[0] !== ACCOUNT) await this.#throughAccount(scopes, count, 'any');
  }

  /** @returns how many reports were asked */
  async #explain(scopes: readonly Scope[], count: (scope: Scope) => Promise<Counts>): Promise<number> {
    const { ledger, month, observer } = this.context;
    const counts = await Promise.all(scopes.map(async (scope) => ({ scope, counts: await count(scope) })));
    let asked = 0;
    for (const kind of KINDS_WITH_REPORT) {
      const short = await this.#shortfall(counts, kind);
      const unexplained = (): number => short - ledger.expectations.namedUnasked(month, kind);
      const shortfall = unexplained();
      if (shortfall <= 0) continue;
      observer.phase('reports');
      // a report brings names and no documents: what is short stays what it was
      asked += await this.parts.reports.explain(kind, shortfall, () => unexplained() <= 0);
      const left = unexplained();
      if (left > 0) ledger.expectations.noteLeftShort(month, kind, left);
    }
    return asked;
  }

  /** Documents of a kind that the scopes are short of; a document may stand in two of a company's roles. */
  async #shortfall(
    counts: readonly { readonly scope: Scope; readonly counts: Counts }[],
    kind: SiegKind,
  ): Promise<number> {
    let short = 0;
    for (const [place, { scope, counts: of }] of counts.entries()) {
      // there may be thousands of them: other work goes on between them
      if (place % SCOPES_AT_ONCE === SCOPES_AT_ONCE - 1) await breathe();
      short += Math.max(0, (of[kind] ?? 0) - this.#held(scope, kind));
    }
    return short;
  }

  #held(scope: Scope, kind: SiegKind): number {
    const { month } = this.context;
    return this.parts.windows.held({ scope, kind, from: firstDay(month), to: lastDay(month) });
  }

  /**
   * Pages that one role does not give may come without a filter: of the days and kinds that are short.
   * @param which only where that takes fewer requests than fetching one by one, or what is left after that
   */
  async #throughAccount(
    scopes: readonly Scope[],
    count: (scope: Scope) => Promise<Counts>,
    which: 'cheap' | 'any',
  ): Promise<void> {
    const { windows, counter } = this.parts;
    const { reports, maxTake } = this.context.api.capabilities;
    for (const { scope, kind, from, to } of windows.unresolved) {
      const missing = ((await count(scope))[kind] ?? 0) - this.#held(scope, kind);
      if (!scopes.includes(scope) || missing <= 0) continue;
      const counts = await counter.count(ACCOUNT, { by: 'issue', from, to });
      const pages = Math.ceil((counts[kind] ?? 0) / maxTake);
      if (which === 'cheap' && reports && pages > missing) continue;
      await windows.reconcile(ACCOUNT, from, to, counts, [kind]);
    }
  }

  /** Kinds of which more documents lie behind an offset that pages do not reach than counting the companies costs. */
  #behindTheWall(): Map<SiegKind, number> {
    const { windows } = this.parts;
    const missing = new Map<SiegKind, number>();
    for (const window of windows.unresolved) {
      if (window.scope !== ACCOUNT || !windows.isBehindWall(window)) continue;
      missing.set(window.kind, (missing.get(window.kind) ?? 0) + window.promised - windows.held(window));
    }
    const scopes = this.context.companies.length * SIEG_ROLES.length;
    return new Map([...missing].filter(([, documents]) => documents > scopes));
  }

  /** A day that is too long for the whole account is short enough for one company in one role. */
  async #throughCompanies(count: (scope: Scope) => Promise<Counts>): Promise<void> {
    const { companies, month } = this.context;
    const { windows } = this.parts;
    const kinds = [...this.#behindTheWall().keys()];
    for (const scope of companyScopes(companies)) {
      const short = kinds.filter((kind) =>
        windows.unresolved.some((one) => one.scope === ACCOUNT && one.kind === kind),
      );
      if (short.length === 0) return;
      const counts = await count(scope);
      await windows.reconcile(scope, firstDay(month), lastDay(month), counts, short);
    }
  }
}
