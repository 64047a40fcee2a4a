import { join } from 'node:path';
import { nodeAgents, openAgentRoot, relPath } from '../../src/engine/shares';

/** A program with two share agents, one of them in the middle of a call: `agent-parent.js FOLDER FOLDER`. Waits to be killed. */
const spawn = nodeAgents(join(import.meta.dirname, 'faulty-agent.js'));
const [one, other] = process.argv
  .slice(2)
  .map((location, index) => openAgentRoot({ id: `p${String(index)}`, location, spawn }));
const bytes = new TextEncoder().encode('<nfe/>');
await one?.writeVerified(relPath('nota.xml'), bytes);
process.stdout.write('uma\n');
await other?.writeVerified(relPath('nota.xml'), bytes);
