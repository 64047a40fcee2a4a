// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doing, press, usePage } from '../unit/renderer/page';
import { companiesHeld, monthFacts } from './month-facts';
import type { HostProcess } from './support/host';
import { officeAfter, type Office, type Played } from './support/office';
import { cellsOf, counted, nameOf, plain, shown, showOffice, textAt } from './support/page';

const played: Partial<Record<Played, { readonly office: Office; readonly host: HostProcess }>> = {};
const of = (name: Played): { readonly office: Office; readonly host: HostProcess } => {
  const found = played[name];
  if (found === undefined) throw new Error(`nobody played ${name}`);
  return found;
};
const NAMES = ['complete', 'gaps'] as const;

beforeAll(async () => {
  for (const name of NAMES) {
    const office = await officeAfter(name);
    played[name] = { office, host: await office.open() };
  }
}, 120_000);
afterAll(async () => {
  for (const { office } of Object.values(played)) await office.close();
});

usePage();

describe.each(NAMES)('Painel of a month that is %s', (name) => {
  it('shows the figures that the ledger has', async () => {
    const { office, host } = of(name);
    const facts = monthFacts(office, office.month);
    expect(facts.archived).toBeGreaterThan(0);
    await showOffice(host);
    for (const [figure, value] of Object.entries(facts)) expect(textAt(`total-${figure}`), figure).toBe(shown(value));
  });
});
