import type { CompanyVerdict, MonthVerdict, VerdictReason, VerdictState } from '../../shared/ipc/verdict';
import { GAP_REASONS } from '../../shared/ipc/verdict';
import { SIEG_KINDS, type DocumentKind, type SiegKind } from '../domain';
import type { AccountKind, CompanyFacts, CompanyKind, MonthFacts, RoleCount, UnansweredQuestion } from './facts';

/**
 * The one verdict (invariant 10). Whether a company has everything is judged a kind at a time, and any one of three witnesses proves it:
 *
 * - the **account's count** of the kind is reached by what was read and is held: then nothing of anybody's is missing;
 * - the **company's counts in all four roles** are reached;
 * - SIEG's **report** of the company and kind was read and each of its keys is held.
 *
 * A witness that contradicts itself proves nothing: a count below what SIEG had handed out when it counted, or below what it counted
 * before; a report that leaves out what SIEG had handed out before. A closing month wants the reports that SIEG has besides. What a witness promises and is not held is a gap;
 * where none proves anything, the verdict is open and says what was not asked. No verdict is stored anywhere.
 */
export function judgeCompany(company: CompanyFacts, month: MonthFacts): CompanyVerdict {
  const { monthBefore } = company;
  const reasons = [...gapsOf(company), ...openPointsOf(company, month)];
  return { state: stateOf(reasons, () => noneOrAll(company)), reasons, monthBefore };
}

/** Of the whole account, or of the companies that it is limited to. */
export function judgeMonth(month: MonthFacts, companies: readonly CompanyVerdict[], limited: boolean): MonthVerdict {
  const { askedAt, closing } = month;
  const { pages, files } = month.spooled;
  const own = [
    ...(limited ? [] : accountReasons(month, companies)),
    // of whom they are is not known before they are filed
    ...(pages > 0 ? [reason('spooled', { count: files, subject: String(pages) })] : []),
  ];
  const reasons: readonly VerdictReason[] = companies.length === 0 ? [...own, reason('no-companies')] : own;
  const tally = tallyOf(companies);
  const states = companies.map(({ state }) => state);
  const settled = (): VerdictState => {
    if (states.includes('gaps')) return 'gaps';
    if (states.includes('open')) return 'open';
    if (states.includes('complete')) return 'complete';
    return states.includes('none-unexplained') ? 'none-unexplained' : 'none-announced';
  };
  const state = states.includes('gaps') ? 'gaps' : stateOf(reasons, settled);
  // what the reports were wanted for and is complete has them, also while the run that closes the month is about to end
  const closed = closing || (state === 'complete' && month.reportsWanted.length > 0);
  return { state, reasons, companies: tally, askedAt, closing: closed };
}

/** What SIEG counts in the account beyond what is held and what anybody named. Nothing while it was not asked. */
export function namelessOf({ counted, held, named }: AccountKind): number {
  return Math.max(0, (counted ?? 0) - held - named);
}

/** Distinct documents that SIEG announced: the most that it ever counted, or what is held where that is more. */
export function announcedOf({ greatest, held }: AccountKind): number {
  return Math.max(held, greatest);
}

function accountReasons(month: MonthFacts, companies: readonly CompanyVerdict[]): VerdictReason[] {
  const undelivered = companies.some(({ reasons }) => reasons.some(({ code }) => code === 'undelivered'));
  return [
    ...month.account.flatMap((kind) => reasonsIf('missing', kind.unclaimed, kind.kind)),
    ...month.account.flatMap((kind) => reasonsIf('short', namelessOf(kind), kind.kind)),
    // of companies that have left the list
    ...(undelivered ? [] : reasonsIf('undelivered', month.undelivered)),
    ...reasonsIf('damaged', month.damaged),
    ...reasonsIf('altered-at-target', month.alteredAtTarget),
    ...month.unanswered.map(({ question, kind }) => reason('unanswered', { subject: question, kind })),
  ];
}

function gapsOf({ kinds, cancellationsWaiting, damaged, alteredAtTarget }: CompanyFacts): VerdictReason[] {
  return [
    ...kinds.flatMap(({ kind, missing }) => reasonsIf('missing', missing, kind)),
    ...kinds.flatMap(({ kind, roles }) => reasonsIf('short', lackOf(roles), kind)),
    ...kinds.flatMap(({ kind, unread }) => reasonsIf('unread', unread, kind)),
    ...reasonsIf(
      'conflict',
      total(kinds, ({ conflicts }) => conflicts),
    ),
    ...reasonsIf(
      'undelivered',
      total(kinds, ({ documents, handedOver, conflicts }) => documents - handedOver - conflicts),
    ),
    ...reasonsIf('cancellation-undelivered', cancellationsWaiting),
    ...reasonsIf('damaged', damaged),
    ...reasonsIf('altered-at-target', alteredAtTarget),
  ];
}

/** What the company's counts promise beyond what is held. A document may stand in two roles, so the worst role says how many. */
function lackOf(roles: CompanyKind['roles']): number {
  return Math.max(0, ...(roles ?? []).map(({ counted, held }) => counted - held));
}

function openPointsOf(company: CompanyFacts, month: MonthFacts): VerdictReason[] {
  return [
    ...SIEG_KINDS.flatMap((kind) => whyUnproven(kind, company, month)),
    ...(company.movedFrom === null ? [] : [reason('archive-moved', { subject: company.movedFrom })]),
    ...company.unanswered.map((subject) => reason('unanswered', { subject })),
    ...month.unanswered
      .filter((question) => concerns(company, question))
      .map(({ question, kind }) => reason('unanswered', { subject: question, kind })),
  ];
}

