import { join } from 'node:path';
import {
  LiveConsole,
  createRedactor,
  logEvents,
  previousMonth,
  readDraft,
  type EventLog,
  type SiegCredentials,
  type Surroundings,
} from '../../engine';
import { MaloteError } from '../../shared/errors';
import { asMaloteError } from '../../shared/ipc/answer';
import type { DemonstrationMemory } from '../../shared/ipc/host-link';
import type { WorkspaceView } from '../../shared/ipc/state';
import { createHandlers } from './handlers';
import type { MainLink } from './main-link';
import type { Port } from './port';
import { problemsOf, placesOf } from './settings-form';
import { servePort, wireEvent } from './serve';
import { openDemonstration, openOwnWorkspace, type OpenWorkspace } from './workspace';

export interface EngineHostOptions {
  readonly link: MainLink;
  readonly surroundings: Surroundings;
  /** Folder of the program's own files; demonstrations are kept in it. */
  readonly userData: string;
  readonly demonstration: DemonstrationMemory | null;
  /** Names this process among those before and after it. */
  readonly epoch: string;
}

const FIRST_DEMONSTRATION: DemonstrationMemory = {
  active: false,
  companies: 40,
  documents: 300,
  seed: 1,
  quirks: 'all',
};

/** The engine's process from within: one workspace at a time, one console over it, any number of pages listening. */
export class EngineHost {
  readonly console: LiveConsole;
  readonly log: EventLog;
  readonly #redactor = createRedactor([]);
  readonly #ports = new Set<Port>();
  #memory: DemonstrationMemory;
  #open: OpenWorkspace | null = null;
  /** Why there is no open workspace. */
  #failure: MaloteError | null = null;
  /** Openings and closings, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: EngineHostOptions) {
    this.#memory = options.demonstration ?? FIRST_DEMONSTRATION;
    this.log = this.#createLog();
    this.console = new LiveConsole(
      {
        workspace: { shown: '', configured: false, demonstration: null },
        month: previousMonth(new Date().toISOString().slice(0, 7)),
      },
      {
        epoch: options.epoch,
        send: (delta) => {
          const event = wireEvent('delta', delta);
          for (const port of this.#ports) port.post(event);
        },
      },
    );
  }

  get link(): MainLink {
    return this.options.link;
  }

  /** Opens what was shown last, and says that it is ready: also when that failed, since every request is then answered with why. */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#openRemembered()).catch((error: unknown) => {
      this.log.error(`the workspace could not be opened: ${asMaloteError(error).message}`);
    });
    this.link.tell({ type: 'ready' });
  }

  /** Serves a page. */
  connect(port: Port): void {
    this.#ports.add(port);
    port.onClose(() => {
      this.#ports.delete(port);
    });
    servePort(port, createHandlers(this), (text) => {
      this.log.warning(text);
    });
  }

  /** The open workspace; one that could not be opened is tried again. @throws MaloteError why it cannot be opened */
  async workspace(): Promise<OpenWorkspace> {
    await this.#turn.catch(() => undefined);
    if (this.#open === null) await this.#inTurn(() => this.#openRemembered());
    if (this.#open === null) throw this.#failure ?? new MaloteError('IPC_ENGINE_AWAY');
    return this.#open;
  }

  /** Shows the demonstration that is asked for; what is not said is as it was last time. @throws MaloteError */
  async beginDemonstration(wanted: Partial<Omit<DemonstrationMemory, 'active'>>): Promise<void> {
    await this.#switch({ ...this.#memory, ...wanted, active: true });
  }

  async leaveDemonstration(): Promise<void> {
    await this.#switch({ ...this.#memory, active: false });
  }

  /** What the page is shown of the workspace and main may open, after its settings have changed. */
  async settingsChanged(): Promise<void> {
    if (this.#open !== null) this.console.workspaceChanged(await this.#look(this.#open));
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#close());
    this.console.close();
    for (const port of this.#ports) port.close();
  }

  async #switch(memory: DemonstrationMemory): Promise<void> {
    if (this.console.running) throw new MaloteError('SHELL_RUN_UNDER_WAY');
    await this.#inTurn(async () => {
      await this.#close();
      this.#memory = memory;
      this.link.tell({ type: 'remember', demonstration: memory });
      await this.#openRemembered();
    });
  }

  async #openRemembered(): Promise<void> {
    if (this.#open !== null) return;
    const { surroundings, userData } = this.options;
    try {
      const opened = this.#memory.active
        ? await openDemonstration(join(userData, 'demonstracao'), this.#memory)
        : await openOwnWorkspace(surroundings, (generation) => this.credentials(generation));
      this.#open = opened;
      this.#failure = null;
      this.console.attach(opened.engine, await this.#look(opened), opened.month);
      opened.engine.subscribe(logEvents(this.log));
    } catch (error) {
      this.#failure = asMaloteError(error);
      throw error;
    }
  }

  async #close(): Promise<void> {
    this.console.detach();
    const open = this.#open;
    this.#open = null;
    await open?.close();
  }

  /** Reads the settings for what is shown of the workspace, and tells main where its folders are. */
  async #look({ folder, demonstration }: OpenWorkspace): Promise<WorkspaceView> {
    const { draft, warnings } = await readDraft(folder);
    for (const { message, action, code } of warnings) this.console.notice('warning', `${message} ${action}`, code);
    this.link.tell({ type: 'places', places: placesOf(folder, draft) });
    return { shown: folder, configured: Object.keys(problemsOf(draft)).length === 0, demonstration };
  }

  /** The key for a generation of the API, hidden from the log from now on. */
  async credentials(generation: 'legacy' | 'v1'): Promise<SiegCredentials | null> {
    const held = await this.link.ask('credentials', { generation });
    if (held === null) return null;
    const { apiKey, clientId, clientSecret } = held;
    for (const secret of [apiKey, clientId, clientSecret]) if (secret !== undefined) this.#redactor.add(secret);
    return {
      apiKey,
      ...(clientId === undefined ? {} : { clientId }),
      ...(clientSecret === undefined ? {} : { clientSecret }),
    };
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.catch(() => undefined).then(work);
    this.#turn = turn;
    return turn;
  }

  #createLog(): EventLog {
    const write = (level: 'info' | 'warning' | 'error') => (text: string) => {
      this.link.tell({ type: 'log', level, text: this.#redactor.redact(text) });
    };
    return { info: write('info'), warning: write('warning'), error: write('error') };
  }
}
