import {
  accessKeyCheckDigit,
  nationalNfseCheckDigit,
  SIEG_KINDS,
  type Month,
  type SiegKind,
  type TaxId,
} from '../../engine/domain';
import type { DeadCounts, DeadModes, Death } from '../dead';
import { hash32, type SimDocument, type SimFile } from '../office';
import { renderXml, type RenderContext } from '../xml';
import type { Call, Services } from './call';
import { Refusal, type Slice } from './inputs';
import type { Counts, Selection, Vault } from './vault';

/** Counts as they are answered: null where SIEG gives no number. */
export type AnsweredCounts = Partial<Record<SiegKind, number | null>>;

const SHARE = 0.1;

function refuse(): never {
  throw new Refusal('Erro interno do servidor.', 500);
}

/** Whether what was asked for is to be denied. @throws Refusal when it fails instead */
export function isDead(death: Death | undefined): boolean {
  return death === 'fail' ? refuse() : death === 'empty';
}

/** Whether a page brings this file at all. */
export function onPages({ days, pageEvents }: DeadModes): (file: SimFile) => boolean {
  const dead = new Set(days);
  return (file) => {
    if (file.type === 'event' && pageEvents === true) return false;
    return !dead.has(file.type === 'event' ? file.document.issueDay : file.issueDay);
  };
}

/** The part that is answered, whatever part was asked for. */
export function answeredSlice(slice: Slice, { skip }: DeadModes): Slice {
  return skip === true ? { ...slice, skip: 0 } : slice;
}

/** Whether this page is empty whatever there is. @throws Refusal when all pages fail */
export function isDeadPage({ kind, party }: Selection, { skip }: Slice, dead: DeadModes): boolean {
  return (
    isDead(dead.pages) ||
    dead.kinds?.includes(kind) === true ||
    (party !== null && dead.roles?.includes(party.role) === true) ||
    (dead.pagesFrom !== undefined && skip >= dead.pagesFrom)
  );
}

function faulty(count: number, how: DeadCounts): number {
  const share = Math.max(1, Math.round(count * SHARE));
  if (how === 'zero' || count === 0) return 0;
  return how === 'higher' ? count + share : count - share;
}

/** A document as this SIEG hands it out, whichever way it is asked for. */
export function handedOut(file: SimFile, { dead, office }: Services, context: RenderContext = office): string {
  const xml = renderXml(file, context);
  if (dead.cut === undefined || file.type === 'event' || hash32('cut', file.key, file.number) % 100 >= dead.cut)
    return xml;
  return xml.slice(0, Math.floor(xml.length * 0.6));
}

/** The counts as this SIEG tells them. @throws Refusal when all of them fail */
export function answeredCounts(counts: Counts, call: Call, services: Services): AnsweredCounts {
  const { dead, misfortune } = services;
  const { counts: how, countKinds } = dead;
  if (how === undefined || (how === 'shrinking' && services.isFirstTime(call.fingerprint))) return counts;
  if (how === 'fail' && countKinds === undefined) refuse();
  const named = misfortune.form(call.fingerprint, 'unknown count', 2) === 0;
  const answered: AnsweredCounts = {};
  for (const kind of SIEG_KINDS) {
    if (countKinds?.includes(kind) === false) answered[kind] = counts[kind];
    else if (how !== 'fail') answered[kind] = faulty(counts[kind], how);
    else if (named) answered[kind] = null;
  }
  return answered;
}

/** A key like this one, with a right check digit, that no document has; none for a document without a key. */
function unknownKey(key: string): string {
  if (key === '') return key;
  const national = key.length > 44;
  const digits = national ? 9 : 6;
  const random = String(hash32('unknown key', key) % 10 ** digits).padStart(digits, '0');
  const head = key.slice(0, national ? 40 : 37) + random;
  return `${head}${String(national ? nationalNfseCheckDigit(head) : accessKeyCheckDigit(head))}`;
}

export interface ReportAsked {
  readonly taxId: TaxId;
  readonly kind: SiegKind;
  readonly month: Month;
}

/** The documents that this SIEG's report lists. @throws Refusal when reports fail */
export function reportedDocuments(asked: ReportAsked, vault: Vault, { reports }: DeadModes): SimDocument[] {
  const own = vault.documentsOf(asked.taxId, asked.kind, asked.month);
  if (reports === undefined) return own;
  if (reports === 'half') return own.filter((_, row) => row % 2 === 0);
  if (reports === 'unknown-keys')
    return own.map((document, row) => (row % 2 === 0 ? { ...document, key: unknownKey(document.key) } : document));
  if (reports === 'other-keys') return withOthers(own, vault.documentsWithout(asked.taxId, asked.kind, asked.month));
  isDead(reports);
  return [];
}

function withOthers(own: readonly SimDocument[], others: readonly SimDocument[]): SimDocument[] {
  if (own.length === 0) return others.slice(0, 1);
  return own.map((document, row) =>
    row % 2 === 0 ? { ...document, key: others[row / 2]?.key ?? document.key } : document,
  );
}
