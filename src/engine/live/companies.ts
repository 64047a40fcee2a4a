import type { CompanyPhase } from '../../shared/views';
import type { CompanyLine } from '../../shared/ipc/state';
import type { LiveCompany } from '../ledger';

/** How far back the rate looks. Shorter, and it jumps from page to page; longer, and it remembers what is over. */
const WINDOW_MS = 60_000;

interface Sample {
  readonly at: number;
  readonly archived: number;
}

/** Documents a minute for each company, over the last minute. Its history is bounded by that minute. */
export class RateMeter {
  readonly #samples = new Map<string, Sample[]>();

  /** @param at milliseconds, never going back */
  sample(companies: readonly LiveCompany[], at: number): void {
    for (const company of companies) {
      const samples = this.#samples.get(company.taxId) ?? [];
      samples.push({ at, archived: archivedOf(company) });
      // one sample beyond the window is where its growth is measured from
      while ((samples[1]?.at ?? Infinity) <= at - WINDOW_MS) samples.shift();
      this.#samples.set(company.taxId, samples);
    }
  }

  /** Rounded to whole documents; null when nothing has come in. */
  ratePerMinute(taxId: string): number | null {
    const samples = this.#samples.get(taxId) ?? [];
    const [first, last] = [samples[0], samples.at(-1)];
    if (first === undefined || last === undefined || last.at === first.at) return null;
    const rate = Math.round(((last.archived - first.archived) * WINDOW_MS) / (last.at - first.at));
    return rate > 0 ? rate : null;
  }

  forget(): void {
    this.#samples.clear();
  }
}

function archivedOf({ nfe, cte, other }: LiveCompany): number {
  return nfe + cte + other;
}

const AT_WORK: ReadonlySet<CompanyPhase> = new Set(['waiting', 'capturing', 'comparing']);

/** A company's line in the table. `rate` is null while nobody is at work. */
export function companyLine(company: LiveCompany, phase: CompanyPhase, rate: number | null): CompanyLine {
  const { taxId, folder, nfe, cte, other, delivered, missing, conflicts } = company;
  const archived = archivedOf(company);
  const settled = !AT_WORK.has(phase);
  return {
    taxId,
    folder,
    phase,
    nfe,
    cte,
    other,
    archived,
    delivered,
    gaps: missing + conflicts,
    progress: progressOf(company, phase),
    ratePerMinute: settled ? null : rate,
    etaSeconds: settled || rate === null || missing === 0 ? null : Math.ceil((missing * 60) / rate),
  };
}

/** Until the company is compared with what SIEG reports of it, nobody knows how much there is. */
function progressOf(company: LiveCompany, phase: CompanyPhase): number | null {
  if (phase === 'complete') return 1;
  if (phase !== 'comparing' && phase !== 'gaps') return null;
  const known = archivedOf(company) + company.missing;
  return known === 0 ? null : company.delivered / known;
}
