import { dirname, join } from 'node:path';
import {
  beginFreshLedger,
  ledgerFile,
  tellDamageOf,
  LiveConsole,
  createRedactor,
  environmentProxy,
  logEvents,
  previousMonth,
  readDraft,
  resolveWorkspace,
  stateFolder,
  systemClock,
  type AlertApi,
  type AlertSecrets,
  type DiagnosedPlace,
  type EventLog,
  type FindProxy,
  type RootOpener,
  type SiegCredentials,
  type Surroundings,
} from '../engine';
import { asMaloteError, isLedgerLoss, MaloteError } from '../shared/errors';
import type { DemonstrationMemory, QuestionOutput, TrayCommand } from '../shared/ipc/host-link';
import type { ConsoleState, WorkspaceView } from '../shared/ipc/state';
import { Attached, trialsWithoutEngine } from './attached';
import { deliverWhenAsked } from './delivery';
import { DesktopChannel, type NotificationPlace } from './desktop';
import { createHandlers } from './handlers';
import type { MainLink } from './main-link';
import type { Peer, PeerRole, Port } from '../engine-link';
import { Listeners } from './listeners';
import type { HostPorts } from './ports';
import { problemsOf, placesOf } from './settings-form';
import { takeSeat, type Attachment, type Holding } from './seat';
import { answersOf, serveAsked, wireEvent, type AnswerAsked } from './serve';
import { startRun, startScheduled } from './jobs';
import {
  demonstrationFolder,
  makeFolder,
  openDemonstration,
  openOwnWorkspace,
  ownPlace,
  type EngineSurroundings,
  type OpenWorkspace,
  type WorkspacePlace,
} from './workspace';
import type { SiegGeneration } from '../shared/sieg-generations';

export interface EngineHostOptions {
  readonly link: MainLink;
  readonly surroundings: Surroundings;
  /** Of the program, for what it issues. */
  readonly version: string;
  /** Folder of the program's own files; demonstrations are kept in it. */
  readonly userData: string;
  readonly demonstration: DemonstrationMemory | null;
  /** Names this process among those before and after it. */
  readonly epoch: string;
  /** How a share is opened: behind a process of its own. */
  readonly openRoot: RootOpener;
  /** The built ledger-reader.js. */
  readonly reader: string;
  /** How this process is called by those who attach themselves to it. */
  readonly role: Extract<PeerRole, 'window' | 'service'>;
  /** How long a service waits before it tries again to open what could not be opened. */
  readonly againMs?: number;
}

const AGAIN_MS = 60_000;

const FIRST_DEMONSTRATION: DemonstrationMemory = {
  active: false,
  companies: 40,
  documents: 300,
  seed: 1,
  quirks: 'all',
};

/** Folder of demonstrations below the program's own. */
const DEMONSTRATIONS = 'demonstracao';
const SHOWN_IN_TRAY = ['run', 'workspace', 'shares', 'outbox', 'alerts'] as const;

/** The engine's process from within: one workspace at a time, one console over it, any number of pages listening. */
export class EngineHost implements HostPorts {
  readonly console: LiveConsole;
  readonly log: EventLog;
  readonly desktop: DesktopChannel;
  readonly #redactor = createRedactor([]);
  readonly #listeners = new Listeners();
  #memory: DemonstrationMemory;
  #open: OpenWorkspace | null = null;
  /** Since this process holds the workspace that is open. */
  #holding: Holding | null = null;
  /** Where another process holds it, in the place of one that is open here. */
  #attached: Attached | null = null;
  #damageTold = false;
  /** Why there is no open workspace. */
  #failure: MaloteError | null = null;
  /** What is under way: the months of runs, null for other work. */
  readonly #works = new Set<{ readonly month: string | null }>();
  /** Openings and closings, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #closing = new AbortController();
  #isToTryAgain = false;

  constructor(private readonly options: EngineHostOptions) {
    this.#memory = options.demonstration ?? FIRST_DEMONSTRATION;
    this.log = this.#createLog();
    this.desktop = new DesktopChannel(this.#notificationPlace());
    this.console = new LiveConsole(
      {
        workspace: { shown: '', configured: false, demonstration: null },
        month: previousMonth(new Date().toISOString().slice(0, 7)),
      },
      {
        epoch: options.epoch,
        send: (delta) => {
          this.#listeners.tell(wireEvent('delta', delta));
          if (SHOWN_IN_TRAY.some((figure) => delta.set?.[figure] !== undefined)) this.#tellWatch(this.console.state);
        },
      },
    );
  }

  /** A window has a person before it; a service has those of the windows that are attached to it, and main says so where there are none. */
  #notificationPlace(): NotificationPlace {
    const isWindow = this.options.role === 'window';
    return {
      isThere: () => isWindow || this.#listeners.hasWindows,
      show: (alert) => {
        if (isWindow || !this.#listeners.hasWindows) this.options.link.tell({ type: 'desktop', alert });
        else this.#listeners.tellWindows(wireEvent('desktop', alert));
      },
    };
  }

