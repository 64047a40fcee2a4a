export { openAgentRoot } from './agent-root';
export type { AgentRootOptions, RootOpener } from './agent-root';
export type { AgentProcess, SpawnAgent } from './protocol';
export { nodeAgents } from './spawn-node';
