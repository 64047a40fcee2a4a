export { channels } from './channels';
export { runtimeProbeAnswerSchema, runtimeProbeSchema } from './runtime-probe';
export type { MaloteBridge, RuntimeProbe, RuntimeProbeAnswer } from './runtime-probe';
