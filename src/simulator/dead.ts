import { isDay, SIEG_KINDS, type Day, type Month, type SiegKind } from '../engine/domain';

/** The four party filters of the API. */
export const FILTER_ROLES = ['CnpjEmit', 'CnpjDest', 'CnpjRem', 'CnpjTom'] as const;
export type FilterRole = (typeof FILTER_ROLES)[number];

/** `empty`: what is asked for is denied as if there were none; `fail`: every try is answered with 500. */
export const DEATHS = ['empty', 'fail'] as const;
export type Death = (typeof DEATHS)[number];

export const DEAD_COUNTS = ['fail', 'zero', 'lower', 'higher', 'shrinking'] as const;
export type DeadCounts = (typeof DEAD_COUNTS)[number];

export const DEAD_REPORTS = ['empty', 'fail', 'unknown-keys', 'other-keys', 'half'] as const;
export type DeadReports = (typeof DEAD_REPORTS)[number];

/**
 * What this SIEG never does, for ever and for every client. Unlike a quirk it does not pass; whatever is not named here stays
 * right. Nothing depends on chance: the same modes and the same request always give the same answer, in both generations (but for counts
 * that shrink: there the first answer differs from all later ones).
 */
export interface DeadModes {
  /** No page brings anything. */
  readonly pages?: Death;
  /** Pages from this Skip on are empty, whatever is asked. */
  readonly pagesFrom?: number;
  /** Every page is the first one, whatever `Skip` says: of documents and of events. */
  readonly skip?: boolean;
  /** Days of issue whose documents (and their events) no page brings; counts, reports and single fetches know them. */
  readonly days?: readonly Day[];
  /** Kinds whose pages are always empty. */
  readonly kinds?: readonly SiegKind[];
  /** Pages that are asked with one of these filters are empty; counts with the same filter are right. */
  readonly roles?: readonly FilterRole[];
  /** No page brings event files, whatever it is asked; `/BaixarEventos` does. */
  readonly pageEvents?: boolean;
  /**
   * `fail`: 500; with `countKinds`, 200 in which the number of those kinds is null or left out. `zero`: 0. `lower`: a tenth less,
   * at least one less. `higher`: a tenth more, at least one more; what is 0 stays 0. `shrinking`: right the first time that a question is
   * asked, `lower` from then on.
   */
  readonly counts?: DeadCounts;
  /** The kinds that `counts` befalls; all when absent. */
  readonly countKinds?: readonly SiegKind[];
  /**
   * `unknown-keys`: the key of every second row is of no document. `other-keys`: it is of a document in which the company does not
   * stand; a company without documents has a report with one such row. `half`: every second row is left out.
   */
  readonly reports?: DeadReports;
  /** So many documents in a hundred are always handed out cut off, on pages and one by one. */
  readonly cut?: number;
  /** Single fetches (`/BaixarXml`). */
  readonly singles?: Death;
  /** `/BaixarEventos`, by window and by key. */
  readonly events?: Death;
}

interface Mode {
  /** How it is written. */
  readonly form: string;
  readonly help: string;
  read(value: string | null, month: Month, so: DeadModes): DeadModes | null;
}

function oneOf<T extends string>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value.toLowerCase() === text?.toLowerCase()) ?? null;
}

/** A mode whose value is one of `values`; `preset` is meant when none is given. */
function chosen<T extends string>(name: keyof DeadModes, values: readonly T[], preset: T | null): Mode['read'] {
  return (text, _month, so) => {
    const value = text === null ? preset : oneOf(values, text);
    return value === null ? null : { ...so, [name]: value };
  };
}

/** A mode that may be named more than once, each time with one of `values`. */
function collected(name: 'countKinds' | 'kinds' | 'roles', values: readonly (FilterRole | SiegKind)[]): Mode['read'] {
  return (text, _month, so) => {
    const value = oneOf(values, text);
    return value === null ? null : { ...so, [name]: [...(so[name] ?? []), value] };
  };
}

function readDay(text: string | null, month: Month, so: DeadModes): DeadModes | null {
  const day = text !== null && /^\d{1,2}$/.test(text) ? `${month}-${text.padStart(2, '0')}` : text;
  return day !== null && isDay(day) ? { ...so, days: [...(so.days ?? []), day] } : null;
}

function readOffset(text: string | null, _month: Month, so: DeadModes): DeadModes | null {
  return text !== null && /^\d{1,9}$/.test(text) ? { ...so, pagesFrom: Number(text) } : null;
}

