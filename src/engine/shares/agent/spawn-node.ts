import { fork } from 'node:child_process';
import { agentEnvironment } from '../../../shared/agent-environment';
import type { SpawnAgent } from './protocol';
import { systemMessages } from '../../../shared/messages/pt-BR/system';

export interface NodeAgentOptions {
  /** Told what an agent writes to its standard error. */
  readonly log?: (text: string) => void;
}

/**
 * Agents as child processes of this Node. They keep nobody from ending: an operation that waits holds this process, an idle
 * agent does not. `script` is the built share-agent.js.
 */
export function nodeAgents(script: string, { log }: NodeAgentOptions = {}): SpawnAgent {
  return (name) => {
    const child = fork(script, [name], {
      serialization: 'advanced',
      env: agentEnvironment(process.env),
      execArgv: [],
      stdio: ['ignore', 'ignore', log === undefined ? 'ignore' : 'pipe', 'ipc'],
    });
    child.unref();
    child.channel?.unref();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => log?.(text));
    const listeners = new Set<(reason: string) => void>();
    const ended = (reason: string): void => {
      for (const listener of listeners) listener(reason);
      listeners.clear();
    };
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? systemMessages.code(String(code))));
    return {
      post: (message) => {
        // a child that has just died says so by its exit; what was sent to it is then sent again or failed
        if (child.connected) child.send(message, () => undefined);
      },
      onMessage: (listener) => {
        child.on('message', listener);
      },
      onExit: (listener) => {
        listeners.add(listener);
      },
      kill: () => {
        child.kill('SIGKILL');
      },
    };
  };
}
