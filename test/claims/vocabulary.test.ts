import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DOCUMENT_KINDS } from '../../src/shared/document-models';
import { DIAGNOSIS_CHECK_NAMES } from '../../src/shared/ipc/diagnosis';
import { contract } from '../../src/shared/ipc/contract';
import { SCENES } from '../renderer/console/fixtures';

const SOURCES = join(import.meta.dirname, '..', '..', 'src');

/** A place of the contract where a word stands: by the names on the way to it. */
type Place = string;

interface Words {
  /** Closed lists by their places. */
  readonly closed: Map<Place, readonly string[]>;
  /** Places where any text may stand. */
  readonly open: Set<Place>;
}

interface Json {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly items?: Json;
  readonly propertyNames?: Json;
  readonly additionalProperties?: Json | boolean;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
}

function collect(json: Json, place: Place, words: Words): void {
  const { properties, items, propertyNames, additionalProperties, anyOf = [], oneOf = [] } = json;
  const members = [...(json.enum ?? []), json.const].filter((one) => typeof one === 'string');
  if (members.length > 0) words.closed.set(place, [...(words.closed.get(place) ?? []), ...members]);
  else if ((json.type === 'string' || json.type?.includes('string') === true) && !json.format && !json.pattern)
    words.open.add(place);
  for (const [name, one] of Object.entries(properties ?? {})) collect(one, `${place}.${name}`, words);
  if (items !== undefined) collect(items, place, words);
  if (propertyNames !== undefined) collect(propertyNames, `${place}.*`, words);
  if (typeof additionalProperties === 'object') collect(additionalProperties, place, words);
  for (const one of [...anyOf, ...oneOf]) collect(one, place, words);
}

const OUTPUTS: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  Object.entries(contract.engine.requests).map(([name, { output }]) => [name, output]),
);

function wordsOf(outputs: Readonly<Record<string, z.ZodType>>): Words {
  const words: Words = { closed: new Map(), open: new Set() };
  for (const [name, output] of Object.entries(outputs))
    collect(z.toJSONSchema(output, { unrepresentable: 'any' }) as Json, name, words);
  return words;
}

const WORDS = wordsOf(OUTPUTS);
const lastOf = (place: Place): string => place.split('.').at(-1) ?? '';

/** Every text in quotes in the engine and the process around it; without the sentences of the journal, which name every action. */
function spoken(folder: string, recursive = true): Set<string> {
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { recursive, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('journal-text.ts')) continue;
    if (entry.name === 'recovery-journal.ts') continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    for (const [, word] of text.matchAll(/'([^'\n]*)'/g)) found.add(word ?? '');
    // fields of objects and cases of records stand without quotes
    for (const [, word] of text.matchAll(/\b(\w+):/g)) found.add(word ?? '');
  }
  return found;
}

/** What of the contract's words only other sides than the engine say. */
const SAID_BY_OTHERS: Readonly<Record<Place, readonly string[]>> = {
  // main knows when the engine is not there, and replaces what it last said
  'snapshot.engine.state': ['starting', 'crashed', 'gone'],
};

describe('the contract', () => {
  it('has a closed list wherever a word of the engine stands', () => {
    const closed = [
      'action',
      'category',
      'channel',
      'direction',
      'handedOver',
      'kind',
      'kinds',
      'level',
      'outcome',
      'phase',
    ];
    const more = [
      'remedy',
      'root',
      'screen',
      'severity',
      'sources',
      'state',
      'status',
      'stopping',
      'until',
      'waitingFor',
    ];
    const names = new Set([...closed, ...more]);
    // an advice, which is a sentence; what a person has set
    const advice = /(?:error|cause|warnings)\.action$|^test(?:Alert)?\.action$|^readSettings\.values\./;
    const free = [...WORDS.open].filter((place) => names.has(lastOf(place)) && !advice.test(place));
    expect(free).toEqual([]);
  });

  it('has no word that nobody says', () => {
    const engine = spoken(join(SOURCES, 'engine'));
    // below its messages stand those of the window and the terminal
    const messages = spoken(join(SOURCES, 'shared', 'messages', 'pt-BR'), false);
    const besides = [spoken(join(SOURCES, 'engine-process')), messages];
    // a kind is told by the model that a document names, out of the table that stood in the engine before the contract knew it too
    const said = new Set<string>([...engine, ...besides.flatMap((words) => [...words]), ...DOCUMENT_KINDS]);
    const silent = [...WORDS.closed].flatMap(([place, members]) =>
      members
        .filter((word) => !said.has(word) && !(SAID_BY_OTHERS[place] ?? []).includes(word))
        // made of a group and a name, or kept by whoever writes settings
        .filter((word) => !/^(?:readSettings|saveSettings)\./.test(place) || !word.includes('.'))
        .map((word) => `${place}: ${word}`),
    );
    // of an entry that another version wrote
    expect(silent.filter((one) => !/action: unknown$/.test(one))).toEqual([]);
  });
});

