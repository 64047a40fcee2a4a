import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALERT_CHANNEL_NAMES, SECRET_NAMES, SETTABLE_CHANNELS } from '../../../src/shared/alert-channels';
import { FINDING_CATEGORIES } from '../../../src/shared/audit-categories';
import { DOCUMENT_KINDS, DOCUMENT_MODELS } from '../../../src/shared/document-models';
import { SIEG_GENERATION_NAMES } from '../../../src/shared/sieg-generations';

const root = join(import.meta.dirname, '..', '..', '..');

interface Source {
  /** With slashes, from the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** What is ours and may change: a migration that was released never does, and the simulator is SIEG, which knows nothing of us. */
const sources: readonly Source[] = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:tsx?|sql)$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .filter((file) => !file.startsWith('src/simulator/') && !/\/migrations\/00(?:0\d|1[0-3])-/.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '') }));

const LITERAL = String.raw`(?:'[^'\n]*'|"[^"\n]*")`;
/** Literals one after the other: an array, a union, a list of SQL; and cases that share one answer. */
const LISTS = [
  new RegExp(String.raw`${LITERAL}(?:\s*(?:,|\|)\s*${LITERAL})+`, 'g'),
  new RegExp(String.raw`case\s+${LITERAL}:(?:\s*case\s+${LITERAL}:)+`, 'g'),
];

/** The lists in a text that hold nothing but members of a set, two at least. */
function listsOf(members: readonly string[], text: string): string[] {
  return LISTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([list]) => list)).filter((list) => {
    const named = [...list.matchAll(new RegExp(LITERAL, 'g'))].map(([literal]) => literal.slice(1, -1));
    return named.every((name) => members.includes(name));
  });
}

interface Table {
  readonly name: string;
  readonly members: readonly string[];
  /** Where a list of some of them has its own reason; what it says must be there. */
  readonly own: readonly (readonly [file: string, list: string])[];
}

const TABLES: readonly Table[] = [
  { name: 'ALERT_CHANNELS', members: [...ALERT_CHANNEL_NAMES, ...SECRET_NAMES], own: [] },
  { name: 'SIEG_GENERATIONS', members: SIEG_GENERATION_NAMES, own: [] },
  { name: 'models of DOCUMENT_MODELS', members: DOCUMENT_MODELS.map(({ model }) => model), own: [] },
  {
    name: 'kinds of DOCUMENT_MODELS',
    members: DOCUMENT_KINDS,
    // the columns of the panel: NF-e, CT-e, everything else
    own: [['src/engine/ledger/evidence.ts', "'NFe', 'CTe'"]],
  },
  {
    name: 'AUDIT_CATEGORIES',
    members: FINDING_CATEGORIES,
    own: [
      // what the classifier itself marks as loose
      ['src/engine/ledger/audits.ts', "'duplicate', 'key-mismatch'"],
      // what the page says in words and tables of its own
      ['src/engine/reports/month-page.ts', "'missing', 'orphan', 'conflict'"],
      ['src/engine/reports/month-page.ts', "'missing', 'orphan'"],
    ],
  },
];

describe.each(TABLES)('a list of members of $name', ({ members, own }) => {
  it('stands in the table alone', () => {
    const found = sources.flatMap(({ file, text }) => listsOf(members, text).map((list) => [file, list] as const));
    const known = new Set(own.map((one) => one.join(' ')));
    expect(found.filter((one) => !known.has(one.join(' ')))).toEqual([]);
    expect(new Set(found.map((one) => one.join(' ')))).toEqual(known);
  });
});

/** The files that speak one channel, its words and what may go wrong with it. */
const OF_ONE_CHANNEL = new RegExp(
  String.raw`^src/(?:shared/alert-channels|shared/messages/pt-BR/alert-channels|shared/errors/alerts|engine/alerts/(?:channels|${SETTABLE_CHANNELS.join('|')})[\w-]*)\.ts$`,
);

it('no other file speaks of one channel that the settings know, or of one secret, by its name', () => {
  const names = [...SETTABLE_CHANNELS, ...SECRET_NAMES].join('|');
  const spoken = new RegExp(
    String.raw`(['"\x60])(?:${names})(?:\.\w+)?\1|^\s*['"]?(?:${names})['"]?:|[{,]\s*(?:${names}):`,
    'gm',
  );
  const found = sources
    .filter(({ file }) => !OF_ONE_CHANNEL.test(file))
    .flatMap(({ file, text }) => [...text.matchAll(spoken)].map(([word]) => `${file}: ${word.trim()}`));
  expect(found).toEqual([]);
});

it('what holds for some members alone is no table beside the table', () => {
  const partial =
    /Partial<Record<(?:AlertChannelName|SettableChannel|SecretName|SiegGeneration|DocumentKind|SiegKind|FindingCategory)\b[^=\n]*=\s*\{\s*['\w]/g;
  expect(
    sources.flatMap(({ file, text }) => [...text.matchAll(partial)].map(([words]) => `${file}: ${words}`)),
  ).toEqual([]);
});

it('are found by this test', () => {
  const members = ['email', 'webhook', '55', '65'];
  for (const list of [
    "z.enum(['email', 'webhook'])",
    "CHECK (channel IN ('email','webhook'))",
    "type Channel = 'email' | 'webhook';",
    "case 'email':\n    case 'webhook':\n      return true;",
    'model IN ("55", "65")',
  ])
    expect(listsOf(members, list), list).toHaveLength(1);
  for (const other of ["['email', 'fax']", "case 'email':\n return 1;\n case 'webhook':", "'email'"])
    expect(listsOf(members, other), other).toEqual([]);
});
