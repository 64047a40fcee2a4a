import type { MessagePortMain } from 'electron';
import { asMaloteError } from '../../shared/errors';
import {
  hostMessageSchema,
  hostQuestions,
  type DemonstrationMemory,
  type DesktopAlert,
  type HostAnswers,
  type HostMessage,
  type KnownPlaces,
  type MainMessage,
  type TrayCommand,
  type WatchView,
} from '../../shared/ipc/host-link';
import type { EngineStatus } from '../../shared/ipc/state';
import type { AgentChild } from './agent-process';
import { ShareAgents } from './agents';
import type { EngineProcess } from './process';

export interface SupervisorOptions {
  readonly fork: () => EngineProcess;
  /** Starts a share agent for it. */
  readonly forkAgent: () => AgentChild;
  /** What the process is opened with, at each of its starts. */
  readonly opening: () => Extract<MainMessage, { type: 'open' }>;
  readonly answers: HostAnswers;
  readonly onStatus: (status: EngineStatus) => void;
  /** A run has begun, or has ended by itself: not told of one that died with its process. */
  readonly onActivity: (activity: Activity) => void;
  /** An alert for the notifications of the system; `desktopShown` says how it went. */
  readonly onDesktop: (alert: DesktopAlert) => void;
  readonly onWatch: (watch: WatchView) => void;
  readonly onRemember: (demonstration: DemonstrationMemory) => void;
  readonly log: (level: 'info' | 'warning' | 'error', text: string, source: 'main' | 'engine') => void;
  /** Default: `RESTART_WAITS_MS`. */
  readonly restartWaitsMs?: readonly number[];
}

/** Whether a run is under way, and of which month. */
export interface Activity {
  readonly running: boolean;
  readonly month: string | null;
}

/** Waits before the restarts after a crash, in milliseconds; after the last one main gives up. */
export const RESTART_WAITS_MS: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000];
/** Of a service: after the last one the program ends, and the system that keeps it starts it anew. */
export const SERVICE_RESTART_WAITS_MS: readonly number[] = [5_000, 10_000, 30_000];
/** A process that has lived this long owes nothing to the crashes before it. */
export const STABLE_AFTER_MS = 60_000;
/** How long a process may take to put everything away before it is killed. */
export const CLOSE_WITHIN_MS = 15_000;
/** How long when the session of the user ends: Windows ends the whole program after some five seconds. */
export const SESSION_ENDS_WITHIN_MS = 4_000;

const IDLE: Activity = { running: false, month: null };

/** Starts the engine's process, answers its questions, and starts another one when it dies, a bounded number of times. */
export class EngineSupervisor {
  #process: EngineProcess | null = null;
  /** Of the process of now. */
  #agents: ShareAgents | null = null;
  #status: EngineStatus = { state: 'starting' };
  #activity: Activity = IDLE;
  #places: KnownPlaces | null = null;
  #crashes = 0;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #stable: ReturnType<typeof setTimeout> | undefined;
  #closing: { readonly closed: () => void } | null = null;

  constructor(private readonly options: SupervisorOptions) {}

  get status(): EngineStatus {
    return this.#status;
  }

  get activity(): Activity {
    return this.#activity;
  }

  /** Folders that the engine has named; null before it has opened a workspace. */
  get places(): KnownPlaces | null {
    return this.#places;
  }

