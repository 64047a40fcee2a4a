import { setMaxListeners } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/engine';
import { VerifiedContents } from '../../src/engine/archive';
import { DeliveryWorker, Outbox } from '../../src/engine/delivery';
import { firstDay, lastDay } from '../../src/engine/domain';
import { readFiscal, type FiscalOptions } from '../../src/engine/fiscal';
import { CompanyIndex, Intake } from '../../src/engine/intake';
import { openLedgerWithWriters } from '../../src/engine/ledger/writers/hand-out';
import { openLocalRoot, safeName, type FileRoot } from '../../src/engine/shares';
import { decodeItem, type SiegFile } from '../../src/engine/sieg';
import { createOffice, renderXml } from '../../src/simulator';
import { secondReader } from '../support/second-reader';
import { MeasuredAgents } from './support/measured-agents';
import { bound, cpuMs, figure, printMachine } from './support/report';

/**
 * What one document costs, step by step: decode the answer, read the XML, write it to the archive, record it, deliver it. Pages of
 * 50 as they come, on real folders behind share agents and a real ledger; the steps run one after the other so that each can be timed. Reading is held
 * against the way of before, validate-then-parse with fast-xml-parser, page by page in turns: at most half of its CPU.
 */
const PAGE = 50;
const office = createOffice({ seed: 7, month: '2026-10', companies: 20, documentsPerCompany: 250 });
const items = office.documents
  .filter((document) => document.month === office.month)
  .map((document) => Buffer.from(renderXml(document, office)).toString('base64'));

const folder = mkdtempSync(join(tmpdir(), 'malote-bench-steps-'));
for (const name of ['archive', 'import', 'kept']) mkdirSync(join(folder, name));

const spent = new Map<string, number>();
function add(step: string, since: number): void {
  spent.set(step, (spent.get(step) ?? 0) + performance.now() - since);
}
function timed<Value>(step: string, work: () => Value): Value {
  const since = performance.now();
  try {
    return work();
  } finally {
    add(step, since);
  }
}

/** A root that adds up the time during which at least one of its operations is under way. */
function metered(root: FileRoot, step: string): FileRoot {
  let underWay = 0;
  let since = 0;
  const watch = async <Value>(work: Promise<Value>): Promise<Value> => {
    if (underWay++ === 0) since = performance.now();
    try {
      return await work;
    } finally {
      if (--underWay === 0) add(step, since);
    }
  };
  return {
    id: root.id,
    location: root.location,
    writeVerified: (path, bytes, options) => watch(root.writeVerified(path, bytes, options)),
    read: (path, options) => watch(root.read(path, options)),
    writeVerifiedMany: (files, options) => watch(root.writeVerifiedMany(files, options)),
    readMany: (paths, options) => watch(root.readMany(paths, options)),
    fingerprintMany: (paths, options) => watch(root.fingerprintMany(paths, options)),
    flush: (options) => watch(root.flush(options)),
    fingerprint: (path, options) => root.fingerprint(path, options),
    list: (below, options) => root.list(below, options),
    folders: (below, options) => root.folders(below, options),
    move: (from, to, options) => root.move(from, to, options),
    remove: (path, options) => root.remove(path, options),
    check: (options) => root.check(options),
    close: () => root.close(),
  };
}

const clock = systemClock();
const now = (): number => clock.now();
const { ledger, writers } = openLedgerWithWriters(join(folder, 'malote.db'), { now });
const timedLedger = {
  ...ledger,
  transaction: <Value>(work: () => Value): Value => timed('ledger', () => ledger.transaction(work)),
};
ledger.companies.replaceActive(
  office.companies.map(({ taxId, folder: name, code }) => ({ taxId, folder: safeName(name), code, name })),
);
const agents = new MeasuredAgents();
const open = (id: string, step: string): FileRoot => metered(agents.openRoot({ id, location: join(folder, id) }), step);
const archive = open('archive', 'archive');
const share = open('import', 'deliver');
const contents = new VerifiedContents();
const outbox = new Outbox(
  timedLedger,
  writers.deliveries,
  { layout: 'flat', importLocation: share.location, cancelledLocation: null },
  now,
);
const intake = new Intake({
  ledger: timedLedger,
  writers: writers.documents,
  archive,
  kept: openLocalRoot({ id: 'kept', location: join(folder, 'kept'), clock }),
  outbox,
  companies: new CompanyIndex(ledger.companies.active()),
  previousMonthDays: 0,
  now,
  contents,
});
const worker = new DeliveryWorker({
  ledger: timedLedger,
  writer: writers.deliveries,
  outbox,
  clock,
  contents,
  roots: { archive, import: share, cancelled: share },
});
const { signal } = new AbortController();
setMaxListeners(0, signal);

const cpu = { now: 0, before: 0, extra: 0 };
/** CPU of this process while it reads a page, in µs; everything in it is synchronous. */
function readingTakes(files: readonly SiegFile[], options: FiscalOptions): number {
  const since = process.cpuUsage();
  for (const file of files) readFiscal(file.bytes, options);
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

const began = performance.now();
const cpuBefore = cpuMs();
for (let at = 0; at < items.length; at += PAGE) {
  const files = timed('decode', () =>
    items.slice(at, at + PAGE).flatMap((item): SiegFile[] => decodeItem(Buffer.from(item))),
  );
  timed('read', () => {
    cpu.extra += readingTakes(files, {});
  });
  timed('compare', () => {
    cpu.before += readingTakes(files, { parser: secondReader });
    cpu.now += readingTakes(files, {});
  });
  const siegDays = { rule: 'within' as const, from: firstDay(office.month), to: lastDay(office.month) };
  await intake.accept({ files, source: 'page', requestId: null, month: office.month, siegDays }, signal);
  await worker.drain(signal);
}
// intake reads the XML once more: the step was measured on its own and is taken out of the whole, as the comparison is
const whole = performance.now() - began - (spent.get('read') ?? 0) - (spent.get('compare') ?? 0);
spent.delete('compare');
const engineCpu = (cpuMs() - cpuBefore) * 1_000 - cpu.now - cpu.before - cpu.extra;
const usage = await agents.usage();
await Promise.all([archive.close(), share.close()]);
ledger.close();

printMachine();
figure('documents', items.length, '');
figure('throughput', (items.length / whole) * 1000, 'documents/s');
let named = 0;
for (const [step, ms] of spent) {
  named += ms;
  figure(step, (ms / whole) * 100, `% of the time, ${((ms * 1000) / items.length).toFixed(0)} µs a document`, 1);
}
figure('CPU a document, engine', engineCpu / items.length, 'µs');
for (const [name, { cpuMs: ms }] of usage) {
  figure(`CPU a document, agent ${name}, its start included`, (ms * 1_000) / items.length, 'µs');
}
const agentCpu = [...usage.values()].reduce((sum, { cpuMs: ms }) => sum + ms * 1_000, 0);
figure('CPU a document, engine and agents', (engineCpu + agentCpu) / items.length, 'µs');
figure('CPU of reading, validate then parse', cpu.before / items.length, 'µs a document');
figure('CPU of reading, one pass', cpu.now / items.length, 'µs a document');
bound('one pass / validate then parse', cpu.now / cpu.before, 0.5);
figure('the rest (hashing, planning, queues)', ((whole - named) / whole) * 100, '%', 1);
rmSync(folder, { recursive: true, force: true });
