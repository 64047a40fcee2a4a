import type { DocumentKind, SiegKind } from '../domain';

/** SIEG's count of one kind of the whole account's month, against what is held of it. */
export interface AccountKind {
  readonly kind: SiegKind;
  /** Its last word; null: never asked. */
  readonly counted: number | null;
  /** The most that it ever counted of the month. */
  readonly greatest: number;
  /** Documents read and held under the days that SIEG counts. */
  readonly held: number;
  /** Of those, from SIEG (and not taken over from another system), and from SIEG before it counted. */
  readonly fromSieg: number;
  readonly before: number;
  /** Keys that a broken file of SIEG's showed, not held: SIEG counts them. */
  readonly handedOutBroken: number;
  /** Keys that anybody named, not held; of those, the ones that no company on the list was promised. */
  readonly named: number;
  readonly unclaimed: number;
  /** Null: this kind's cancellations are not asked for by their own date. */
  readonly cancellationsAsked: boolean | null;
}

/** One of SIEG's four roles of a company, in one kind. */
export interface RoleCount {
  readonly counted: number;
  /** The most that SIEG ever counted of it. */
  readonly greatest: number;
  readonly held: number;
}

export interface CompanyKind {
  readonly kind: DocumentKind;
  /** The kinds under which SIEG handed out what is held of it: it counts and answers by those. */
  readonly handedOutAs: readonly SiegKind[];
  readonly documents: number;
  readonly unread: number;
  readonly delivered: number;
  readonly handedOver: number;
  readonly conflicts: number;
  /** Promised keys, not held. */
  readonly missing: number;
  /** All four roles, or null while SIEG was not asked for all of them. */
  readonly roles: readonly RoleCount[] | null;
  /** Rows of SIEG's report, by key and without one (null: not known); 0 rows: it said that there is nothing. Null: not asked. */
  readonly report: { readonly rows: number; readonly unnamed: number | null } | null;
  /** Documents that the report leaves out although SIEG had handed them out, and keys in it of documents of others. */
  readonly contradicted: number;
}

export interface CompanyFacts {
  readonly companyId: number;
  readonly taxId: string;
  readonly folder: string;
  readonly kinds: readonly CompanyKind[];
  readonly cancellationsWaiting: number;
  /** Documents and events of which a filed copy was found gone or changed and has not been mended since. */
  readonly damaged: number;
  /** Likewise of which the delivered copy was last seen with another content. */
  readonly alteredAtTarget: number;
  /** Where what it holds was verified, when the archive lies elsewhere now and nobody has looked for it there. */
  readonly movedFrom: string | null;
  /** Questions about this company alone that SIEG kept failing on. */
  readonly unanswered: readonly string[];
  /** Documents of the month before; null when that month was never asked. */
  readonly monthBefore: number | null;
}

export interface UnansweredQuestion {
  readonly question: string;
  /** Whether it was about cancellations of what is held, not about what there is. */
  readonly ofCancellations: boolean;
  /** The kind whose documents the answer would have told of; null: any. */
  readonly kind: SiegKind | null;
}

/** Everything that a verdict on a month may rest on. */
export interface MonthFacts {
  readonly account: readonly AccountKind[];
  /** The companies on the list. */
  readonly companies: readonly CompanyFacts[];
  /** Questions about the whole account that SIEG kept failing on. */
  readonly unanswered: readonly UnansweredQuestion[];
  /** Documents of client companies, of retired ones too, that nothing proves to have been handed over. */
  readonly undelivered: number;
  /** As of a company, of what is filed for no company on the list. */
  readonly damaged: number;
  readonly alteredAtTarget: number;
  /** Received pages of the month that are not filed, and the files in them. */
  readonly spooled: { readonly pages: number; readonly files: number };
  /** Kinds whose reports are wanted of every company: those of a closing month. */
  readonly reportsWanted: readonly SiegKind[];
  readonly closing: boolean;
  /** When SIEG last counted the account's month. */
  readonly askedAt: string | null;
}