const listOf = (members: readonly string[]): string => [...members].sort().join(' ');

/** What the double was made to show, by the lists that the words are of. */
async function shownByDouble(): Promise<Map<string, Set<string>>> {
  const shown = new Map<string, Set<string>>();
  const note = (place: Place, word: string): void => {
    const list = listOf(WORDS.closed.get(place) ?? []);
    shown.set(list, (shown.get(list) ?? new Set()).add(word));
  };
  const walk = (value: unknown, place: Place): void => {
    if (typeof value === 'string') {
      if (WORDS.closed.has(place)) note(place, value);
    } else if (Array.isArray(value)) value.forEach((one) => walk(one, place));
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) {
        if (WORDS.closed.has(`${place}.*`)) note(`${place}.*`, name);
        else walk(one, `${place}.${name}`);
      }
  };
  for (const [name, make] of Object.entries(SCENES)) {
    const { state, options } = make();
    walk(contract.engine.requests.snapshot.output.parse(state), 'snapshot');
    for (const [request, handler] of Object.entries(options?.engine ?? {})) {
      for (const kind of request === 'jobItems' ? ITEM_KINDS : ITEM_KINDS.slice(0, 1)) {
        const answer = await answerOf(handler as (input: unknown) => unknown, request, kind);
        if (answer === undefined) continue;
        const output = OUTPUTS[request]?.safeParse(answer);
        expect(output?.success, `${name}: ${request}`).toBe(true);
        walk(output?.data, request);
      }
    }
  }
  return shown;
}

/** Jobs of these kinds have items of their own. */
const ITEM_KINDS = ['recovery', 'correction'] as const;

/** What a scene answers, where it answers at all. */
async function answerOf(handler: (input: unknown) => unknown, request: string, kind: string): Promise<unknown> {
  const page = { after: request === 'companyDocuments' ? null : 0, before: null, limit: 200 };
  const query = { company: '00100002000114', month: '2026-10', auditId: 7 };
  const ids = {
    ...query,
    recoveryId: 3,
    kind,
    subject: 3,
    correctionId: 2,
    older: 6,
    newer: 7,
    checks: DIAGNOSIS_CHECK_NAMES,
    identity: '35261011222333000181550010000182041000182046',
  };
  const silent = new Promise((resolve) => setTimeout(resolve, 50));
  try {
    return await Promise.race([handler({ ...page, ...ids, query, root: 'import', hours: 24 }), silent]);
  } catch {
    return undefined;
  }
}

/** Lists that are chosen from by a person, or told by main, or that say how an answer is made. */
const NOT_TOLD = /^(?:readSettings|saveSettings|test|testAlert)\b|^snapshot\.engine\.(?:state|heldBy)$/;

describe('the double', () => {
  it('shows nothing but what the contract has, and every word of it that the engine can tell', async () => {
    const shown = await shownByDouble();
    const lists = new Map(
      [...WORDS.closed].filter(([place]) => !NOT_TOLD.test(place)).map(([place, members]) => [listOf(members), place]),
    );
    const missing = [...lists].flatMap(([list, place]) => {
      const not = list.split(' ').filter((word) => !(shown.get(list)?.has(word) ?? false));
      return not.length === 0 ? [] : [`${place}: ${not.join(' ')}`];
    });
    expect(missing).toEqual([]);
  });
});
