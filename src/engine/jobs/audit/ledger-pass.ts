import { MaloteError } from '../../../shared/errors';
import { breathe } from '../../base';
import { firstDay, lastDay, SIEG_KINDS, type Month, type SiegKind } from '../../domain';
import type { ResolvedScope, Ledger, NewFinding } from '../../ledger';
import type { FileRoot } from '../../shares';
import type { Figures } from './figures';
import { accountedNumbers, numberGaps } from './number-gaps';
import type { Clients } from './place';

/** Documents that one statement looks at: other work gets its turn in between. */
const DOCUMENTS_AT_ONCE = 20_000;
/** So many documents in a month make a month without any worth a word. */
const MANY = 20;

export interface LedgerPassOptions {
  readonly auditId: number;
  readonly ledger: Ledger;
  readonly kept: FileRoot;
  readonly resolved: ResolvedScope;
  readonly clients: Clients;
  readonly figures: Figures;
  readonly onProgress: () => void;
}

/** What the ledger alone says: promises against what is held, what is held against what was handed over. @throws MaloteError CANCELLED */
export async function ledgerPass(options: LedgerPassOptions, signal: AbortSignal): Promise<void> {
  const { auditId, ledger, resolved, clients, kept, onProgress } = options;
  const { auditFindings } = ledger;
  await documentsInTurns(options, signal);
  const steps = [
    () => auditFindings.addMissing(auditId, resolved),
    () => addShortfalls(options),
    () => auditFindings.addConflicts(auditId, resolved),
    () => auditFindings.addCancelledLive(auditId, resolved),
    () => auditFindings.addLiveCancelled(auditId, resolved),
    () => auditFindings.addClaimedGhosts(auditId, resolved),
    () => auditFindings.addSilentCompanies(auditId, resolved, MANY),
  ];
  for (const step of steps) await turn(step, onProgress, signal);
  const accounted = await accountedNumbers(ledger, kept, signal);
  for (const gaps of numberGaps(ledger, resolved, clients, accounted)) {
    if (gaps.length === 0) continue;
    await turn(() => ledger.transaction(() => ledger.audits.add(auditId, gaps)), onProgress, signal);
  }
}

async function turn(work: () => void, onProgress: () => void, signal: AbortSignal): Promise<void> {
  await breathe();
  if (signal.aborted) throw new MaloteError('CANCELLED');
  work();
  onProgress();
}

async function documentsInTurns(options: LedgerPassOptions, signal: AbortSignal): Promise<void> {
  const { auditId, ledger, resolved, figures, onProgress } = options;
  const last = ledger.auditReads.lastDocumentId();
  for (let from = 1; from <= last; from += DOCUMENTS_AT_ONCE) {
    const to = from + DOCUMENTS_AT_ONCE - 1;
    const look = (): void => {
      const counts = ledger.auditReads.witnesses(resolved, from, to);
      figures.ledger += counts.ledger;
      figures.handedOver += counts.handedOver;
      figures.handedOverBefore += counts.handedOverBefore;
      figures.waiting += counts.waiting;
      // each of them is accounted for: no orphan to look for
      if (counts.handedOver + counts.waiting < counts.ledger)
        ledger.auditFindings.addOrphans(auditId, resolved, from, to);
    };
    await turn(look, onProgress, signal);
  }
}

/**
 * SIEG's counts are of the whole account, so they are a witness only when no company was asked for. What they promise beyond what is
 * held and what is missing by name is one nameless finding a month and kind.
 */
function addShortfalls({ auditId, ledger, resolved, figures }: LedgerPassOptions): void {
  const named = new Map(ledger.auditReads.promised(resolved).map((row) => [`${row.month}|${row.kind}`, row.named]));
  if (resolved.companies === null) {
    for (const month of resolved.months ?? ledger.auditReads.countedMonths()) {
      const held = ledger.evidence.heldByKind(firstDay(month), lastDay(month));
      for (const kind of SIEG_KINDS) addShortfall(month, kind, held.get(kind) ?? 0, named, { auditId, ledger });
    }
  }
  figures.promised = [...named.values()].reduce((sum, promised) => sum + promised, 0);
}

/** `promised` holds what was promised by name, and afterwards the greater of that and the most that SIEG ever counted. */
function addShortfall(
  month: Month,
  kind: SiegKind,
  held: number,
  promised: Map<string, number>,
  { auditId, ledger }: Pick<LedgerPassOptions, 'auditId' | 'ledger'>,
): void {
  const [from, to] = [firstDay(month), lastDay(month)];
  const counted = ledger.requests.lastCount('account', kind, from, to);
  if (counted === null) return;
  const key = `${month}|${kind}`;
  promised.set(key, Math.max(ledger.requests.greatestCount('account', kind, from, to), promised.get(key) ?? 0));
  const missing = ledger.expectations.missing(month).filter((one) => one.kind === kind).length;
  if (counted <= held + missing) return;
  const finding: NewFinding = {
    category: 'missing',
    identity: null,
    companyId: null,
    kind,
    month,
    root: null,
    path: null,
    size: null,
    detail: { promised: counted, held },
  };
  ledger.audits.add(auditId, [finding]);
}
