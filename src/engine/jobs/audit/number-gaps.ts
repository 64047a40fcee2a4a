import { decodeAccessKey } from '../../domain';
import { readFiscal } from '../../fiscal';
import type { ResolvedScope, Ledger, NewFinding, NumberGap } from '../../ledger';
import { fromStored, type FileRoot } from '../../shares';
import type { Clients } from './place';

type Range = readonly [from: number, to: number];

const KEYS_AT_ONCE = 5_000;
const FILES_AT_ONCE = 50;

const unpadded = (text: string | null): string => (text ?? '').replace(/^0+(?=.)/, '');
const seriesKey = (issuer: string, model: string, series: string | null): string =>
  `${issuer.padStart(14, '0')}|${model}|${unpadded(series)}`;

/** Numbers that are accounted for without a document being held, by issuer, model and series. */
export class Accounted {
  readonly #ranges = new Map<string, Range[]>();

  add(issuer: string, model: string, series: string | null, range: Range): void {
    const key = seriesKey(issuer, model, series);
    const known = this.#ranges.get(key);
    if (known === undefined) this.#ranges.set(key, [range]);
    else known.push(range);
  }

  /** What of a gap is left. */
  without({ issuer, model, series, from, to }: NumberGap): Range[] {
    const ranges = [...(this.#ranges.get(seriesKey(issuer, model, series)) ?? [])].sort(
      (one, other) => one[0] - other[0],
    );
    const left: Range[] = [];
    let next = from;
    for (const [first, last] of ranges) {
      if (last < next || first > to) continue;
      if (first > next) left.push([next, first - 1]);
      next = Math.max(next, last + 1);
    }
    if (next <= to) left.push([next, to]);
    return left;
  }
}

/** Ranges that the tax authority accepted as unused, and promised keys that are missing: those have a name already. */
export async function accountedNumbers(ledger: Ledger, kept: FileRoot, signal: AbortSignal): Promise<Accounted> {
  const accounted = new Accounted();
  for (let keys = ledger.auditReads.missingKeys('', KEYS_AT_ONCE); keys.length > 0;) {
    for (const key of keys) {
      const parts = decodeAccessKey(key);
      const number = Number(parts?.number);
      if (parts !== null) accounted.add(parts.issuer, parts.model, parts.series ?? parts.satSerial, [number, number]);
    }
    keys = ledger.auditReads.missingKeys(keys.at(-1) ?? '', KEYS_AT_ONCE);
  }
  await addVoided(accounted, ledger, kept, signal);
  return accounted;
}

/** A kept file that cannot be read accounts for nothing: the gap is then shown. */
async function addVoided(accounted: Accounted, ledger: Ledger, kept: FileRoot, signal: AbortSignal): Promise<void> {
  const files = ledger.auditReads.voidedFiles();
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    const paths = files.slice(at, at + FILES_AT_ONCE).map(({ path }) => fromStored(path));
    for (const result of await kept.readMany(paths, { signal })) {
      if (!result.ok && result.error.code === 'CANCELLED') throw result.error;
      if (!result.ok || result.value === null) continue;
      for (const item of readFiscal(result.value).items) {
        if (item.type !== 'voided-range' || item.issuer === null) continue;
        const [from, to] = [Number(item.from), Number(item.to ?? item.from)];
        if (from > 0 && to >= from) accounted.add(item.issuer, item.model, item.series, [from, to]);
      }
    }
  }
}

/** One finding for each series of a client company that leaves numbers out, with all its ranges. */
export function* numberGaps(
  ledger: Ledger,
  resolved: ResolvedScope,
  clients: Clients,
  accounted: Accounted,
): Generator<NewFinding[]> {
  for (const company of clients.all) {
    if (resolved.companies !== null && !resolved.companies.includes(company.id)) continue;
    const series = new Map<string, { readonly gaps: NumberGap[]; readonly ranges: Range[] }>();
    for (const gap of ledger.auditReads.gapsOf(company, resolved.months)) {
      const ranges = accounted.without(gap);
      if (ranges.length === 0) continue;
      const key = seriesKey(gap.issuer, gap.model, gap.series);
      const known = series.get(key) ?? { gaps: [], ranges: [] };
      series.set(key, { gaps: [...known.gaps, gap], ranges: [...known.ranges, ...ranges] });
    }
    yield [...series.values()].flatMap(({ gaps, ranges }) => findingOf(gaps, ranges));
  }
}

/** Its month is that of all its gaps, or none. */
function findingOf(gaps: readonly NumberGap[], ranges: readonly Range[]): NewFinding[] {
  const [first] = gaps;
  if (first === undefined) return [];
  const { companyId, kind, model, series, month } = first;
  const numbers = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return [
    {
      category: 'number-gap',
      identity: null,
      root: null,
      path: null,
      size: null,
      companyId,
      kind,
      month: gaps.every((gap) => gap.month === month) ? month : null,
      detail: { model, series, ranges, numbers },
    },
  ];
}
