import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeMunicipalNfseIdentity } from '../../../src/engine/domain';
import { readFiscal, type FiscalDocument, type FiscalReading } from '../../../src/engine/fiscal';
import { abrasf1, listOf } from '../../support/municipal-notes';

/** The corpus of municipal NFS-e, an independent reading; it is test data that is not part of the repository. */
const CORPUS = path.resolve(import.meta.dirname, '../../../../shared/corpus/nfse-municipal');

type Row = Readonly<Record<string, string>>;

function table(name: string): Row[] {
  const file = path.join(CORPUS, name);
  if (!existsSync(file)) return [];
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const names = header.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((each, index) => [each, cells[index] ?? '']));
  });
}

const readings = new Map<string, FiscalReading>();

function readingOf(file: string): FiscalReading {
  const known = readings.get(file);
  if (known !== undefined) return known;
  const reading = readFiscal(readFileSync(path.join(CORPUS, 'files', file)), { handedOutAs: 'NFSe' });
  readings.set(file, reading);
  return reading;
}

function notesOf(file: string): FiscalDocument[] {
  return readingOf(file).items.filter((item) => item.type === 'document' && item.form !== 'unread') as FiscalDocument[];
}

const word = (value: boolean | null | undefined): string =>
  value === null || value === undefined ? '' : value ? 'yes' : 'no';
const hintOf = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();

/** The columns of EXPECTED.tsv; `municipality` as far as the corpus resolves it, which leaves names and TOM codes to a table. */
function cells(note: FiscalDocument, expected: Row): Row {
  const facts = note.municipal;
  const party = (role: string): string => note.parties.find((each) => each.role === role)?.taxId ?? '';
  return {
    layout: facts?.layout ?? '',
    municipality: expected['municipality_hint'] === '' ? (facts?.municipality ?? '') : '',
    municipality_from: facts?.municipalityFrom ?? '',
    municipality_hint: hintOf(facts?.hint ?? ''),
    number: note.number ?? '',
    nfse_series: note.series ?? '',
    verification: facts?.verification ?? '',
    issued: note.issuedAt ?? '',
    issue_day: note.issueDay ?? '',
    competence: facts?.competence ?? '',
    competence_month: facts?.competenceMonth ?? '',
    issuer: party('issuer'),
    issuer_im: facts?.registration ?? '',
    taker: party('taker'),
    service_cents: note.totalCents?.toString() ?? '',
    net_cents: facts?.netCents?.toString() ?? '',
    iss_withheld: word(facts?.issWithheld),
    cancelled: word((facts?.cancelled ?? null) !== null),
    cancelled_at: facts?.cancelled?.at ?? '',
    substituted: word((facts?.replacedBy ?? null) !== null),
    substituted_by: facts?.replacedBy ?? '',
    replaces: facts?.replacesNumber ?? '',
    rps_number: facts?.rpsNumber ?? '',
    rps_series: facts?.rpsSeries ?? '',
  };
}

function expectSameWhenCutOut(note: FiscalDocument): void {
  const again = readFiscal(note.bytes, { handedOutAs: 'NFSe' });
  expect(again.refusals).toEqual([]);
  expect(again.items).toHaveLength(1);
  const { bytes: _bytes, municipal: _facts, ...before } = note;
  const { bytes: _again, municipal: facts, ...after } = again.items[0] as FiscalDocument;
  expect(after).toEqual(before);
  // which note took its place stands in that note, which was cut out
  expect({ ...facts, replacedBy: null }).toEqual({ ...note.municipal, replacedBy: null });
  expect(facts?.replacedBy === null).toBe(note.municipal?.replacedBy === null);
}

/** Cells in which we rightly differ; docs/corpus-exceptions.md says why. */
const EXCEPTIONS: Readonly<Record<string, Row>> = {};

const rows = table('EXPECTED.tsv');
const index = table('INDEX.tsv');

function corpusSuite(): void {
  it.each(index.map((row) => row['file'] ?? ''))('%s is read as expected', (file) => {
    const expected = rows.filter((row) => row['file'] === file);
    const notes = notesOf(file);
    expect(notes).toHaveLength(expected.length);
    notes.forEach((note, at) => {
      const { file: _file, n: _n, identity: _identity, ...row } = expected[at] ?? {};
      const hint = hintOf(row['municipality_hint'] ?? '');
      expect(cells(note, row)).toEqual({ ...row, municipality_hint: hint, ...EXCEPTIONS[file] });
    });
  });

  it('the same note has one identity, and no other note has it', () => {
    const pairs = index.flatMap(({ file = '' }) => {
      const expected = rows.filter((row) => row['file'] === file);
      return notesOf(file).map((note, at) => [expected[at]?.['identity'] ?? '', note.identity] as const);
    });
    expect(pairs).toHaveLength(rows.length);
    expect(new Set(pairs.map(([theirs]) => theirs)).size).toBe(new Set(pairs.map(([, ours]) => ours)).size);
    expect(new Set(pairs.map(([theirs, ours]) => `${theirs} ${ours}`)).size).toBe(
      new Set(pairs.map(([, ours]) => ours)).size,
    );
  });

  it('a note cut out of its file is the same note', () => {
    for (const { file = '' } of index) notesOf(file).forEach(expectSameWhenCutOut);
  });

  it.each(table('EXPECTED-EVENTS.tsv'))('$file is the cancellation of its note', (row) => {
    const [event, ...others] = readingOf(row['file'] ?? '').items;
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'event',
      eventType: 'cancelamento',
      issuedAt: row['at'],
      author: row['issuer'],
    });
    if (event?.type !== 'event') return;
    expect(decodeMunicipalNfseIdentity(event.documentIdentity)).toEqual({
      municipality: row['municipality'],
      issuer: row['issuer'],
      number: row['number'],
    });
  });

  it('nothing else is a note, and a layout that nobody knows is unread', () => {
    const outcomes = index
      .filter((row) => row['rows'] === '0' && row['class'] !== 'cancel-receipt')
      .map((row) => {
        const { items, refusals } = readingOf(row['file'] ?? '');
        const unread = items.some((item) => item.type === 'document' && item.form === 'unread');
        return [row['file'], row['class'], unread ? 'unread' : (refusals[0]?.code ?? 'nothing')];
      });
    for (const [file, kind, outcome] of outcomes) {
      expect([file, outcome]).toEqual([file, kind === 'unknown' ? 'unread' : 'FISCAL_NOT_A_DOCUMENT']);
    }
  });
}

if (rows.length > 0) describe('corpus of municipal NFS-e', corpusSuite);

describe('built-in samples', () => {
  it('in one list are each the same note when cut out of it', () => {
    const bytes = Buffer.from(
      listOf(abrasf1({ number: 1 }), abrasf1({ number: 2, cancelledAt: '2026-03-31T09:00:00' })),
    );
    const notes = readFiscal(bytes, { handedOutAs: 'NFSe' }).items.filter((item) => item.type === 'document');
    expect(notes.map(({ number }) => number)).toEqual(['1', '2']);
    notes.forEach(expectSameWhenCutOut);
  });
});
