export { channels } from './channels';
export { runtimeProbeAnswerSchema, runtimeProbeSchema } from './runtime-probe';
export type { MaloteBridge, RuntimeProbeAnswer } from './runtime-probe';
