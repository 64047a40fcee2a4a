import { encodeAccessKey, lastDay, type Month, type PartyRole, type TaxId } from '../../../src/engine/domain';
import { brasiliaText, hash32, placeOf, Random, type SimDocument } from '../../../src/simulator/office';

export type Way = 'outbound' | 'inbound';
export type IncidentKind = 'NFe' | 'CTe';

const SERIES = '1';

/** Makes documents of invented companies. Numbers of one issuer follow one another, so that a number left out is a gap. */
export class IncidentPress {
  readonly #random: Random;
  readonly #numbers = new Map<string, number>();
  #made = 0;

  constructor(
    private readonly seed: number,
    private readonly strangers: readonly TaxId[],
  ) {
    this.#random = new Random(hash32(seed, 'incident'));
  }

  /** A document in which `owner` stands; the other side is a stranger, or `other`. */
  make(owner: TaxId, kind: IncidentKind, way: Way, month: Month, other?: TaxId): SimDocument {
    const stranger = other ?? this.#random.pick(this.strangers);
    const issuer = way === 'outbound' ? owner : stranger;
    const counterpart = way === 'outbound' ? stranger : owner;
    const model = kind === 'NFe' ? '55' : '57';
    const number = this.#next(issuer, model);
    const key = encodeAccessKey({
      state: placeOf(issuer).state,
      month,
      issuer,
      model,
      series: SERIES,
      number,
      random: this.#random.digits(8),
    });
    const day = this.#random.integer(1, Number(lastDay(month).slice(8)));
    const issuedAt = brasiliaText(
      Date.parse(`${month}-${String(day).padStart(2, '0')}T08:00:00-03:00`) + this.#random.integer(0, 36_000) * 1000,
    );
    this.#made += 1;
    return {
      type: 'document',
      identity: key,
      key,
      kind,
      model,
      series: SERIES,
      number: String(number),
      issuedAt,
      month,
      issueDay: issuedAt.slice(0, 10),
      uploadedAt: Date.parse(issuedAt),
      parties: kind === 'NFe' ? goods(issuer, counterpart) : this.#freight(issuer, counterpart),
      operation: kind === 'NFe' ? '1' : null,
      takerPointer: kind === 'NFe' ? null : '0',
      totalCents: this.#random.integer(1_000, 900_000),
      seed: hash32(this.seed, 'xml', this.#made),
    };
  }

  /** Leaves numbers out of an issuer's series. @returns the first and the last of them. */
  skip(issuer: TaxId, kind: IncidentKind, count: number): readonly [from: number, to: number] {
    const sequence = `${issuer} ${kind === 'NFe' ? '55' : '57'}`;
    const last = this.#numbers.get(sequence) ?? 0;
    this.#numbers.set(sequence, last + count);
    return [last + 1, last + count];
  }

  #next(issuer: TaxId, model: string): number {
    const sequence = `${issuer} ${model}`;
    const number = (this.#numbers.get(sequence) ?? 0) + 1;
    this.#numbers.set(sequence, number);
    return number;
  }

  #freight(issuer: TaxId, taker: TaxId): { role: PartyRole; taxId: TaxId }[] {
    return [
      { role: 'issuer', taxId: issuer },
      { role: 'sender', taxId: taker },
      { role: 'recipient', taxId: this.#random.pick(this.strangers) },
      { role: 'taker', taxId: taker },
    ];
  }
}

function goods(issuer: TaxId, recipient: TaxId): { role: PartyRole; taxId: TaxId }[] {
  return [
    { role: 'issuer', taxId: issuer },
    { role: 'recipient', taxId: recipient },
  ];
}