/**
 * What was not answered of a kind is nothing to a company of which a witness says what it has and that has it, nor are cancellations to one
 * that holds none. Counts of zero are not enough: they are SIEG's word alone, and what would have spoken against them did not answer.
 */
function concerns(company: CompanyFacts, { kind, ofCancellations }: UnansweredQuestion): boolean {
  if (kind === null) return true;
  if (ofCancellations) return holds(company, kind);
  const own = company.kinds.find((one) => one.kind === kind);
  const saysSome = own?.roles?.some(({ counted }) => counted > 0) === true;
  return !provenByReport(own) && !(saysSome && provenByRoles(own));
}

/** By a witness of the company's own. */
function isProven(own: CompanyKind | undefined): boolean {
  return provenByReport(own) || provenByRoles(own);
}

/** Nothing when a witness proves that the company has all of the kind. */
function whyUnproven(kind: SiegKind, company: CompanyFacts, month: MonthFacts): VerdictReason[] {
  const account = month.account.find((one) => one.kind === kind);
  const own = company.kinds.find((one) => one.kind === kind);
  const wanted =
    month.reportsWanted.includes(kind) && (own?.report ?? null) === null ? [reason('report-not-asked', { kind })] : [];
  const cancellations =
    account?.cancellationsAsked === false && holds(company, kind) ? [reason('cancellations-not-asked', { kind })] : [];
  return [...(isProven(own) ? [] : whyAccountFails(kind, account)), ...wanted, ...cancellations];
}

/**
 * Each document that it lists has a key and is held, and nothing that SIEG handed out contradicts it. One that lists nothing is no proof against a
 * count that is not reached, nor is that of a kind whose documents need not have a key.
 */
function provenByReport(own: CompanyKind | undefined): boolean {
  if (own === undefined || own.report === null || own.kind === 'NFSe') return false;
  return own.report.rows > 0 && own.report.unnamed === 0 && own.missing === 0 && own.contradicted === 0;
}

/**
 * All four roles, each reached and none of them short of what is held. Whether SIEG finds the taker of an NFS-e as taker, as recipient or
 * as both is not known: there a role may count fewer.
 */
function provenByRoles(own: CompanyKind | undefined): boolean {
  if (own?.roles === undefined || own.roles === null) return false;
  const agrees = own.kind === 'NFSe' ? atLeast : exactly;
  return own.roles.every(agrees);
}

const atLeast = ({ counted, greatest, held }: RoleCount): boolean => held >= Math.max(counted, greatest);
const exactly = ({ counted, greatest, held }: RoleCount): boolean => held === counted && held >= greatest;

function whyAccountFails(kind: SiegKind, account: AccountKind | undefined): VerdictReason[] {
  if (account === undefined || account.counted === null) return [reason('not-counted', { kind })];
  const { counted, greatest, held, fromSieg, before, handedOutBroken } = account;
  if (before > counted) return [reason('count-too-low', { kind, count: before - counted })];
  const lack = counted - held;
  // the key of a broken file names its issuer at best: whoever else stands in the document is not known
  if (lack > 0 && lack <= handedOutBroken) return [reason('handed-out-broken', { kind, count: lack })];
  if (lack > 0) return [reason('nameless', { kind, count: lack })];
  if (greatest > held) return [reason('count-shrank', { kind, count: greatest - held })];
  // documents of another system that SIEG does not count may stand in for some that it does
  if (held > counted && fromSieg < counted) return [reason('count-mixed', { kind, count: held - fromSieg })];
  return [];
}

/** Whether the company has documents that SIEG would speak of under this kind. */
function holds({ kinds }: CompanyFacts, kind: SiegKind): boolean {
  return kinds.some((one) => one.documents > 0 && (one.kind === kind || one.handedOutAs.includes(kind)));
}

function noneOrAll({ kinds, monthBefore }: CompanyFacts): VerdictState {
  if (kinds.some(({ documents }) => documents > 0)) return 'complete';
  return (monthBefore ?? 0) > 0 ? 'none-unexplained' : 'none-announced';
}

const GAPS: ReadonlySet<string> = new Set(GAP_REASONS);

function stateOf(reasons: readonly VerdictReason[], settled: () => VerdictState): VerdictState {
  if (reasons.some(({ code }) => GAPS.has(code))) return 'gaps';
  return reasons.length > 0 ? 'open' : settled();
}

function tallyOf(companies: readonly CompanyVerdict[]): MonthVerdict['companies'] {
  const of = (state: VerdictState): number => companies.filter((one) => one.state === state).length;
  return {
    total: companies.length,
    complete: of('complete'),
    gaps: of('gaps'),
    open: of('open'),
    noneAnnounced: of('none-announced'),
    noneUnexplained: of('none-unexplained'),
  };
}

function total(kinds: readonly CompanyKind[], of: (kind: CompanyKind) => number): number {
  return kinds.reduce((sum, kind) => sum + of(kind), 0);
}

function reasonsIf(code: VerdictReason['code'], count: number, kind: DocumentKind | null = null): VerdictReason[] {
  return count > 0 ? [reason(code, { kind, count })] : [];
}

function reason(code: VerdictReason['code'], about: Partial<Omit<VerdictReason, 'code'>> = {}): VerdictReason {
  return { code, kind: null, count: null, subject: null, ...about };
}
