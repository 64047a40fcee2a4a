import type {
  AlertApi,
  DiagnosedPlace,
  EventLog,
  FindProxy,
  LiveConsole,
  RootOpener,
  SiegCredentials,
} from '../engine';
import type { DemonstrationMemory } from '../shared/ipc/host-link';
import type { DesktopChannel } from './desktop';
import type { MainLink } from './main-link';
import type { OpenWorkspace, WorkspacePlace } from './workspace';
import type { SiegGeneration } from '../shared/sieg-generations';

/** What is shown to every page. */
export interface Shown {
  readonly console: LiveConsole;
}

/** The main process, which is asked and told. */
export interface Linked {
  readonly link: Pick<MainLink, 'ask' | 'tell'>;
}

/** The one workspace that is open. */
export interface Workspaces {
  /**
   * One that could not be opened is tried again.
   * @throws MaloteError why it cannot be opened; IPC_ENGINE_AWAY where another process holds it, who is to be asked
   */
  workspace(): Promise<OpenWorkspace>;
}

/** Work that goes on after its request was answered. */
export interface Works extends Shown {
  /** Work whose result is in the deltas; a failure is a notice. */
  inBackground(work: Promise<unknown>): void;
  /** Says to main that something is under way, for who closes the window, until the returned function is called. */
  atWork(month: string | null): () => void;
}

/** What a run is started with. */
export interface RunPorts extends Works, Workspaces {
  readonly log: EventLog;
}

/** The place of the workspace that is shown. */
export interface Places {
  /** As `workspace`, also where another process holds it. @throws MaloteError why it cannot be opened */
  place(): Promise<WorkspacePlace>;
}

/** What a page's requests may ask of the process that serves them. */
export interface HostPorts extends RunPorts, Linked, Places {
  readonly openRoot: RootOpener;
  readonly findProxy: FindProxy;
  readonly desktop: DesktopChannel;
  /** How alerts are sent for a trial. */
  alertTests(): Promise<Pick<AlertApi, 'test'>>;
  /** What is diagnosed: the open workspace, or the office's own where none can be opened. */
  diagnosed(): Promise<DiagnosedPlace>;
  /** Shows the demonstration that is asked for; what is not said is as it was last time. @throws MaloteError */
  beginDemonstration(wanted: Partial<Omit<DemonstrationMemory, 'active'>>): Promise<void>;
  leaveDemonstration(): Promise<void>;
  /** @throws MaloteError LEDGER_SOUND where the ledger is neither damaged nor gone, and why the workspace cannot be opened */
  acceptFreshLedger(): Promise<void>;
  /** To be called after the settings have changed. */
  settingsChanged(): Promise<void>;
  /** The key for a generation of the API at an address. @throws MaloteError SHELL_SECRET_ELSEWHERE */
  credentials(generation: SiegGeneration, address: string): Promise<SiegCredentials | null>;
  /** A key that was typed to be tried. @throws MaloteError SHELL_KEY_NOT_OFFERED, SHELL_SECRET_ELSEWHERE */
  offeredKey(id: string, generation: SiegGeneration, address: string): Promise<SiegCredentials>;
  /** A secret of an alert channel that was typed to be tried. */
  offeredSecret(id: string, address: string | null): Promise<string | null>;
}
