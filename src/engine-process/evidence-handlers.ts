import type { Handlers } from '../shared/ipc/contract';
import type { evidenceRequests } from '../shared/ipc/evidence-requests';
import type { HostPorts } from './ports';

type EvidenceHandlers = Pick<Handlers<'engine'>, keyof typeof evidenceRequests>;

/** Audits, recoveries, the old system's data and what has been, over one host. */
export function createEvidenceHandlers(host: HostPorts): EvidenceHandlers {
  return {
    ...auditHandlers(host),
    ...recoveryHandlers(host),
    ...correctionHandlers(host),
    ...recordHandlers(host),
  };
}

function auditHandlers(host: HostPorts) {
  const service = async () => (await host.workspace()).engine.audits;
  return {
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
    exportRecovery: async ({ recoveryId, format }) => (await service()).export(recoveryId, format),
    listRecoveries: async ({ limit }) => (await service()).list(limit),
  } satisfies Partial<EvidenceHandlers>;
}

function correctionHandlers(host: HostPorts) {
  const service = async () => (await host.workspace()).engine.corrections;
  return {
    proposeCorrections: async ({ auditId }) => (await service()).propose(auditId),
    listCorrections: async ({ limit }) => (await service()).list(limit),
    dropCorrection: async ({ correctionId }) => (await service()).drop(correctionId),
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
