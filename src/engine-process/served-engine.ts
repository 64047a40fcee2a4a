import { randomUUID } from 'node:crypto';
import {
  environmentProxy,
  LiveConsole,
  previousMonth,
  readDraft,
  type AlertApi,
  type AlertSecrets,
  type DiagnosedPlace,
  type Engine,
  type EventLog,
  type FindProxy,
  type RootOpener,
  type SiegCredentials,
} from '../engine';
import { asMaloteError, MaloteError } from '../shared/errors';
import type { HostAnswers, HostMessage } from '../shared/ipc/host-link';
import type { Peer, Port } from '../engine-link';
import { DesktopChannel } from './desktop';
import { createHandlers } from './handlers';
import { startScheduled } from './jobs';
import { Listeners } from './listeners';
import { MainLink } from './main-link';
import type { HostPorts } from './ports';
import { servePort, wireEvent } from './serve';
import { problemsOf } from './settings-form';
import type { OpenWorkspace, WorkspacePlace } from './workspace';

export interface ServedEngineOptions {
  readonly engine: Engine;
  readonly place: WorkspacePlace;
  readonly version: string;
  readonly reader: string;
  readonly openRoot: RootOpener;
  readonly secrets: AlertSecrets;
  readonly log: EventLog & { readonly file: string };
  /** Notifications of the operating system, shown by the windows that are attached. */
  readonly desktop: ServedDesktop;
}

/** Notifications where there is no window but those that are attached; made before the engine, which is opened with its channel. */
export class ServedDesktop {
  readonly listeners = new Listeners();
  readonly channel = new DesktopChannel({
    isThere: () => this.listeners.hasWindows,
    show: (alert) => this.listeners.tellWindows(wireEvent('desktop', alert)),
  });
}

/** An engine without a window of its own, served to those who attach themselves: what a person alone can be asked is refused. */
export class ServedEngine implements HostPorts {
  readonly console: LiveConsole;
  readonly log: EventLog;
  readonly link: MainLink;
  readonly desktop: DesktopChannel;
  readonly findProxy: FindProxy = (address) => Promise.resolve(environmentProxy(address));
  readonly #listeners: Listeners;
  readonly #ready: Promise<void>;

  constructor(private readonly options: ServedEngineOptions) {
    const { engine, log, desktop, place } = options;
    this.log = log;
    this.desktop = desktop.channel;
    this.#listeners = desktop.listeners;
    this.link = nobodyToAsk();
    this.console = new LiveConsole(
      {
        workspace: { shown: place.folder, configured: false, demonstration: null },
        month: previousMonth(new Date().toISOString().slice(0, 7)),
      },
      {
        epoch: randomUUID(),
        send: (delta) => {
          this.#listeners.tell(wireEvent('delta', delta));
        },
      },
    );
    engine.schedule.beginBy((job) => startScheduled(this, engine, job));
    this.#ready = this.#look().then((workspace) => this.console.attach(engine, workspace));
    this.inBackground(this.#ready);
  }

  /** Serves one who has attached himself. */
  connect(port: Port, peer: Peer): void {
    this.#listeners.add(port, peer.role === 'window');
    servePort(port, createHandlers(this), (text) => this.log.warning(text));
  }

  get openRoot(): RootOpener {
    return this.options.openRoot;
  }

  async workspace(): Promise<OpenWorkspace> {
    await this.#ready;
    return { ...this.options.place, engine: this.options.engine, close: () => Promise.resolve() };
  }

  place(): Promise<WorkspacePlace> {
    return Promise.resolve(this.options.place);
  }

  alertTests(): Promise<Pick<AlertApi, 'test'>> {
    return Promise.resolve(this.options.engine.alerts);
  }

  diagnosed(): Promise<DiagnosedPlace> {
    const { place, version, reader, openRoot, log } = this.options;
    return Promise.resolve({
      workspace: place.folder,
      stateFolder: place.stateFolder,
      version,
      reader,
      log: log.file,
      openRoot,
      findProxy: this.findProxy,
      credentials: (address) => place.credentials(address),
    });
  }

  async settingsChanged(): Promise<void> {
    this.console.workspaceChanged(await this.#look());
    await this.options.engine.watch();
  }

  inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const { message, action, code } = asMaloteError(error);
      if (code === 'CANCELLED') return;
      this.log.error(`work in the background failed: ${message}`);
      this.console.notice('error', `${message} ${action}`, code);
    });
  }

  /** Nobody is asked before this process ends. */
  atWork(): () => void {
    return () => undefined;
  }

  beginDemonstration(): Promise<never> {
    return refused();
  }

  leaveDemonstration(): Promise<never> {
    return refused();
  }

  acceptFreshLedger(): Promise<never> {
    return refused();
  }

  credentials(_generation: unknown, address: string): Promise<SiegCredentials> {
    return this.options.place.credentials(address);
  }

  offeredKey(): Promise<never> {
    return Promise.reject(new MaloteError('SHELL_KEY_NOT_OFFERED'));
  }

  offeredSecret(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): void {
    this.console.close();
    this.#listeners.close();
  }

  async #look() {
    const { folder } = this.options.place;
    const { draft } = await readDraft(folder);
    return { shown: folder, configured: Object.keys(problemsOf(draft, folder)).length === 0, demonstration: null };
  }
}

function refused(): Promise<never> {
  return Promise.reject(new MaloteError('SHELL_HELD_ELSEWHERE'));
}

/** Stands for the main process that a window has: there is nobody who could confirm, type or pick anything. */
const ANSWERS: HostAnswers = {
  credentials: () => null,
  offeredKey: () => null,
  keyState: () => ({ generation: null, kept: 'session', secrets: [], audience: { sieg: null, mail: null } }),
  secret: () => null,
  offeredSecret: () => null,
  systemProxy: () => null,
  mayReach: () => false,
  pickedPath: () => null,
};

function nobodyToAsk(): MainLink {
  const link: MainLink = new MainLink({
    post: (message) => {
      const said = message as HostMessage;
      if (said.type !== 'ask') return;
      const value = (ANSWERS[said.name] as (input: unknown) => unknown)(said.input);
      queueMicrotask(() => link.receive({ type: 'answer', id: said.id, answer: { ok: true, value } }));
    },
  });
  return link;
}
