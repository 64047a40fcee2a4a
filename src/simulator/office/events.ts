import { lastDay, type Month, type TaxId } from '../../engine/domain';
import type { Draft } from './documents';
import { hash32, Random } from './random';
import { brasiliaText } from './time';
import type { SimEvent } from './types';

const HOUR = 3_600_000;
/** Invented CNPJ that stands for the tax administration, the author of events of the type 610601. */
const ADMINISTRATION: TaxId = '00000000990007';

interface Recipe {
  readonly name: 'cancellation' | 'correction' | 'acknowledgement' | 'rejected' | 'freight-cancelled';
  readonly share: number;
  fits(document: Draft): boolean;
}

/** By an event file: not a CF-e, and not a municipal NFS-e, which says it in its own file. */
function canBeCancelled({ kind, municipal }: Draft): boolean {
  return kind !== 'CFe' && municipal === undefined;
}

const RECIPES: readonly Recipe[] = [
  { name: 'cancellation', share: 0.031, fits: canBeCancelled },
  { name: 'correction', share: 0.012, fits: ({ model }) => model === '55' || model === '57' },
  { name: 'acknowledgement', share: 0.03, fits: ({ model, operation }) => model === '55' && operation === '1' },
  { name: 'rejected', share: 0.003, fits: ({ model }) => model === '55' || model === '57' },
  { name: 'freight-cancelled', share: 0.006, fits: ({ model }) => model === '55' },
];

interface Outline {
  readonly eventType: string;
  readonly sequence: number;
  readonly status: string | null;
  readonly cancels: boolean;
  readonly author: TaxId;
}

function roleOf(document: Draft, role: 'issuer' | 'recipient'): TaxId {
  return document.parties.find((party) => party.role === role)?.taxId ?? ADMINISTRATION;
}

function outlines(recipe: Recipe, document: Draft, random: Random): Outline[] {
  const author = roleOf(document, 'issuer');
  const plain = { sequence: 1, status: '135', cancels: false, author };
  switch (recipe.name) {
    case 'cancellation':
      return [cancellation(document, random)];
    case 'correction': {
      const first = { ...plain, eventType: '110110' };
      return random.chance(0.2) ? [first, { ...first, sequence: 2 }] : [first];
    }
    case 'acknowledgement':
      return [{ ...plain, eventType: '210210', author: roleOf(document, 'recipient') }];
    case 'rejected':
      return [{ ...plain, eventType: '110111', status: '573' }];
    case 'freight-cancelled':
      return [{ ...plain, eventType: '610601', author: ADMINISTRATION }];
  }
}

function cancellation(document: Draft, random: Random): Outline {
  const author = roleOf(document, 'issuer');
  if (document.kind === 'NFSe') return { eventType: 'e101101', sequence: 1, status: null, cancels: true, author };
  return { eventType: '110111', sequence: 1, status: random.chance(0.2) ? '155' : '135', cancels: true, author };
}

/** When an event happened: within hours, or days when it is out of time (155), but never after the month of the document. */
function eventTime(document: Draft, outline: Outline, random: Random): number {
  const delay = outline.status === '155' ? random.integer(25, 90) : random.integer(1, 20);
  const end = Date.parse(`${lastDay(document.month)}T23:59:30-03:00`);
  return Math.min(Date.parse(document.issuedAt) + (delay + outline.sequence) * HOUR, end);
}

function complete(document: Draft, outline: Outline, time: number, random: Random): SimEvent {
  const issuedAt = brasiliaText(time);
  return {
    type: 'event',
    identity: `${document.model}:${document.key}:${outline.eventType}:${String(outline.sequence)}`,
    document,
    ...outline,
    issuedAt,
    day: issuedAt.slice(0, 10),
    uploadedAt: Math.max(time, document.uploadedAt) + random.integer(5, 300) * 60_000,
    seed: hash32(document.seed, outline.eventType, outline.sequence),
  };
}

function eventsOf(document: Draft, recipe: Recipe, random: Random): SimEvent[] {
  const events = outlines(recipe, document, random).map((outline) =>
    complete(document, outline, eventTime(document, outline, random), random),
  );
  const overtakes = recipe.name === 'cancellation' && random.chance(0.15);
  if (overtakes) document.uploadedAt = Math.max(...events.map((event) => event.uploadedAt)) + HOUR;
  return events;
}

function drawRecipe(document: Draft, random: Random): Recipe | null {
  let rest = random.fraction();
  for (const recipe of RECIPES) {
    if (rest < recipe.share) return recipe.fits(document) ? recipe : null;
    rest -= recipe.share;
  }
  return null;
}

/**
 * The events of the month's documents. About 3 % are cancelled; an office of any size has each sort at least once as long as there is
 * a document that fits. Some documents are made to enter the vault after their own cancellation.
 */
export function createEvents(documents: readonly Draft[]): SimEvent[] {
  const events: SimEvent[] = [];
  const missing = new Set(RECIPES);
  const untouched: Draft[] = [];
  for (const document of documents) {
    const random = new Random(hash32(document.seed, 'events'));
    const recipe = drawRecipe(document, random);
    if (!recipe) untouched.push(document);
    else {
      missing.delete(recipe);
      events.push(...eventsOf(document, recipe, random));
    }
  }
  for (const recipe of missing) {
    const index = untouched.findIndex((document) => recipe.fits(document));
    const [document] = index < 0 ? [] : untouched.splice(index, 1);
    if (document) events.push(...eventsOf(document, recipe, new Random(hash32(document.seed, 'filler'))));
  }
  return events;
}

/** Cancellations, in the first days of `month`, of documents issued the month before. */
export function createLateCancellations(documents: readonly Draft[], month: Month): SimEvent[] {
  return documents.filter(canBeCancelled).map((document) => {
    const random = new Random(hash32(document.seed, 'late'));
    const time = Date.parse(`${month}-01T08:00:00-03:00`) + random.integer(0, 9 * 24 * 60) * 60_000;
    return complete(document, cancellation(document, random), time, random);
  });
}
