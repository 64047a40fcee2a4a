import type { MaloteError } from '../../shared/errors';
import type { HealthView } from '../../shared/health';
import type { ServiceDefinition, ServiceKind } from './definition';

/** How the system has the service; null: it does not say. */
export interface ServiceState {
  readonly installed: boolean;
  readonly enabled: boolean | null;
  readonly running: boolean | null;
  /** Where it works, by what is installed; null: that says nothing of it. */
  readonly workspace: string | null;
}

/** What `malote service status` tells; null is unknown. */
export interface ServiceStatus extends ServiceState {
  readonly place: string;
  /** Of the program that has the workspace now. */
  readonly version: string | null;
  readonly engine: HealthView['engine'] | null;
}

/** Who keeps programs running on a computer. @throws MaloteError SERVICE_COMMAND_FAILED, by each of its calls */
export interface ServiceManager {
  readonly kind: ServiceKind;
  /** Where the definition lies, or what it is called, for people. */
  readonly place: string;
  /** What the definition says, without writing it. */
  text(definition: ServiceDefinition): Promise<string>;
  look(): Promise<ServiceState>;
  /** What stands in the way of an installation, by the system's word; remarks among it. */
  troubles(): Promise<readonly MaloteError[]>;
  /** Writes and registers; one that is there is replaced. It begins with the computer from then on, and not now. */
  install(definition: ServiceDefinition): Promise<void>;
  uninstall(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What the process around the command line has for services. */
export interface ServiceSurroundings {
  /** How this very program is started: Node, its script. */
  readonly command: readonly string[];
  /** Null where this system has nobody who keeps services. */
  readonly manager: ServiceManager | null;
  /** By drive letter, the share that Windows has on record for this user. */
  readonly mappedDrives: () => Promise<Readonly<Record<string, string>>>;
}
