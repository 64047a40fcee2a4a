import type { MaloteError } from '../../shared/errors';
import type { SiegAway } from '../../shared/views';
import type { Clock, FailureNotice } from '../base';
import type { Day, Month, PartyRole, SiegKind, TaxId } from '../domain';
import type { Reception } from '../intake';
import type { CompanyRow, Ledger, Operation } from '../ledger';
import { SIEG_ROLES, type PartyFilter, type SiegApi, type SiegRole } from '../sieg';
import type { FileRoot } from '../shares';

/** Where the run may be held or ended between two requests. */
export interface Gate {
  /** Waits while paused. @throws MaloteError CANCELLED when no further request may leave. */
  pass(signal: AbortSignal): Promise<void>;
  /** Aborted when no further request may leave, by a soft stop or a hard one: whatever only waits ends with it. */
  readonly closing: AbortSignal;
}

export interface FailedQuestion {
  readonly operation: Operation;
  readonly kind: string | null;
}

/** What capture tells while it works. Called often; whoever listens coalesces. */
export interface CaptureObserver {
  requestEnded(operation: Operation): void;
  /** How many requests are still foreseen, by what they ask. */
  foresee(operation: Operation, remaining: number): void;
  phase(name: 'counting' | 'sweeping' | 'comparing' | 'reports' | 'singles' | 'events'): void;
  promised(documents: number): void;
  companiesTouched(companyIds: readonly number[]): void;
  companyCompared(companyId: number): void;
  failed(question: FailedQuestion, notice: FailureNotice): void;
  notice(text: string): void;
  /** A question that SIEG did not answer in spite of all patience: the run goes on, and its result says what is not known. */
  unanswered(question: string, error: MaloteError): void;
  /** SIEG does not answer, or does so again (null): told when it is noticed, and after each look in vain. */
  siegAway(away: SiegAway | null): void;
  /** Requests about it keep failing: nothing more is asked about it for a while, and the others go on. */
  companySetAside(company: CompanyRow, error: MaloteError): void;
  /** It was set aside, and has been answered about again. */
  companyTakenUp(company: CompanyRow): void;
}

/** Everything one capture works with. No global state: two engines in one process do not know of each other. */
export interface CaptureContext {
  readonly runId: number;
  /** This run and those it resumes: what they asked is not asked again. */
  readonly chain: readonly number[];
  readonly month: Month;
  readonly companies: readonly CompanyRow[];
  readonly ledger: Ledger;
  readonly api: SiegApi;
  readonly intake: Pick<Reception, 'page' | 'accept' | 'allFiled' | 'patiently'>;
  readonly archive: FileRoot;
  readonly clock: Clock;
  readonly random: () => number;
  readonly gate: Gate;
  readonly observer: CaptureObserver;
  readonly signal: AbortSignal;
  readonly tuning: CaptureTuning;
}

export interface CaptureTuning {
  /** At the closing, reports of every company that holds something, or also then only where the counts leave a contradiction. */
  readonly reports: 'always' | 'when-needed';
  /** How many reports are waited for at once. */
  readonly reportsAtOnce: number;
  /** A run of an open month begins with what entered the vault since the last one. */
  readonly dailyByUpload: boolean;
  /** The month is being closed: nothing is left to a later run. */
  readonly closing: boolean;
  /** Pages deeper than this many documents came back empty in the field (10,500; 15,308): windows are split before they get there. */
  readonly deepestPass: number;
  /** How long an open pass may be continued, or a settled one trusted, in milliseconds. */
  readonly passLifeMs: number;
}

export const DEFAULT_TUNING: CaptureTuning = {
  reports: 'always',
  reportsAtOnce: 6,
  dailyByUpload: true,
  closing: false,
  deepestPass: 5_000,
  passLifeMs: 12 * 3_600_000,
};

/** The part of SIEG's account that a query looks at. */
export interface Scope {
  /** `account`, or `<role>:<tax id>`: how the ledger names it. */
  readonly name: string;
  readonly party: PartyFilter | null;
}

export const ACCOUNT: Scope = { name: 'account', party: null };

export function companyScope(role: SiegRole, taxId: TaxId): Scope {
  return { name: `${role}:${taxId}`, party: { role, taxId } };
}

/** The part of the account in which each company stands, a role at a time. */
export function companyScopes(companies: readonly CompanyRow[]): Scope[] {
  return companies.flatMap(({ taxId }) => SIEG_ROLES.map((role) => companyScope(role, taxId)));
}

/** How people name a scope that is about one company; null for the account, which needs no name. */
export function subjectOf(scope: Scope, company: CompanyRow | undefined): string | null {
  return company === undefined ? null : `${company.folder} (${scope.name})`;
}

export function dayOfClock(clock: Clock): Day {
  return new Date(clock.now()).toISOString().slice(0, 10);
}

/** In which parts of a document a company stands that one of SIEG's roles finds. */
const PARTY_ROLES_OF: Readonly<Record<SiegRole, readonly PartyRole[]>> = {
  issuer: ['issuer', 'provider'],
  recipient: ['recipient'],
  taker: ['taker'],
  sender: ['sender'],
};

/**
 * The same for documents of a kind. An NFS-e has a taker and no recipient; whether SIEG finds it by the one, the other or both
 * is not known, so the taker counts for both.
 */
export function partyRolesOf(role: SiegRole, kind: SiegKind): readonly PartyRole[] {
  return kind === 'NFSe' && role === 'recipient' ? ['recipient', 'taker'] : PARTY_ROLES_OF[role];
}
