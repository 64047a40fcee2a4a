import {
  isDay,
  isMonth,
  lastDay,
  nextMonth,
  SIEG_KINDS,
  type Day,
  type Month,
  type SiegKind,
  type TaxId,
} from '../../engine/domain';
import { FILTER_ROLES } from '../dead';
import type { EventSelection, Filter, Selection, Window } from './vault';

export const MAX_TAKE = 50;
/** SIEG numbers the kinds from 1. */
const KIND_BY_NUMBER = new Map<string, SiegKind>(SIEG_KINDS.map((kind, index) => [String(index + 1), kind]));

/** A request that SIEG refuses; the message is what it answers. */
export class Refusal extends Error {
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** The members of a JSON object, their names in any case, as .NET reads them. */
export class Fields {
  readonly #values = new Map<string, unknown>();

  constructor(body: unknown) {
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new Refusal('O corpo da requisição deve ser um objeto JSON.');
    for (const [name, value] of Object.entries(body)) this.#values.set(name.toLowerCase(), value);
  }

  /** Null when absent, null or empty. */
  text(name: string): string | null {
    const value = this.#values.get(name.toLowerCase());
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  }

  integer(name: string): number {
    const text = this.text(name);
    if (text === null || !/^\d{1,9}$/.test(text)) throw new Refusal(`O campo ${name} deve ser um número inteiro.`);
    return Number(text);
  }

  flag(name: string): boolean {
    const value = this.#values.get(name.toLowerCase());
    return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
  }
}

/** The kind behind "1" … "5" (or its name). */
export function parseKind(text: string | null): SiegKind {
  const kind = KIND_BY_NUMBER.get(text ?? '') ?? SIEG_KINDS.find((name) => name.toLowerCase() === text?.toLowerCase());
  if (!kind) throw new Refusal('Tipo de XML inválido.');
  return kind;
}

function dayFrom(fields: Fields, name: string): Day {
  const day = fields.text(name)?.slice(0, 10) ?? '';
  if (!isDay(day)) throw new Refusal(`O campo ${name} deve ser uma data.`);
  return day;
}

export function parseWindow(fields: Fields): Window {
  const byIssue = fields.text('DataEmissaoInicio') !== null;
  const byUpload = fields.text('DataUploadInicio') !== null;
  if (byIssue === byUpload) throw new Refusal('Informe o período de emissão ou o período de upload.');
  const name = byIssue ? 'DataEmissao' : 'DataUpload';
  const window = {
    by: byIssue ? 'issue' : 'upload',
    from: dayFrom(fields, `${name}Inicio`),
    to: dayFrom(fields, `${name}Fim`),
  } as const;
  if (window.to < window.from) throw new Refusal('A data final é anterior à data inicial.');
  return window;
}

/** v1 refuses windows that are longer than so many calendar months. */
export function checkLength(window: Window, months: number): void {
  let end: Month = window.from.slice(0, 7);
  for (let i = 0; i < months; i++) end = nextMonth(end);
  const day = window.from.slice(8);
  const limit = isDay(`${end}-${day}`) ? `${end}-${day}` : lastDay(end);
  if (window.to > limit) throw new Refusal(`O período não pode ser maior que ${String(months)} meses.`);
}

/** v1 refuses dates with a time when it is asked for NFS-e. */
export function checkPlainDates(fields: Fields, kind: SiegKind): void {
  if (kind !== 'NFSe') return;
  for (const name of ['DataEmissaoInicio', 'DataEmissaoFim', 'DataUploadInicio', 'DataUploadFim']) {
    const text = fields.text(name);
    if (text !== null && !isDay(text)) throw new Refusal(`Para NFSe o campo ${name} deve estar no formato AAAA-MM-DD.`);
  }
}

export function parseParty(fields: Fields): Filter | null {
  const given = FILTER_ROLES.flatMap((role): Filter[] => {
    const taxId: TaxId | null = fields.text(role);
    return taxId === null ? [] : [{ role, taxId }];
  });
  if (given.length > 1) throw new Refusal('Informe apenas um CNPJ por consulta.');
  const [filter] = given;
  if (filter && !/^([0-9A-Z]{12}\d{2}|\d{11})$/.test(filter.taxId))
    throw new Refusal(`O campo ${filter.role} é inválido.`);
  return filter ?? null;
}

export interface Slice {
  readonly skip: number;
  readonly take: number;
}

export function parseSlice(fields: Fields): Slice {
  const take = fields.integer('Take');
  if (take < 1 || take > MAX_TAKE) throw new Refusal(`O campo Take deve estar entre 1 e ${String(MAX_TAKE)}.`);
  return { take, skip: fields.integer('Skip') };
}

/** `kindField` and `eventsField` differ between the generations. */
export function parseSelection(fields: Fields, kindField: string, eventsField: string): Selection {
  return {
    kind: parseKind(fields.text(kindField)),
    window: parseWindow(fields),
    party: parseParty(fields),
    events: fields.flag(eventsField),
  };
}

export function parseEventSelection(fields: Fields): EventSelection {
  return {
    kind: parseKind(fields.text('TipoXml')),
    from: dayFrom(fields, 'DataInicioEvento'),
    to: dayFrom(fields, 'DataFimEvento'),
    eventType: fields.text('TipoEvento'),
    party: parseParty(fields),
  };
}

export function parseMonth(fields: Fields): Month {
  const month = `${String(fields.integer('Year'))}-${String(fields.integer('Month')).padStart(2, '0')}`;
  if (!isMonth(month)) throw new Refusal('Mês ou ano inválido.');
  return month;
}
