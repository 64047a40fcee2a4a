import type { CompanyPhase } from '../../shared/views';
import type { CompanyLine } from '../../shared/ipc/state';
import { GAP_REASONS, VERDICT_STATES, type CompanyVerdict, type VerdictReason } from '../../shared/ipc/verdict';
import type { LiveCompany } from '../ledger';

/** How far back the rate looks. Shorter, and it jumps from page to page; longer, and it remembers what is over. */
const WINDOW_MS = 60_000;

interface Sample {
  readonly at: number;
  readonly archived: number;
  readonly delivered: number;
}

/** What has come in and what has gone out, in documents. */
type Flow = 'archived' | 'delivered';

/** Documents a minute for each company, over the last minute. Its history is bounded by that minute. */
export class RateMeter {
  readonly #samples = new Map<string, Sample[]>();

  /** @param at milliseconds, never going back */
  sample(companies: readonly LiveCompany[], at: number): void {
    for (const company of companies) {
      const samples = this.#samples.get(company.taxId) ?? [];
      samples.push({ at, archived: archivedOf(company), delivered: company.delivered });
      // one sample beyond the window is where its growth is measured from
      while ((samples[1]?.at ?? Infinity) <= at - WINDOW_MS) samples.shift();
      this.#samples.set(company.taxId, samples);
    }
  }

  /** Rounded to whole documents; null when nothing has come in, or gone out. */
  ratePerMinute(taxId: string, flow: Flow): number | null {
    const samples = this.#samples.get(taxId) ?? [];
    const [first, last] = [samples[0], samples.at(-1)];
    if (first === undefined || last === undefined || last.at === first.at) return null;
    const rate = Math.round(((last[flow] - first[flow]) * WINDOW_MS) / (last.at - first.at));
    return rate > 0 ? rate : null;
  }

  forget(): void {
    this.#samples.clear();
  }
}

function archivedOf({ nfe, cte, other }: LiveCompany): number {
  return nfe + cte + other;
}

/** What a verdict says of a company; every other phase is work that is not over, one that is set aside included. */
const SETTLED: ReadonlySet<CompanyPhase> = new Set(VERDICT_STATES);

/**
 * What is still to do in a phase, in documents, and the flow that does it; null while nobody can tell: until SIEG has been asked for all
 * that the company has, what is known to be missing is not all that is to come.
 */
function restOf(company: LiveCompany, phase: CompanyPhase): { readonly flow: Flow; readonly documents: number } | null {
  if (phase === 'delivering') return { flow: 'delivered', documents: archivedOf(company) - company.delivered };
  return phase === 'comparing' && company.missing > 0 ? { flow: 'archived', documents: company.missing } : null;
}

/** A company's part is over no later than the whole: its pace is measured on less, while others had their turn. */
export function withinRun(line: CompanyLine, runSeconds: number | null): CompanyLine {
  const { etaSeconds } = line;
  if (etaSeconds === null || (runSeconds !== null && etaSeconds <= runSeconds)) return line;
  return { ...line, etaSeconds: runSeconds };
}

/**
 * A company's line in the table.
 * @param told where the engine says that the company is
 * @param rates documents a minute; null while nobody is at work
 * @param gaps as `gapsOf` gives them
 */
export function companyLine(
  company: LiveCompany,
  told: CompanyPhase,
  rates: Readonly<Record<Flow, number | null>>,
  gaps: number | null = null,
): CompanyLine {
  const { taxId, folder, nfe, cte, other, delivered } = company;
  const archived = archivedOf(company);
  const phase = phaseOf(company, told, rates);
  const settled = SETTLED.has(phase);
  const rest = restOf(company, phase);
  const throttle = rest === null ? null : rates[rest.flow];
  return {
    taxId,
    folder,
    phase,
    nfe,
    cte,
    other,
    archived,
    delivered,
    gaps: settled ? gaps : null,
    progress: progressOf(company, phase),
    ratePerMinute: settled ? null : rates.archived,
    etaSeconds: settled || rest === null || throttle === null ? null : Math.ceil((rest.documents * 60) / throttle),
  };
}

const GAPS: ReadonlySet<VerdictReason['code']> = new Set(GAP_REASONS);

/**
 * How much a verdict says is missing or not in order; null where it does not say. What SIEG counts more than is held includes what it
 * names, so of each kind the greater is taken.
 */
export function gapsOf({ state, reasons }: Pick<CompanyVerdict, 'state' | 'reasons'>): number | null {
  const counted = new Map<string, number>();
  for (const { code, kind, count } of reasons) {
    if (!GAPS.has(code)) continue;
    const about = code === 'missing' || code === 'short' ? `lack ${kind ?? ''}` : `${code} ${kind ?? ''}`;
    counted.set(about, Math.max(counted.get(about) ?? 0, count ?? 0));
  }
  const gaps = [...counted.values()].reduce((sum, one) => sum + one, 0);
  return gaps === 0 && (state === 'open' || state === 'gaps') ? null : gaps;
}

/** The engine tells phases less often than documents come in, and that it delivers, not for whom. */
function phaseOf(
  company: LiveCompany,
  told: CompanyPhase,
  { archived }: Readonly<Record<Flow, number | null>>,
): CompanyPhase {
  if (told === 'waiting' && archived !== null) return 'capturing';
  return told === 'delivering' && company.delivered >= archivedOf(company) ? 'comparing' : told;
}

/** Until SIEG has been asked for all that the company has, nobody knows how much there is. */
function progressOf(company: LiveCompany, phase: CompanyPhase): number | null {
  if (phase === 'complete') return 1;
  if (phase !== 'comparing' && phase !== 'delivering' && phase !== 'gaps') return null;
  const known = archivedOf(company) + company.missing;
  return known === 0 ? null : company.delivered / known;
}
