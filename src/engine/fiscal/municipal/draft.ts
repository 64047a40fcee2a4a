import type { TaxId } from '../../domain';
import type { MarkupElement } from './markup';

export type MunicipalLayout =
  | 'abrasf1'
  | 'abrasf2'
  | 'ginfes'
  | 'saopaulo'
  | 'bauru'
  | 'ipm'
  | 'el'
  | 'nota_fiscal'
  | 'tbnotasfiscais'
  | 'osasco'
  | 'dsf'
  | 'conam'
  | 'infisc'
  | 'equiplano'
  | 'smarapd'
  | 'sigiss'
  | 'nfpse'
  | 'giap'
  | 'governa';

/** How the issuing municipality is said, as far as the note says it. Codes are as written. */
export interface Place {
  /** OrgaoGerador. */
  readonly generator?: string | null;
  /** The only city of the layout or of its namespace. */
  readonly only?: string | null;
  /** IBGE code in the issuer's address. */
  readonly address?: string | null;
  /** Municipality code of the Receita Federal. */
  readonly tom?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
}

/** A cancellation or a replacement that the file itself states. */
export interface Mark {
  /** Date as written; null where none stands. */
  readonly at: string | null;
}

/** What one layout reads in one note: texts as written, tax ids and numbers already in their form. */
export interface Draft {
  readonly layout: MunicipalLayout;
  /** The element that is the note with its cancellation: what is cut out of a list. */
  readonly unit: MarkupElement;
  readonly place: Place;
  readonly number: string | null;
  readonly series?: string | null;
  readonly verification: string | null;
  readonly issued: string | null;
  readonly competence?: string | null;
  readonly issuer: TaxId | null;
  readonly registration?: string | null;
  readonly taker: TaxId | null;
  readonly intermediary?: TaxId | null;
  readonly value: string | bigint | null;
  readonly net?: string | null;
  readonly issWithheld?: boolean | null;
  readonly cancelled?: Mark | null;
  /** Number of the note that replaces this one, "" when it is not said; null when this one is not replaced. */
  readonly replacedBy?: string | null;
  /** Number of the note that this one replaces. */
  readonly replaces?: string | null;
  readonly rpsNumber?: string | null;
  readonly rpsSeries?: string | null;
}

/** One family: the shape that decides, and its reading. */
export interface Layout {
  readonly matches: (element: MarkupElement) => boolean;
  readonly read: (element: MarkupElement) => Draft;
}