function readShare(text: string | null, _month: Month, so: DeadModes): DeadModes | null {
  const share = text !== null && /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return share >= 1 && share <= 100 ? { ...so, cut: share } : null;
}

const MODES: Readonly<Record<string, Mode>> = {
  pages: {
    form: 'pages[=empty|fail]',
    help: 'Nenhuma página traz nada: vem vazia, ou com erro 500.',
    read: chosen('pages', DEATHS, 'empty'),
  },
  'pages-from': {
    form: 'pages-from=N',
    help: 'Toda página a partir do Skip N vem vazia.',
    read: readOffset,
  },
  skip: {
    form: 'skip',
    help: 'Toda página é a primeira, seja qual for o Skip.',
    read: (text, _month, so) => (text === null ? { ...so, skip: true } : null),
  },
  day: {
    form: 'day=DIA',
    help: 'Nenhuma página traz os documentos emitidos neste dia (DD ou AAAA-MM-DD), que continuam contados.',
    read: readDay,
  },
  kind: {
    form: `kind=TIPO`,
    help: `As páginas deste tipo (${SIEG_KINDS.join(', ')}) vêm sempre vazias.`,
    read: collected('kinds', SIEG_KINDS),
  },
  role: {
    form: 'role=FILTRO',
    help: `As páginas pedidas com este filtro (${FILTER_ROLES.join(', ')}) vêm sempre vazias.`,
    read: collected('roles', FILTER_ROLES),
  },
  'page-events': {
    form: 'page-events',
    help: 'As páginas nunca trazem eventos.',
    read: (text, _month, so) => (text === null ? { ...so, pageEvents: true } : null),
  },
  counts: {
    form: 'counts[=fail|zero|lower|higher|shrinking]',
    help: 'As contagens falham, dão zero, ou um décimo a menos ou a mais; shrinking: a menos, da segunda vez em diante.',
    read: chosen('counts', DEAD_COUNTS, 'fail'),
  },
  'count-kind': {
    form: 'count-kind=TIPO',
    help: 'Só a contagem deste tipo sofre com counts.',
    read: collected('countKinds', SIEG_KINDS),
  },
  reports: {
    form: 'reports[=empty|fail|unknown-keys|other-keys|half]',
    help: 'Os relatórios vêm vazios ou falham, ou trazem chaves que não existem ou que são de outras empresas, ou só metade das linhas.',
    read: chosen('reports', DEAD_REPORTS, 'empty'),
  },
  cut: {
    form: 'cut=N',
    help: 'De cada cem documentos, N vêm sempre truncados, na página e pela chave.',
    read: readShare,
  },
  singles: {
    form: 'singles[=empty|fail]',
    help: 'Nenhum documento vem pela chave.',
    read: chosen('singles', DEATHS, 'empty'),
  },
  events: {
    form: 'events[=empty|fail]',
    help: 'A consulta de eventos nunca traz nada.',
    read: chosen('events', DEATHS, 'empty'),
  },
};

/** How each mode is written on the command line, with a sentence on what it does. */
export const DEAD_MODES: readonly (readonly [form: string, help: string])[] = Object.values(MODES).map(
  ({ form, help }) => [form, help],
);

/**
 * Reads modes separated by commas, e.g. `day=14,kind=CTe,counts=lower`; nothing (or `none`) is dead by default. `day=14` is a day of
 * `month`.
 * @throws RangeError with a sentence in Portuguese that names what was not understood and what there is.
 */
export function parseDead(text: string, month: Month): DeadModes {
  const wanted = text.trim();
  if (wanted === '' || wanted === 'none') return {};
  return wanted
    .split(',')
    .map((part) => part.trim())
    .reduce<DeadModes>((so, part) => readMode(part, month, so), {});
}

function readMode(part: string, month: Month, so: DeadModes): DeadModes {
  const [name = '', ...rest] = part.split('=');
  const mode = Object.hasOwn(MODES, name) ? MODES[name] : undefined;
  const read = mode?.read(rest.length === 0 ? null : rest.join('='), month, so) ?? null;
  if (read === null) {
    const forms = DEAD_MODES.map(([form]) => form).join(', ');
    throw new RangeError(`Não entendi ${part}. Use none ou, separados por vírgula: ${forms}.`);
  }
  return read;
}
