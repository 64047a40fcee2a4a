import { comparableCode, decodeMunicipalNfseIdentity, municipalNfseIdentity, type TaxId } from '../domain';
import {
  MUNICIPAL_CANCELLATION,
  MUNICIPAL_REPLACEMENT,
  municipalEvent,
  type FiscalDocument,
  type FiscalEvent,
  type MunicipalFacts,
} from '../fiscal';
import type { DocumentReader, MunicipalNoteRow } from '../ledger';
import type { Hashed } from './read-batch';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

/** A note that is held or planned, as far as another copy is set against it. */
type Note = Omit<MunicipalNoteRow, 'documentId'> & { readonly documentId: number | null };

/** What is to be noted of a batch's municipal notes besides their rows. */
export interface MunicipalPlan {
  readonly documents: readonly Hashed<FiscalDocument>[];
  readonly events: readonly Hashed<FiscalEvent>[];
  /** A held note of which no copy had stated its city. */
  readonly cities: readonly { readonly documentId: number; readonly municipality: string }[];
  /** Identities of notes that nobody can tell from another: they satisfy no count. */
  readonly uncertain: ReadonlySet<string>;
  /** Events that came before their note and named it as far as they could. */
  readonly claims: readonly { readonly from: string; readonly identity: string }[];
}

export function issuerOf(document: FiscalDocument): TaxId | null {
  return document.parties.find(({ role }) => role === 'issuer')?.taxId ?? null;
}

function noteOf(document: FiscalDocument, facts: MunicipalFacts): Note {
  const { municipality, hint, registration, taker } = facts;
  const { identity, issueDay, totalCents } = document;
  return {
    documentId: null,
    identity,
    municipality,
    hint,
    registration,
    taker,
    issueDay,
    totalCents,
    verification: comparableCode(facts.verification),
  };
}

/** Neither states the city of the other's contradiction: an IBGE code on one side only, or the same words for it. */
function placesAgree(one: Note, other: Note): boolean {
  if (one.municipality !== null && other.municipality !== null) return one.municipality === other.municipality;
  if (one.municipality !== null || other.municipality !== null) return true;
  if (one.hint !== null && other.hint !== null) return one.hint === other.hint;
  return one.registration === null || other.registration === null || one.registration === other.registration;
}

/** In what two copies of one note contradict each other; a copy that leaves something unsaid contradicts nothing. */
export function contradictions(one: Note, other: Note): string[] {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    [intakeMessages.noteParts.verification, one.verification, other.verification],
    [intakeMessages.noteParts.total, one.totalCents, other.totalCents],
    [intakeMessages.noteParts.taker, one.taker, other.taker],
    [intakeMessages.noteParts.date, one.issueDay, other.issueDay],
  ];
  return pairs.filter(([, a, b]) => a !== null && b !== null && a !== b).map(([name]) => name);
}

/** Whether the two may be one note of which a copy says too little to tell: neither a city, a registration nor a code sets them apart. */
function mayBeOne(one: Note, other: Note): boolean {
  const codesDiffer =
    one.verification !== null && other.verification !== null && one.verification !== other.verification;
  return one.identity !== other.identity && placesAgree(one, other) && !codesDiffer;
}

/** Whether a note came before another that is held; before one that is not held yet they all came. */
function isBefore(one: Note, other: Note | undefined): boolean {
  if (other === undefined) return true;
  if (other.documentId === null) return one.documentId !== null;
  return one.documentId !== null && one.documentId < other.documentId;
}

/** The marks of a copy as events of its note: the very file is what proves them. */
export function marksOf({ item, sha256 }: Hashed<FiscalDocument>): Hashed<FiscalEvent>[] {
  const facts = item.municipal;
  if (facts === undefined) return [];
  const events: Omit<FiscalEvent, 'bytes'>[] = [];
  const issuer = issuerOf(item);
  if (facts.cancelled !== null) {
    events.push(municipalEvent(item.identity, MUNICIPAL_CANCELLATION, facts.cancelled.at, issuer));
  }
  if (facts.replacedBy !== null) events.push(municipalEvent(item.identity, MUNICIPAL_REPLACEMENT, null, issuer));
  return events.map((event) => ({ item: { ...event, bytes: item.bytes }, sha256 }));
}

/**
 * Gives the copies of one municipal note one identity, whichever of them came first and whichever states the city: the same issuer,
 * number and verification code are one note where one of the two does not state its city. Where two cities fit, nothing is joined.
 */
export class MunicipalPlanner {
  readonly #planned: { readonly issuer: TaxId | null; readonly number: string; readonly note: Note }[] = [];
  readonly #cities = new Map<number, string>();
  readonly #claims = new Map<string, string>();
  readonly #uncertain = new Set<string>();

  constructor(private readonly reader: DocumentReader) {}

