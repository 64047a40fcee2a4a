import { vi } from 'vitest';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import { LedgerDatabase } from '../../../src/engine/ledger/database';
import { Opening } from '../../../src/engine/ledger/openings';
import { Unchanged } from '../../../src/engine/ledger/unchanged';
import { DeliveryWriter } from '../../../src/engine/ledger/writers/deliveries';
import { DocumentWriter } from '../../../src/engine/ledger/writers/documents';
import { FoundPlaceWriter } from '../../../src/engine/ledger/writers/documents-found';
import { RereadWriter } from '../../../src/engine/ledger/writers/documents-reread';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { currentSite } from './call-sites';

/** A statement's text, and where it was handed to the database. */
export interface Statement {
  readonly text: string;
  readonly place: string;
}

type Method = (...args: unknown[]) => unknown;

/** Something that goes through as anything: any property, any call, a list of one, a text, a number. */
function anything(): unknown {
  const target = (): unknown => anything();
  return new Proxy(target, {
    get: (_, name) => {
      if (name === Symbol.iterator) return () => [anything()].values();
      if (name === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? 1 : '2026-10');
      if (name === 'length') return 1;
      if (name === 'toJSON') return () => 'x';
      if (name === 'then') return undefined;
      // a list of one goes through what lists go through
      const ofLists: unknown = typeof name === 'string' ? Reflect.get(Array.prototype, name) : undefined;
      return typeof ofLists === 'function' ? (ofLists.bind([anything()]) as unknown) : anything();
    },
    has: () => true,
    apply: () => anything(),
  });
}

/** For calls that want real arguments. */
export interface CallFixture {
  readonly ledger: Ledger;
  readonly rereads: RereadWriter;
  /** What the database answers from now on. */
  readonly answer: (given: { readonly row?: unknown; readonly value?: unknown }) => void;
}

/** What a method is called with, all its parameters the same or one of them another; what makes it take each of its ways. */
const WORDS: readonly unknown[] = [
  null,
  undefined,
  '',
  [],
  'documents',
  'events',
  'waiting',
  'all',
  'orphan',
  'missing',
  'cancelled',
];
const MOST_PARAMETERS = 6;

function argumentLists(): unknown[][] {
  const alike = [anything(), ...WORDS].map((one) => Array.from({ length: MOST_PARAMETERS }, () => one));
  const mixed = WORDS.flatMap((one) =>
    Array.from({ length: MOST_PARAMETERS }, (_, at) =>
      Array.from({ length: MOST_PARAMETERS }, (_unused, of) => (of === at ? one : anything())),
    ),
  );
  return [...alike, ...mixed];
}

/**
 * Every statement of the ledger's code, by calling every method of its repositories and writers on a database that answers anything and
 * does nothing; then what `more` calls. Whether none was left out is for `callSites` to say.
 */
export function collectStatements(file: string, more: (fixture: CallFixture) => void): Statement[] {
  const ledger = openLedger(file, { now: () => Date.parse('2026-11-01T00:00:00Z') });
  const db = databaseOf(ledger);
  const snapshot = ledger.monthSnapshot('2026-10');
  const opening = new Opening(db, file);
  const services = [
    ...Object.values(ledger).filter((one): one is object => typeof one === 'object' && one !== null && one !== db),
    ...[snapshot, ledger.lock('run'), new Unchanged(db), opening],
  ];
  const writers = [
    new DeliveryWriter(db, () => ''),
    new DocumentWriter(db),
    new FoundPlaceWriter(db),
    new RereadWriter(db),
  ];
  const found = new Map<string, Statement>();
  const answers = { row: undefined as unknown, value: null as unknown };
  const note = (text: string): void => {
    const place = currentSite();
    found.set(`${place} ${text}`, { text, place });
  };
  const spies = [
    vi.spyOn(LedgerDatabase.prototype, 'all').mockImplementation((text) => {
      note(text);
      return answers.row === undefined ? [] : [answers.row];
    }),
    vi.spyOn(LedgerDatabase.prototype, 'get').mockImplementation((text) => {
      note(text);
      return answers.row;
    }),
    vi.spyOn(LedgerDatabase.prototype, 'value').mockImplementation((text) => {
      note(text);
      return answers.value;
    }),
    vi.spyOn(LedgerDatabase.prototype, 'run').mockImplementation((text) => {
      note(text);
      return { changes: answers.row === undefined ? 0 : 1, id: 1 };
    }),
    vi.spyOn(LedgerDatabase.prototype, 'transaction').mockImplementation((work) => work()),
    vi.spyOn(LedgerDatabase.prototype, 'widenCache').mockImplementation(() => () => undefined),
  ];
  try {
    const lists = argumentLists();
    for (const [row, value] of [
      [undefined, null],
      [anything(), 1],
      [anything(), 0],
      [undefined, '2026-10'],
    ]) {
      Object.assign(answers, { row, value });
      for (const room of [...services, ...writers]) for (const args of lists) callAll(room, args);
    }
    opening.close();
    more({ ledger, rereads: new RereadWriter(db), answer: (given) => Object.assign(answers, given) });
  } finally {
    for (const spy of spies) spy.mockRestore();
    snapshot.close();
    ledger.close();
  }
  return [...found.values()];
}

/** The first ones would end everything; the last one works in a thread of its own, and with nothing that the others do not. */
const NOT_CALLED: ReadonlySet<string> = new Set(['constructor', 'close', 'check']);

/** A call that makes no sense ends with an error of its own; what it had asked before counts all the same. */
function callAll(room: object, args: readonly unknown[]): void {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(room)).concat(Object.getOwnPropertyNames(room));
  for (const name of names) {
    const method = (room as Record<string, unknown>)[name];
    if (typeof method !== 'function' || NOT_CALLED.has(name)) continue;
    try {
      (method as Method).apply(room, [...args]);
    } catch {
      // by design: see above
    }
  }
}
