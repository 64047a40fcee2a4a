/** The demonstration office: invented companies and their documents, and a SIEG on 127.0.0.1 that hands them out. */
export {
  createOffice,
  type Expected,
  type Office,
  type OfficeOptions,
  type SimCompany,
  type SimDocument,
  type SimEvent,
  type SimFile,
  type WorkbookOptions,
} from './office';
export { DEAD_MODES, FILTER_ROLES, parseDead, type DeadModes, type FilterRole } from './dead';
export { parseQuirks, QUIRK_NAMES, QUIRKS, type QuirkName, type QuirkSet } from './quirks';
export {
  DEFAULT_QUIRK_RATE,
  DEMO_CREDENTIALS,
  SIEG_LIMITS,
  startSimulator,
  type Limits,
  type RequestRecord,
  type Simulator,
  type SimulatorCredentials,
  type SimulatorOptions,
} from './server';
export { renderXml, type RenderContext } from './xml';
