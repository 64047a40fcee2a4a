import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALLOWED, REACHED_OTHERWISE } from '../../support/ledger-plans/allowed';
import { callSites } from '../../support/ledger-plans/call-sites';
import { particularCalls } from '../../support/ledger-plans/calls';
import { collectStatements, type Statement } from '../../support/ledger-plans/collect';
import { FAULTY } from '../../support/ledger-plans/faulty';
import { Planner } from '../../support/ledger-plans/plan';

const folder = mkdtempSync(join(tmpdir(), 'malote-plans-'));
const sites = new Map(callSites().map(({ place, method }) => [place, method]));
let planner: Planner;
/** Those that are statements: a method that is called with anything may hand over what is none. */
let statements: readonly Statement[];

/** The file and the method, which stay the same when a line is added above them. */
const named = (place: string): string => `${place.replace(/:.*/, '')} ${sites.get(place) ?? '?'}`;

beforeAll(() => {
  planner = new Planner(join(folder, 'planner.db'));
  statements = collectStatements(join(folder, 'malote.db'), particularCalls).filter(({ text }) =>
    planner.isStatement(text),
  );
});

afterAll(() => {
  planner.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the statements of the ledger', () => {
  it('are known here, every one that its code can hand to the database', () => {
    const seen = new Set(statements.map(({ place }) => place));
    const unknown = [...sites.keys()].filter((place) => !seen.has(place)).map(named);
    expect(unknown.sort()).toEqual(Object.keys(REACHED_OTHERWISE).sort());
    expect(sites.size).toBeGreaterThan(200);
  });

  it('have plans that stay quick in a ledger of a million documents', () => {
    const faults = statements.flatMap(({ text, place }) =>
      planner.faults(text).map((fault) => `${named(place)}: ${fault}`),
    );
    const allowed = Object.keys(ALLOWED);
    expect([...new Set(faults)].filter((fault) => !allowed.some((name) => fault.startsWith(`${name}: `)))).toEqual([]);
    // what is allowed for nothing would hide the next fault
    expect(allowed.filter((name) => !faults.some((fault) => fault.startsWith(`${name}: `)))).toEqual([]);
  });

  it('find the parties by their document, or within bounds, in a ledger without statistics: one client may have all of a first month', () => {
    const fresh = new Planner(join(folder, 'fresh.db'), { withStatistics: false });
    const isUnbounded = (step: string): boolean =>
      step.includes('parties_by_tax_id') && !step.includes('document_id>? AND document_id<?');
    const byTaxId = statements.filter(({ text }) => fresh.steps(text).some(isUnbounded));
    fresh.close();
    expect(byTaxId.map(({ place }) => named(place))).toEqual([]);
  });

  it.each(Object.entries(FAULTY))('would be refused as they were: %s', (_, text) => {
    expect(planner.faults(text)).not.toEqual([]);
  });
});
