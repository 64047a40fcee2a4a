import type { Engine } from '../engine';
import { MaloteError } from '../shared/errors';
import type { Handlers } from '../shared/ipc/contract';
import type { evidenceRequests } from '../shared/ipc/evidence-requests';
import type { HostPorts } from './ports';
import { beginWork } from './underway';

type EvidenceHandlers = Pick<Handlers<'engine'>, keyof typeof evidenceRequests>;

/** Audits, recoveries, the old system's data and what has been, over one host. */
export function createEvidenceHandlers(host: HostPorts): EvidenceHandlers {
  return {
    ...auditHandlers(host),
    ...recoveryHandlers(host),
    ...correctionHandlers(host),
    ...legacyHandlers(host),
    ...recordHandlers(host),
  };
}

function auditHandlers(host: HostPorts) {
  const service = async () => (await host.workspace()).engine.audits;
  return {
    startAudit: async ({ scope, full, resume }) => {
      const { engine } = await host.workspace();
      const options = { ...(full === undefined ? {} : { full }), ...(resume === undefined ? {} : { resume }) };
      await beginWork(
        host,
        engine,
        () => engine.audits.run(scope, options),
        () => engine.audits.running !== null,
      );
    },
    stopAudit: async () => {
      (await service()).stop();
    },
    listAudits: async ({ limit }) => (await service()).list(limit),
    auditGroups: async ({ auditId }) => (await service()).groups(auditId),
    auditFindings: async ({ query, after, limit }) => (await service()).findings(query, after, limit),
    compareAudits: async ({ older, newer }) => (await service()).compare(older, newer),
  } satisfies Partial<EvidenceHandlers>;
}

function recoveryHandlers(host: HostPorts) {
  const service = async () => (await host.workspace()).engine.recovery;
  return {
    planRecovery: async (request) => (await service()).plan(request),
    narrowRecovery: async (narrowing) => (await service()).narrow(narrowing),
    recoveryItems: async ({ recoveryId, after, limit }) => (await service()).items(recoveryId, after, limit),
    executeRecovery: async ({ recoveryId, options }) => {
      const { engine } = await host.workspace();
      await beginWork(
        host,
        engine,
        () => engine.recovery.execute(recoveryId, options),
        () => {
          const current = engine.recovery.current();
          return current?.id === recoveryId && (current.state === 'running' || current.state === 'paused');
        },
      );
    },
    pauseRecovery: async () => {
      (await service()).pause();
    },
    resumeRecovery: async () => {
      (await service()).resume();
    },
    stopRecovery: async () => {
      (await service()).stop();
    },
    recoverWhole: async (request) => {
      const { engine } = await host.workspace();
      await beginWork(
        host,
        engine,
        () => engine.wholeRecovery.run(request),
        () => engine.wholeRecovery.current()?.endedAt === null,
      );
    },
    stopRecoverWhole: async () => {
      (await host.workspace()).engine.wholeRecovery.stop();
    },
    exportRecovery: async ({ recoveryId, format }) => (await service()).export(recoveryId, format),
    listRecoveries: async ({ limit }) => (await service()).list(limit),
  } satisfies Partial<EvidenceHandlers>;
}

function correctionHandlers(host: HostPorts) {
  const service = async () => (await host.workspace()).engine.corrections;
  /** Files are moved meanwhile: who closes the window is told that something is under way. */
  const working = async <Value>(work: (service: Engine['corrections']) => Promise<Value>): Promise<Value> => {
    const corrections = await service();
    const done = host.atWork(null);
    try {
      return await work(corrections);
    } finally {
      done();
      host.console.refresh();
    }
  };
  return {
    proposeCorrections: async ({ auditId }) => (await service()).propose(auditId),
    listCorrections: async ({ limit }) => (await service()).list(limit),
    correctionItems: async ({ correctionId, after, limit }) => (await service()).items(correctionId, after, limit),
    applyCorrection: ({ correctionId, items }) => working((corrections) => corrections.apply(correctionId, items)),
    undoCorrection: ({ correctionId }) => working((corrections) => corrections.undo(correctionId)),
    dropCorrection: async ({ correctionId }) => (await service()).drop(correctionId),
    stopCorrection: async () => {
      (await service()).stop();
    },
  } satisfies Partial<EvidenceHandlers>;
}

function legacyHandlers(host: HostPorts) {
  return {
    importLegacy: async ({ pathId, dryRun }) => {
      const { engine } = await host.workspace();
      const from = await host.link.ask('pickedPath', { id: pathId, what: 'legacy' });
      if (from === null) throw new MaloteError('SHELL_PLACE_UNKNOWN');
      await beginWork(
        host,
        engine,
        () => engine.legacy.import({ from, dryRun }),
        () => engine.legacy.progress !== null,
      );
    },
    stopLegacy: async () => {
      (await host.workspace()).engine.legacy.stop();
    },
  } satisfies Partial<EvidenceHandlers>;
}

function recordHandlers(host: HostPorts) {
  const service = async () => (await host.workspace()).engine.records;
  return {
    journalPage: async ({ query, before, limit }) => (await service()).journal(query, before, limit),
    listRuns: async ({ limit }) => (await service()).runs(limit),
    companyMonth: async ({ company, month }) => (await service()).companyMonth(company, month),
    companyDocuments: async ({ query, after, limit }) => (await service()).documents(query, after, limit),
    documentEvidence: async ({ identity }) => (await service()).documentEvidence(identity),
    exportJournal: async ({ query, format }) => (await service()).exportJournal(query, format),
    writeReport: async ({ month, format }) => (await service()).report(month, format),
  } satisfies Partial<EvidenceHandlers>;
}