  /** Starts the process; also one that main had given up on. Nothing happens while one lives. */
  start(): void {
    if (this.#process !== null || this.#closing !== null) return;
    clearTimeout(this.#restart);
    if (this.#status.state === 'gone') {
      this.#crashes = 0;
      this.#tell({ state: 'starting' });
    }
    const child = this.options.fork();
    this.#process = child;
    this.#agents = new ShareAgents({
      fork: this.options.forkAgent,
      engine: child,
      log: (level, text) => {
        this.options.log(level, text, 'engine');
      },
    });
    child.onMessage((message) => {
      if (child === this.#process) this.#handle(child, message);
    });
    child.onText((text) => {
      this.options.log('error', text.trimEnd(), 'engine');
    });
    child.onExit((code) => {
      if (child === this.#process) this.#ended(code);
    });
    child.post(this.options.opening());
  }

  /** Gives the process one end of a new channel, when it can serve it. @returns whether it can */
  connect(port: () => MessagePortMain): boolean {
    if (this.#process === null || this.#status.state !== 'ready') return false;
    this.#process.post({ type: 'connect' }, port());
    return true;
  }

  /** Has the process do what was asked for in the tray. */
  command(command: TrayCommand): void {
    this.#process?.post({ type: 'command', command });
  }

  /** The machine was asleep, or away: what the process knows of the shares is old. */
  awoke(): void {
    this.#process?.post({ type: 'awoke' });
  }

  /** How a notification went; see the message. */
  desktopShown(id: number, error: string | null): void {
    this.#process?.post({ type: 'desktop-shown', id, error });
  }

  /** Ends the process for good, after it has put everything away, `withinMs` at the latest. */
  async close(withinMs = CLOSE_WITHIN_MS): Promise<void> {
    clearTimeout(this.#restart);
    clearTimeout(this.#stable);
    const child = this.#process;
    if (child === null || this.#closing !== null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#closing = { closed: resolve };
      timer = setTimeout(resolve, withinMs);
      child.post({ type: 'close' });
    });
    clearTimeout(timer);
    this.#process = null;
    this.#agents?.end();
    child.kill();
  }

  #handle(child: EngineProcess, message: unknown): void {
    const parsed = hostMessageSchema.safeParse(message);
    if (!parsed.success) {
      this.options.log('warning', 'a message of the engine that nobody knows was dropped', 'main');
      return;
    }
    this.#apply(child, parsed.data);
  }

  #apply(child: EngineProcess, message: HostMessage): void {
    switch (message.type) {
      case 'ready':
        this.#ready(message.heldBy);
        return;
      case 'ask':
        void this.#answer(child, message);
        return;
      case 'activity':
        this.#activity = { running: message.running, month: message.month };
        this.options.onActivity(this.#activity);
        return;
      case 'places':
        this.#places = message.places;
        return;
      case 'desktop':
        this.options.onDesktop(message.alert);
        return;
      case 'watch':
        this.options.onWatch(message);
        return;
      case 'remember':
        this.options.onRemember(message.demonstration);
        return;
      case 'log':
        this.options.log(message.level, message.text, 'engine');
        return;
      case 'agent-start':
        this.#agents?.start(message.id);
        return;
      case 'agent-kill':
        this.#agents?.kill(message.id);
        return;
      case 'closed':
        this.#closing?.closed();
    }
  }

  async #answer(child: EngineProcess, { id, name, input }: Extract<HostMessage, { type: 'ask' }>): Promise<void> {
    try {
      const question = hostQuestions[name].input.parse(input);
      const value: unknown = await (this.options.answers[name] as (input: unknown) => unknown)(question);
      child.post({ type: 'answer', id, answer: { ok: true, value } });
    } catch (error) {
      const { code, message, action, details } = asMaloteError(error).toEnvelope();
      child.post({
        type: 'answer',
        id,
        answer: { ok: false, error: { code, message, action, details: { ...details } } },
      });
    }
  }

  #ready(heldBy: 'window' | 'service' | undefined): void {
    clearTimeout(this.#stable);
    this.#stable = setTimeout(() => {
      this.#crashes = 0;
    }, STABLE_AFTER_MS);
    this.#tell({ state: 'ready', ...(heldBy === undefined ? {} : { heldBy }) });
  }

  #ended(code: number): void {
    this.#process = null;
    this.#agents?.end();
    clearTimeout(this.#stable);
    if (this.#closing !== null) {
      this.#closing.closed();
      return;
    }
    this.options.log('error', `the engine's process ended unasked (code ${String(code)})`, 'main');
    const wait = (this.options.restartWaitsMs ?? RESTART_WAITS_MS)[this.#crashes];
    this.#crashes += 1;
    this.#activity = IDLE;
    if (wait === undefined) {
      this.#tell({ state: 'gone' });
      return;
    }
    this.#tell({ state: 'crashed', attempt: this.#crashes });
    this.#restart = setTimeout(() => {
      this.start();
    }, wait);
  }

  #tell(status: EngineStatus): void {
    this.#status = status;
    this.options.onStatus(status);
  }
}
