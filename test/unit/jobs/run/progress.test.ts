import { describe, expect, it } from 'vitest';
import { RunProgressAccount } from '../../../../src/engine/jobs/run/progress';
import type { CompanyRow } from '../../../../src/engine/ledger';
import { MaloteError } from '../../../../src/shared/errors';
import { manualClock } from '../../../support/manual-clock';

const PER_MINUTE = 30;

/** An account at a fixture whose clock and facts a test sets. */
function openAccount(before: { readonly delivered: number } = { delivered: 0 }): {
  readonly account: RunProgressAccount;
  readonly facts: { archived: number; delivered: number; pending: number; events: number };
  readonly clock: ReturnType<typeof manualClock>;
  readonly answer: (requests: number) => void;
} {
  const clock = manualClock(1_000_000);
  const facts = { archived: 0, pending: 0, events: 0, ...before };
  const account = new RunProgressAccount({
    runId: 1,
    month: '2026-03',
    companies: [],
    clock,
    sharedLimit: true,
    filesAPage: 50,
    requestsPerMinute: () => PER_MINUTE,
    facts: () => facts,
    paused: () => false,
    waitingFor: () => [],
    onNotice: () => undefined,
  });
  // as a run does: told at once, when nothing has been asked
  account.snapshot();
  const answer = (requests: number): void => {
    for (let asked = 0; asked < requests; asked += 1) account.requestEnded('page');
  };
  return { account, facts, clock, answer };
}

/** The same with two companies: A is touched by documents, B by none. */
function openOffice(): { readonly account: RunProgressAccount; readonly phases: () => readonly string[] } {
  const companies = [1, 2].map((id) => ({ id, taxId: String(id), folder: `000${String(id)}_X` }) as CompanyRow);
  const account = new RunProgressAccount({
    runId: 1,
    month: '2026-03',
    companies,
    clock: manualClock(0),
    sharedLimit: true,
    filesAPage: 50,
    requestsPerMinute: () => PER_MINUTE,
    facts: () => ({ archived: 0, delivered: 0, pending: 0, events: 0 }),
    paused: () => false,
    waitingFor: () => [],
    onNotice: () => undefined,
  });
  return { account, phases: () => account.companies(new Map()).map(({ phase }) => phase) };
}

describe('a SIEG that does not answer', () => {
  it('is told with when it is tried again, and no end is promised until it is back', () => {
    const { account, answer } = openAccount();
    account.promised(100);
    answer(10);
    account.phase('events');
    expect(account.snapshot().etaSeconds).not.toBeNull();
    const instant = '2026-04-02T12:00:00.000Z';
    const away = { since: instant, nextAttemptAt: instant, attempts: 1, code: 'SIEG_TIMEOUT', reason: 'X.' };
    account.siegAway(away);
    expect(account.snapshot()).toMatchObject({ siegAway: away, etaSeconds: null });
    account.siegAway(null);
    expect(account.snapshot().siegAway).toBeUndefined();
  });
});

