import { serveRoot } from '../../src/engine/shares/agent/serve-root';
import type { Reply, Request } from '../../src/engine/shares/agent/protocol';
import type { AgentProcess, FsPort, SpawnAgent } from '../../src/engine/shares';

/** One share agent without a process: everything but the process is real, on a file system that a test may bend. */
export interface AgentDouble {
  readonly name: string;
  /** What its client has said. */
  readonly heard: Request[];
  /** What it has said. */
  readonly said: Reply[];
  readonly isKilled: boolean;
  /** It ends by itself. */
  die(reason?: string): void;
}

export interface AgentDoubles {
  readonly spawn: SpawnAgent;
  readonly agents: AgentDouble[];
}

export interface DoubleOptions {
  /** The file system of the n-th agent, from 0. */
  readonly fs: (index: number) => FsPort;
  /** Whether the system lets go of it when it is killed; default: at once. */
  readonly letsGo?: boolean;
  /** It hears what is said, and never does anything. */
  readonly isDeaf?: (index: number) => boolean;
}

export function agentDoubles({ fs, letsGo = true, isDeaf = () => false }: DoubleOptions): AgentDoubles {
  const agents: AgentDouble[] = [];
  const spawn: SpawnAgent = (name) => {
    const { double, process } = agentDouble(name, letsGo, isDeaf(agents.length) ? null : fs(agents.length));
    agents.push(double);
    return process;
  };
  return { spawn, agents };
}

function agentDouble(
  name: string,
  letsGo: boolean,
  fs: FsPort | null,
): { readonly double: AgentDouble; readonly process: AgentProcess } {
  const heard: Request[] = [];
  const said: Reply[] = [];
  let [isKilled, isGone] = [false, false];
  let toAgent: (message: unknown) => void = () => undefined;
  let toClient: (message: unknown) => void = () => undefined;
  let exited: (reason: string) => void = () => undefined;
  const carry = (message: Request | Reply, deliver: (copy: unknown) => void): void => {
    const copy: unknown = structuredClone(message);
    setImmediate(() => {
      if (!isGone) deliver(copy);
    });
  };
  const die = (reason: string): void => {
    if (isGone) return;
    isGone = true;
    setImmediate(() => exited(reason));
  };
  const wire = {
    post: (reply: Reply) => {
      said.push(reply);
      carry(reply, (copy) => toClient(copy));
    },
    onMessage: (listener: (message: unknown) => void) => {
      toAgent = listener;
    },
    onClose: () => undefined,
  };
  if (fs !== null) serveRoot(wire, { fs });
  const process: AgentProcess = {
    post: (message) => {
      heard.push(message);
      carry(message, (copy) => toAgent(copy));
    },
    onMessage: (listener) => {
      toClient = listener;
    },
    onExit: (listener) => {
      exited = listener;
    },
    kill: () => {
      isKilled = true;
      if (letsGo) die('SIGKILL');
      else isGone = true;
    },
  };
  const double: AgentDouble = {
    name,
    heard,
    said,
    get isKilled() {
      return isKilled;
    },
    die: (reason = 'SIGSEGV') => die(reason),
  };
  return { double, process };
}
