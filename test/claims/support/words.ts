import { cleanup } from '@testing-library/react';
import { afterEach, expect } from 'vitest';
import { z } from 'zod';
import { contract } from '../../../src/shared/ipc/contract';

type Json = Readonly<Record<string, unknown>>;

/** Members of the contract's enums that are words of Portuguese, names of things, or names that people use as they are. */
const PEOPLES = new Set([
  ...['NFe', 'CTe', 'NFSe', 'NFCe', 'CFe', 'MDFe', 'NFCom', 'BPe', 'NF3e', 'NFAg', 'NFGas', 'DCe', 'Outros'],
  // the short word of a document without proof is the Portuguese for "in the"
  'no',
  // folders of the system before this one; the second one of this one's own records too
  ...['transactions', 'logs'],
  ...[
    'email',
    'webhook',
    'v1',
    'teams',
    'slack',
    'csv',
    'xlsx',
    'html',
    'powershell',
    'starttls',
    'tls',
    'sieg',
    'import',
  ],
]);

/** Every word that a closed list of the contract has and that is for machines. */
export const ENGINE_WORDS: ReadonlySet<string> = new Set(
  [...enumsOf(contract.engine)].filter((word) => !PEOPLES.has(word) && word !== ''),
);

function enumsOf(value: unknown): Set<string> {
  const found = new Set<string>();
  const walk = (one: unknown): void => {
    if (one instanceof z.ZodType) walkJson(schemaOf(one), found);
    else if (typeof one === 'object' && one !== null) Object.values(one).forEach(walk);
  };
  walk(value);
  return found;
}

function schemaOf(type: z.ZodType): unknown {
  return z.toJSONSchema(type, { unrepresentable: 'any' });
}

function walkJson(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) value.forEach((one) => walkJson(one, found));
  if (typeof value !== 'object' || value === null) return;
  const { enum: members, const: only } = value as Json;
  for (const member of [...(Array.isArray(members) ? (members as unknown[]) : []), only])
    if (typeof member === 'string') found.add(member);
  Object.values(value).forEach((one) => walkJson(one, found));
}

/** What stands in a sentence whose blank nobody filled, or filled with what is none. */
const UNFILLED = /: \.|\(\)|“”|\bundefined\b|\bnull\b|\bNaN\b|\[object|: ,/;
const WORD = /[\p{L}\d][\p{L}\d.-]*[\p{L}\d]|[\p{L}\d]/gu;

/** A command that a person is told to type, as it is typed. */
const TYPED = /"malote [^"]*"/g;

/** Words of the engine that stand in a text for people. */
export function engineWordsIn(text: string): string[] {
  return [...new Set(text.replace(TYPED, '').match(WORD) ?? [])].filter((word) => ENGINE_WORDS.has(word));
}

/** Evidence as it was recorded, which is for whoever reads records. */
const RECORDS = '[data-testid=entry]';

/** All that the page says: what is drawn, and what is said besides. */
export function saidBy(page: HTMLElement): string[] {
  const element = page.cloneNode(true) as HTMLElement;
  for (const record of element.querySelectorAll(RECORDS)) record.remove();
  const texts: string[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node.textContent ?? '');
  for (const one of element.querySelectorAll('[aria-label],[placeholder],[title]'))
    for (const name of ['aria-label', 'placeholder', 'title']) texts.push(one.getAttribute(name) ?? '');
  return texts.filter((text) => text.trim() !== '');
}

/** After each test: nothing on the page is a word of the engine, and no sentence has an empty place. */
export function useWordsForPeople(): void {
  afterEach(() => {
    const said = saidBy(document.body);
    // what is wrong with this page is nothing to the next one
    cleanup();
    expect(said.flatMap(engineWordsIn), 'words of the engine').toEqual([]);
    expect(
      said.filter((text) => UNFILLED.test(text)),
      'sentences with an empty place',
    ).toEqual([]);
  });
}
