import { describe, expect, it } from 'vitest';
import { RunProgressAccount } from '../../../src/engine/runs/progress';
import type { CompanyRow } from '../../../src/engine/ledger';
import { manualClock } from '../../support/manual-clock';

const PER_MINUTE = 30;

/** An account at a desk whose clock and facts a test sets. */
function openAccount(): {
  readonly account: RunProgressAccount;
  readonly facts: { archived: number; delivered: number; pending: number; events: number };
  readonly clock: ReturnType<typeof manualClock>;
  readonly answer: (requests: number) => void;
} {
  const clock = manualClock(1_000_000);
  const facts = { archived: 0, delivered: 0, pending: 0, events: 0 };
  const account = new RunProgressAccount({
    ...{ runId: 1, month: '2026-03', companies: [], clock, sharedLimit: true, filesAPage: 50 },
    ...{
      requestsPerMinute: () => PER_MINUTE,
      facts: () => facts,
      paused: () => false,
      waitingFor: () => [],
      onNotice: () => undefined,
    },
  });
  const answer = (requests: number): void => {
    for (let asked = 0; asked < requests; asked += 1) account.requestEnded('page');
  };
  return { account, facts, clock, answer };
}

/** The same with two companies: A is touched by documents, B by none. */
function openOffice(): { readonly account: RunProgressAccount; readonly phases: () => readonly string[] } {
  const companies = [1, 2].map((id) => ({ id, taxId: String(id), folder: `000${String(id)}_X` }) as CompanyRow);
  const account = new RunProgressAccount({
    ...{ runId: 1, month: '2026-03', companies, clock: manualClock(0), sharedLimit: true, filesAPage: 50 },
    requestsPerMinute: () => PER_MINUTE,
    facts: () => ({ archived: 0, delivered: 0, pending: 0, events: 0 }),
    ...{ paused: () => false, waitingFor: () => [], onNotice: () => undefined },
  });
  return { account, phases: () => account.companies(new Map()).map(({ phase }) => phase) };
}

describe('where a run is with each company', () => {
  it('is never still downloading once all pages have been asked for', () => {
    const { account, phases } = openOffice();
    account.phase('sweeping');
    account.companiesTouched([1]);
    expect(phases()).toEqual(['capturing', 'waiting']);
    account.phase('comparing');
    account.companiesTouched([1, 2]);
    expect(phases()).toEqual(['comparing', 'comparing']);
    account.phase('delivering');
    expect(phases()).toEqual(['delivering', 'delivering']);
    account.companySettled(1, 'complete');
    account.phase('done');
    expect(phases()).toEqual(['complete', 'delivering']);
  });

  it('moves on company by company where each is asked for by itself', () => {
    const { account, phases } = openOffice();
    account.phase('sweeping');
    account.companyCompared(1);
    account.companiesTouched([1, 2]);
    expect(phases()).toEqual(['comparing', 'capturing']);
  });
});

describe('what a run says of the time that it takes still', () => {
  it('is nothing before SIEG has counted and a few answers have come', async () => {
    const { account, clock, answer } = openAccount();
    account.phase('sweeping');
    answer(10);
    expect(account.snapshot().etaSeconds).toBeNull();
    account.promised(5_000);
    expect(account.snapshot().etaSeconds).not.toBeNull();
    const young = openAccount();
    young.account.phase('sweeping');
    young.account.promised(5_000);
    young.answer(4);
    await clock.advance(1_000);
    expect(young.account.snapshot().etaSeconds).toBeNull();
  });

  it('goes by the pace of the answers so far, and never below what SIEG allows', async () => {
    const { account, facts, clock, answer } = openAccount();
    account.phase('sweeping');
    account.promised(2_500);
    // 20 pages of 50 in 100 seconds, 30 left: 5 seconds each, where SIEG would allow one every 2
    answer(20);
    facts.archived = 1_000;
    await clock.advance(100_000);
    expect(account.snapshot().etaSeconds).toBeCloseTo(150);
    const quick = openAccount();
    quick.account.phase('sweeping');
    quick.account.promised(2_500);
    quick.answer(20);
    quick.facts.archived = 1_000;
    await quick.clock.advance(1_000);
    expect(quick.account.snapshot().etaSeconds).toBeCloseTo((30 * 60) / PER_MINUTE);
  });

  it('counts what waits for its delivery, at the pace of the deliveries of this run', async () => {
    const { account, facts, clock, answer } = openAccount();
    account.phase('sweeping');
    account.promised(100);
    facts.delivered = 500;
    account.snapshot();
    answer(10);
    Object.assign(facts, { archived: 100, delivered: 520, pending: 80 });
    await clock.advance(20_000);
    account.phase('delivering');
    expect(account.snapshot().etaSeconds).toBeCloseTo(80);
    Object.assign(facts, { delivered: 600, pending: 0 });
    expect(account.snapshot().etaSeconds).toBe(0);
    account.phase('done');
    expect(account.snapshot().etaSeconds).toBeNull();
  });

  it('is nothing while nothing that waits has been delivered', async () => {
    const { account, facts, clock } = openAccount();
    account.phase('delivering');
    facts.pending = 10;
    await clock.advance(5_000);
    expect(account.snapshot().etaSeconds).toBeNull();
  });
});
