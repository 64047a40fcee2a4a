export { DEMO_CREDENTIALS, type SimulatorCredentials } from './gate';
export { SIEG_LIMITS, type Limits } from './limits';
export { DEFAULT_QUIRK_RATE } from './misfortune';
export type { RequestRecord, SimulatorOptions } from './options';
export { startSimulator, type Simulator } from './simulator';