describe('where a run is with each company', () => {
  it('says of one that was set aside that it is, whatever phase the others enter, until SIEG answers about it', () => {
    const { account, phases } = openOffice();
    const company = { id: 2, taxId: '2', folder: '0002_X' } as CompanyRow;
    account.phase('sweeping');
    account.companySetAside(company, new MaloteError('SIEG_SERVER_ERROR', { status: 503 }));
    account.phase('comparing');
    account.companyCompared(2);
    expect(phases()).toEqual(['comparing', 'aside']);
    account.companyTakenUp(company);
    expect(phases()).toEqual(['comparing', 'comparing']);
  });

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

/** What comes of a second. */
interface Second {
  readonly asked?: number;
  readonly archived?: number;
  readonly delivered?: number;
}

/** Lets so many seconds go by, each of which brings the same, and looks at the end of each. */
async function goOn(
  { account, facts, clock, answer }: ReturnType<typeof openAccount>,
  seconds: number,
  { asked = 0, archived = 0, delivered = 0 }: Second,
): Promise<number | null> {
  for (let second = 0; second < seconds; second += 1) {
    answer(asked);
    facts.archived += archived;
    facts.delivered += delivered;
    await clock.advance(1_000);
    account.snapshot();
  }
  return account.snapshot().etaSeconds;
}

describe('what a run says of the time that it takes still', () => {
  it('is nothing before SIEG has counted and a few answers have come', async () => {
    const fixture = openAccount();
    fixture.account.phase('sweeping');
    expect(await goOn(fixture, 10, { asked: 1, archived: 50 })).toBeNull();
    fixture.account.promised(5_000);
    expect(await goOn(fixture, 1, { asked: 1, archived: 50 })).not.toBeNull();
    const young = openAccount();
    young.account.phase('sweeping');
    young.account.promised(5_000);
    expect(await goOn(young, 4, { asked: 1, archived: 50 })).toBeNull();
  });

  it('goes by the pace of the answers so far, and never below what SIEG allows', async () => {
    const slow = openAccount();
    slow.account.phase('sweeping');
    slow.account.promised(2_500);
    // a page of 50 every 5 seconds, where SIEG would allow one every 2
    for (let page = 0; page < 20; page += 1) {
      await goOn(slow, 4, {});
      await goOn(slow, 1, { asked: 1, archived: 50 });
    }
    expect(slow.account.snapshot().etaSeconds).toBeCloseTo(150, 0);
    const quick = openAccount();
    quick.account.phase('sweeping');
    quick.account.promised(2_500);
    expect(await goOn(quick, 4, { asked: 5, archived: 250 })).toBeCloseTo((30 * 60) / PER_MINUTE);
  });

  it('counts what waits for its delivery, at the pace of the deliveries of this run', async () => {
    const fixture = openAccount({ delivered: 500 });
    fixture.account.phase('delivering');
    fixture.facts.archived = 100;
    fixture.facts.pending = 80;
    expect(await goOn(fixture, 20, { delivered: 1 })).toBeCloseTo(80);
    fixture.facts.pending = 0;
    expect(fixture.account.snapshot().etaSeconds).toBe(0);
    fixture.account.phase('done');
    expect(fixture.account.snapshot().etaSeconds).toBeNull();
  });

  it('is never less than what is known to come takes at the pace of late, in documents or deliveries', async () => {
    const fixture = openAccount();
    fixture.account.phase('sweeping');
    fixture.account.promised(6_000);
    await goOn(fixture, 50, { asked: 2, archived: 100, delivered: 100 });
    // SIEG has become slow, and brings 10 documents a second: 200 are left
    expect(await goOn(fixture, 80, { asked: 1, archived: 10, delivered: 10 })).toBeCloseTo(20);
    // and now the import share has: all has come, and of 150 that wait one leaves a second
    Object.assign(fixture.facts, { archived: 6_000, pending: 150 });
    expect(await goOn(fixture, 61, { delivered: 1 })).toBeCloseTo(150);
  });

  it('counts on what is still to come being delivered as what came before was', async () => {
    const fixture = openAccount();
    fixture.account.phase('sweeping');
    fixture.account.promised(1_000);
    // of ten documents one is of a client
    await goOn(fixture, 10, { asked: 1, archived: 10, delivered: 1 });
    Object.assign(fixture.facts, { pending: 40 });
    expect(await goOn(fixture, 1, { asked: 1, archived: 10, delivered: 1 })).toBeGreaterThan(
      40 + (890 * (11 + 40)) / 110 - 1,
    );
  });

  it('is nothing where nobody knows how what is short will come', async () => {
    const fixture = openAccount();
    fixture.account.phase('sweeping');
    fixture.account.promised(1_000);
    await goOn(fixture, 30, { asked: 1, archived: 33, delivered: 33 });
    for (const phase of ['comparing', 'reports', 'singles'] as const) {
      fixture.account.phase(phase);
      expect(fixture.account.snapshot().etaSeconds, phase).toBeNull();
    }
    fixture.account.foresee('document', 10);
    expect(fixture.account.snapshot().etaSeconds).toBeCloseTo((10 * 60) / PER_MINUTE);
    fixture.account.foresee('document', 0);
    fixture.facts.archived = fixture.facts.delivered = 1_000;
    fixture.account.phase('comparing');
    expect(fixture.account.snapshot().etaSeconds).toBe(0);
  });

  it('is nothing once nothing has come for a minute, and begins anew with what comes then', async () => {
    const fixture = openAccount();
    fixture.account.phase('sweeping');
    fixture.account.promised(1_000);
    expect(await goOn(fixture, 10, { asked: 1, archived: 50, delivered: 50 })).not.toBeNull();
    expect(await goOn(fixture, 61, {})).toBeNull();
    await goOn(fixture, 11, { asked: 1, archived: 10, delivered: 10 });
    expect(fixture.account.snapshot().etaSeconds).toBeCloseTo(39);
  });

  it('is nothing while nothing that waits has been delivered', async () => {
    const fixture = openAccount();
    fixture.account.phase('delivering');
    fixture.facts.pending = 10;
    expect(await goOn(fixture, 5, {})).toBeNull();
  });

  it('takes no pace from what went before the first growth, nor from a step or two', async () => {
    const fixture = openAccount();
    fixture.account.phase('sweeping');
    fixture.account.promised(300);
    expect(await goOn(fixture, 50, { asked: 1 })).toBeNull();
    // how long the first page took nobody saw
    expect(await goOn(fixture, 1, { asked: 1, archived: 50, delivered: 50 })).toBeNull();
    // one document after a while, and the rest of its page at once: no pace to be seen yet
    expect(await goOn(fixture, 1, { asked: 1, archived: 1, delivered: 1 })).toBeNull();
    expect(await goOn(fixture, 1, { archived: 49, delivered: 49 })).toBeNull();
    expect(await goOn(fixture, 1, { asked: 1, archived: 50, delivered: 50 })).toBeCloseTo(6);
  });
});