  get openRoot(): RootOpener {
    return this.options.openRoot;
  }

  get link(): MainLink {
    return this.options.link;
  }

  /** Opens what was shown last, and says that it is ready: also when that failed, since every request is then answered with why. */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#openRemembered()).catch((error: unknown) => {
      this.log.error(`the workspace could not be opened: ${asMaloteError(error).message}`);
    });
    this.#tellReady();
  }

  /** Serves a page, or another program of the office that asks who holds the workspace. */
  connect(port: Port, peer: Peer | null = null): void {
    this.#listeners.add(port, peer?.role === 'window');
    const onTrouble = (text: string): void => this.log.warning(text);
    const own = answersOf(createHandlers(this), onTrouble);
    const answer: AnswerAsked = async (request) => {
      await this.#turn.catch(() => undefined);
      if (this.#attached?.takes(request.name, request.input) !== true) return own(request);
      return this.#attached.ask(request.name, request.input);
    };
    serveAsked(port, answer, onTrouble);
  }

  async workspace(): Promise<OpenWorkspace> {
    await this.#opened();
    if (this.#open === null) throw this.#failure ?? new MaloteError('IPC_ENGINE_AWAY');
    return this.#open;
  }

  async place(): Promise<WorkspacePlace> {
    await this.#opened();
    if (this.#attached === null) return this.workspace();
    const own = ownPlace(this.options.surroundings, this.#surroundings().ask);
    return this.#memory.active ? { ...own, folder: this.#folder(), demonstration: this.#memory } : own;
  }

  async alertTests(): Promise<Pick<AlertApi, 'test'>> {
    await this.#opened();
    const { secret: secrets, findProxy, desktop } = this;
    if (this.#attached !== null) return trialsWithoutEngine({ secrets, findProxy, desktop });
    return (await this.workspace()).engine.alerts;
  }

  /** Unless it is open here, or attached: tried again. @throws MaloteError why it cannot be */
  async #opened(): Promise<void> {
    await this.#turn.catch(() => undefined);
    if (this.#open === null && this.#attached === null) await this.#inTurn(() => this.#openRemembered());
  }

  #tellReady(): void {
    const heldBy = this.#attached?.heldBy;
    this.link.tell({ type: 'ready', ...(heldBy === undefined ? {} : { heldBy }) });
  }

  async diagnosed(): Promise<DiagnosedPlace> {
    const { surroundings, userData, version, reader } = this.options;
    const open = await this.workspace().catch(() => null);
    return {
      workspace: open?.folder ?? resolveWorkspace(undefined, surroundings),
      stateFolder: open?.stateFolder ?? stateFolder(surroundings),
      version,
      reader,
      log: join(userData, 'logs', 'malote.log'),
      openRoot: this.openRoot,
      findProxy: this.findProxy,
      credentials: async (address, generation) =>
        open === null || open.demonstration === null
          ? this.credentials(generation, address)
          : open.credentials(address),
    };
  }

  /** Shows the demonstration that is asked for; what is not said is as it was last time. @throws MaloteError */
  async beginDemonstration(wanted: Partial<Omit<DemonstrationMemory, 'active'>>): Promise<void> {
    await this.#switch({ ...this.#memory, ...wanted, active: true });
  }

  async leaveDemonstration(): Promise<void> {
    await this.#switch({ ...this.#memory, active: false });
  }

  /** What the page is shown of the workspace, what main may open and what is watched, after the settings have changed. */
  async settingsChanged(): Promise<void> {
    if (this.#attached !== null) {
      await this.#attached.settingsChanged();
      await this.#tellPlaces((await this.place()).folder);
    }
    if (this.#open === null) return;
    this.console.workspaceChanged(await this.#look(this.#open));
    await this.#watch(this.#open);
  }

  /** Work whose result is in the deltas; a failure is a notice. */
  inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const { message, action, code } = asMaloteError(error);
      if (code === 'CANCELLED') return;
      this.log.error(`work in the background failed: ${message}`);
      this.console.notice('error', `${message} ${action}`, code);
    });
  }

  /** Says to main that something is under way, for who closes the window, until the returned function is called. */
  atWork(month: string | null): () => void {
    const work = { month };
    this.#works.add(work);
    this.#tellActivity();
    return () => {
      this.#works.delete(work);
      this.#tellActivity();
    };
  }

  #tellActivity(): void {
    const months = [...this.#works].map(({ month }) => month);
    const month = months.find((one) => one !== null) ?? null;
    this.link.tell({ type: 'activity', running: months.length > 0, month });
  }

  /** What was asked for in the tray. */
  command(command: TrayCommand): void {
    this.inBackground(this.#attached === null ? this.#apply(command) : this.#attached.command(command));
  }

  /** How main has shown a notification. */
  desktopShown(id: number, error: string | null): void {
    if (this.#attached === null) this.desktop.shown(id, error);
    else this.inBackground(this.#attached.desktopShown(id, error));
  }

  /** The machine was asleep: what is known of the shares is old. */
  awoke(): void {
    if (this.#attached === null) this.#open?.engine.shares.awoke();
    else this.inBackground(this.#attached.awoke());
  }

  async close(): Promise<void> {
    this.#closing.abort(new MaloteError('CANCELLED'));
    await this.#inTurn(() => this.#close());
    this.console.close();
    this.#listeners.close();
  }

  async #switch(memory: DemonstrationMemory): Promise<void> {
    if (this.console.running) throw new MaloteError('SHELL_RUN_UNDER_WAY');
    const heldBy = this.#attached?.heldBy;
    await this.#inTurn(async () => {
      await this.#close();
      this.#memory = memory;
      this.link.tell({ type: 'remember', demonstration: memory });
      await this.#openRemembered();
    });
    if (this.#attached?.heldBy !== heldBy) this.#tellReady();
  }

  async #openRemembered(): Promise<void> {
    if (this.#open !== null || this.#attached !== null) return;
    const { surroundings, userData } = this.options;
    try {
      if (!(await this.#hold())) return;
      const opened = this.#memory.active
        ? await openDemonstration(join(userData, DEMONSTRATIONS), this.#memory, this.#surroundings())
        : await openOwnWorkspace(surroundings, this.#surroundings());
      this.#open = opened;
      this.#failure = null;
      opened.engine.subscribe((event) => {
        if (event.type === 'notice' && event.code === 'LEDGER_DAMAGED') this.#giveUp(opened);
      });
      await this.console.attach(opened.engine, await this.#look(opened), opened.month);
      opened.engine.subscribe(logEvents(this.log));
      opened.engine.schedule.beginBy((job) => startScheduled(this, opened.engine, job));
      await this.#watch(opened);
    } catch (error) {
      this.#failure = asMaloteError(error);
      await this.#close();
      if (isLedgerLoss(this.#failure.code)) this.#tellDamage(this.#failure);
      this.#tryAgain();
      throw error;
    }
  }

  /** Of a window its person asks again; a service has nobody. */
  #tryAgain(): void {
    if (this.options.role === 'window' || this.#isToTryAgain) return;
    this.#isToTryAgain = true;
    const waited = systemClock().sleep(this.options.againMs ?? AGAIN_MS, this.#closing.signal);
    this.inBackground(
      waited.then(() => {
        this.#isToTryAgain = false;
        return this.#inTurn(() => this.#openRemembered());
      }),
    );
  }

  /** Once in the life of this process, whoever asks for the workspace again and again. */
  #tellDamage(error: MaloteError): void {
    if (this.#damageTold) return;
    this.#damageTold = true;
    const { secret, desktop, findProxy } = this;
    const workspace = dirname(String(error.details['place']));
    void tellDamageOf({ workspace, secrets: secret, desktop, findProxy }, error).then((failures) => {
      for (const { message } of failures) this.log.warning(message);
    });
  }

  /** Nothing is done with a damaged ledger; people are told at once, and whoever asks for it next has it looked through. */
  #giveUp(damaged: OpenWorkspace): void {
    this.inBackground(
      this.#inTurn(async () => {
        if (this.#open !== damaged) return;
        await this.#close();
        this.#tellDamage(new MaloteError('LEDGER_DAMAGED', { place: ledgerFile(damaged.folder) }));
        this.#tryAgain();
      }),
    );
  }

  /**
   * A person has decided that an empty ledger is begun in the place of one that is damaged, which is put aside, or gone.
   * @throws MaloteError LEDGER_SOUND where it is neither, and why the workspace cannot be opened
   */
  async acceptFreshLedger(): Promise<void> {
    await this.workspace().catch(() => undefined);
    await this.#inTurn(async () => {
      const failure = this.#failure;
      if (this.#open !== null || failure === null || !isLedgerLoss(failure.code))
        throw new MaloteError('LEDGER_SOUND', { place: this.#open?.folder ?? '' });
      this.#damageTold = false;
      const { message, action, code } = beginFreshLedger(dirname(String(failure.details['place'])));
      await this.#openRemembered();
      this.console.notice('warning', `${message} ${action}`, code);
    });
  }

  async #close(): Promise<void> {
    this.console.detach();
    this.#attached?.close();
    this.#attached = null;
    const [open, holding] = [this.#open, this.#holding];
    this.#open = null;
    this.#holding = null;
    // who is attached goes on elsewhere with what he has begun, before it is stopped here
    await holding?.close();
    await open?.close();
  }

  /** @returns false: another process holds the workspace, and this one has attached itself to it */
  async #hold(): Promise<boolean> {
    const { version, role } = this.options;
    const workspace = this.#folder();
    await makeFolder(workspace);
    const seat = await takeSeat({
      workspace,
      version,
      role,
      onConnection: (port, peer) => this.connect(port, peer),
      log: (text) => this.log.warning(text),
    });
    if (seat.holds) this.#holding = seat;
    else await this.#attach(seat, workspace);
    return seat.holds;
  }

  /** Of the workspace that is to be shown. */
  #folder(): string {
    const { surroundings, userData } = this.options;
    if (!this.#memory.active) return resolveWorkspace(undefined, surroundings);
    return demonstrationFolder(join(userData, DEMONSTRATIONS), this.#memory);
  }

  async #attach(attachment: Attachment, workspace: string): Promise<void> {
    const attached = new Attached({
      attachment,
      link: this.link,
      tellPages: (event) => this.#listeners.tell(event),
      onState: (state) => this.#tellWatch(state),
      onFailure: (error) => this.log.warning(asMaloteError(error).message),
    });
    this.#attached = attached;
    this.#failure = null;
    this.log.info(`attached to the ${attached.heldBy} ${String(attachment.holder.pid)}`);
    void attached.gone.then(() => this.#takeOver(attached));
    await this.#tellPlaces(workspace);
  }

  /** Who held the workspace has gone: this process holds it, or attaches itself to who was faster. */
  #takeOver(gone: Attached): void {
    if (this.#attached !== gone) return;
    const taken = this.#inTurn(async () => {
      if (this.#attached !== gone) return;
      gone.close();
      this.#attached = null;
      await this.#openRemembered();
    });
    this.inBackground(taken.finally(() => this.#tellReady()));
  }

  #surroundings(): EngineSurroundings {
    return {
      ask: (generation, address) => this.credentials(generation, address),
      secrets: this.secret,
      desktop: this.desktop,
      openRoot: this.options.openRoot,
      findProxy: this.findProxy,
      reader: this.options.reader,
      logs: join(this.options.userData, 'logs'),
      version: this.options.version,
      whileOpening: (event) => {
        if (event.type === 'notice') this.console.notice(event.level, event.text, event.code);
      },
    };
  }

  /** Reads the settings for what is shown of the workspace, and tells main where its folders are. */
  async #look({ folder, demonstration }: OpenWorkspace): Promise<WorkspaceView> {
    const { draft, warnings } = await this.#tellPlaces(folder);
    for (const { message, action, code } of warnings) this.console.notice('warning', `${message} ${action}`, code);
    return { shown: folder, configured: Object.keys(problemsOf(draft, folder)).length === 0, demonstration };
  }

  async #tellPlaces(folder: string): ReturnType<typeof readDraft> {
    const read = await readDraft(folder);
    this.link.tell({ type: 'places', places: placesOf(folder, read.draft) });
    return read;
  }

  /** Watches the shares from the start, also without a run. A workspace that is not configured has none yet. */
  async #watch({ engine, folder }: OpenWorkspace): Promise<void> {
    const { draft } = await readDraft(folder);
    if (Object.keys(problemsOf(draft, folder)).length > 0) return;
    await engine.watch().catch((error: unknown) => {
      const { message, action, code } = asMaloteError(error);
      this.console.notice('warning', `${message} ${action}`, code);
    });
  }

  async #apply(command: TrayCommand): Promise<void> {
    const { engine } = await this.workspace();
    switch (command) {
      case 'test-shares':
        return engine.shares.check();
      case 'deliver-now':
        return deliverWhenAsked(this, engine);
      case 'start-month':
        return startRun(this, { month: this.console.snapshot.month });
      case 'pause':
        engine.pause();
        this.console.runPaused(true);
        return;
      case 'resume':
        engine.resume();
        this.console.runPaused(false);
    }
  }

  #tellWatch({ shares, outbox, alerts, workspace, run }: ConsoleState): void {
    this.link.tell({
      type: 'watch',
      shares: shares.map(({ root, shown, state }) => ({ root, shown, state })),
      pending: outbox.destinations.reduce((sum, { pending }) => sum + pending, 0),
      unread: alerts.unread,
      configured: workspace.configured,
      run: run === null ? null : { month: run.month, paused: run.paused },
    });
  }

  /** What the system says of an address, then what the environment does. A main process that cannot say changes nothing. */
  readonly findProxy: FindProxy = async (address) => {
    const named = await this.link.ask('systemProxy', { address: address.origin }).catch(() => null);
    return named === null ? environmentProxy(address) : new URL(named);
  };

  /** A secret of an alert channel, hidden from the log from now on. */
  readonly secret: AlertSecrets = async (name, address) => {
    const held = await this.link.ask('secret', { name, address });
    if (held !== null) this.#redactor.add(held);
    return held;
  };

  /** The key for a generation of the API at an address, hidden from the log from now on. @throws MaloteError SHELL_SECRET_ELSEWHERE */
  async credentials(generation: SiegGeneration, address: string): Promise<SiegCredentials | null> {
    return this.#hidden(await this.link.ask('credentials', { generation, address }));
  }

  /** A key that was typed to be tried. @throws MaloteError SHELL_KEY_NOT_OFFERED when it has gone since, or is of the other generation; SHELL_SECRET_ELSEWHERE */
  async offeredKey(id: string, generation: SiegGeneration, address: string): Promise<SiegCredentials> {
    const held = this.#hidden(await this.link.ask('offeredKey', { id, generation, address }));
    if (held === null) throw new MaloteError('SHELL_KEY_NOT_OFFERED');
    return held;
  }

  /** A secret of an alert channel that was typed to be tried. */
  async offeredSecret(id: string, address: string | null): Promise<string | null> {
    const held = await this.link.ask('offeredSecret', { id, address });
    if (held !== null) this.#redactor.add(held);
    return held;
  }

  #hidden(held: QuestionOutput<'credentials'>): SiegCredentials | null {
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
