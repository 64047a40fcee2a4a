/** A whole office to try Malote on: invented companies, their SIEG in this very process, and a workspace whose settings lead to it. */
export { officeOf, writeWorkbook, type OfficeChoice } from './office';
export { startDemonstration, type Demonstration, type StartOptions } from './start';
export { prepareDemonstration, readDemonstration, type DemoWorkspace } from './workspace';