  plan(documents: readonly Hashed<FiscalDocument>[], events: readonly Hashed<FiscalEvent>[]): MunicipalPlan {
    const known = documents.map(({ item, sha256 }) => ({ item: this.document(item), sha256 }));
    const marks = known.flatMap(marksOf);
    const named = events.map(({ item, sha256 }) => ({ item: this.#event(item), sha256 }));
    return {
      documents: known,
      events: [...marks, ...named],
      cities: [...this.#cities].map(([documentId, municipality]) => ({ documentId, municipality })),
      claims: [...this.#claims].map(([from, identity]) => ({ from, identity })),
      uncertain: this.#uncertain,
    };
  }

  /** Whether the note of this identity, as far as it was planned, cannot be told from another one. */
  isUncertain(identity: string): boolean {
    return this.#uncertain.has(identity);
  }

  /** The document under the identity by which its note is held, or is to be held. */
  document(document: FiscalDocument): FiscalDocument {
    const facts = document.municipal;
    const issuer = issuerOf(document);
    if (facts === undefined || document.number === null) return document;
    if (issuer === null) return this.#withoutIssuer(document, noteOf(document, facts), document.number);
    const note = noteOf(document, facts);
    const held = this.#held(issuer, document.number);
    const same = held.find(({ identity }) => identity === note.identity) ?? this.#onlyOne(held, note);
    // of two that may be one the first counts
    const before = same === undefined ? held : held.slice(0, held.indexOf(same));
    const nobodys = this.#held(null, document.number).filter((each) => isBefore(each, same));
    const tells = (each: Note): boolean => !mayBeOne(each, same ?? note);
    const tellsApart = (each: Note): boolean => tells(each) || contradictions(each, same ?? note).length > 0;
    if (!before.every(tells) || !nobodys.every(tellsApart)) this.#uncertain.add(same?.identity ?? note.identity);
    if (same === undefined) {
      this.#planned.push({ issuer, number: document.number, note });
      this.#claimEvents(document, facts, issuer);
      return document;
    }
    const { municipality } = facts;
    if (municipality !== null && same.municipality === null && same.documentId !== null) {
      this.#cities.set(same.documentId, municipality);
    }
    return same.identity === document.identity ? document : { ...document, identity: same.identity };
  }

  /** It counts unless a note that is held may be the same: then nothing but the issuer, which it lacks, could tell them apart. */
  #withoutIssuer(document: FiscalDocument, note: Note, number: string): FiscalDocument {
    const own = this.#held(null, number).find(({ identity }) => identity === note.identity);
    const ofDay = note.issueDay === null ? [] : this.reader.municipalNotesOfDay(note.issueDay, number);
    const planned = this.#planned.filter((each) => each.number === number).map((each) => each.note);
    const others = [...ofDay, ...planned].filter((each) => isBefore(each, own));
    if (others.some((each) => mayBeOne(each, note) && contradictions(each, note).length === 0)) {
      this.#uncertain.add(note.identity);
    }
    if (own === undefined) this.#planned.push({ issuer: null, number, note });
    return document;
  }

  #onlyOne(held: readonly Note[], note: Note): Note | undefined {
    const fitting = held.filter(
      (each) => note.verification !== null && each.verification === note.verification && placesAgree(each, note),
    );
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  #held(issuer: TaxId | null, number: string): Note[] {
    const planned = this.#planned.filter((each) => each.issuer === issuer && each.number === number);
    const rows = this.reader.municipalNotes(issuer, number).map((row) => ({
      ...row,
      municipality: row.municipality ?? this.#cities.get(row.documentId) ?? null,
    }));
    return [...rows, ...planned.map(({ note }) => note)];
  }

  /** An event names its note by number and issuer, and by its city where it states it. */
  #event(event: FiscalEvent): FiscalEvent {
    const parts = decodeMunicipalNfseIdentity(event.documentIdentity);
    if (parts === null || parts.issuer === null) return event;
    const { municipality } = parts;
    const held = this.#held(parts.issuer, parts.number);
    if (held.some(({ identity }) => identity === event.documentIdentity)) return event;
    const fitting = held.filter(
      (each) => municipality === null || each.municipality === null || each.municipality === municipality,
    );
    const [note] = fitting;
    if (note === undefined || fitting.length > 1) return event;
    const { eventType, issuedAt, author, bytes } = event;
    return { ...municipalEvent(note.identity, eventType, issuedAt, author), bytes };
  }

  /** A new note: what was told of it before, under a name that lacks what its sender did not know. */
  #claimEvents(document: FiscalDocument, facts: MunicipalFacts, issuer: TaxId): void {
    const { verification, municipality, registration } = facts;
    const base = { issuer, number: document.number ?? '', verification, hint: null };
    const names = [
      municipalNfseIdentity({ ...base, municipality, registration }),
      municipalNfseIdentity({ ...base, municipality: null, registration }),
      municipalNfseIdentity({ ...base, municipality: null, registration: null }),
    ];
    for (const name of names) {
      if (name !== document.identity && this.reader.eventsOfDocument(name).length > 0) {
        this.#claims.set(name, document.identity);
      }
    }
  }
}

/** In what a further copy contradicts the note that is held; nothing for other kinds of documents. */
export function contradictsHeld(
  document: FiscalDocument,
  held: FiscalDocument | null,
  reader: DocumentReader,
): string[] {
  const facts = document.municipal;
  if (facts === undefined) return [];
  if (held?.municipal !== undefined) return contradictions(noteOf(held, held.municipal), noteOf(document, facts));
  const issuer = issuerOf(document);
  const rows = issuer === null ? [] : reader.municipalNotes(issuer, document.number ?? '');
  const row = rows.find(({ identity }) => identity === document.identity);
  return row === undefined ? [] : contradictions(row, noteOf(document, facts));
}
