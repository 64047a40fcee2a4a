import type {
  CompanyImportView,
  EngineEvent,
  ProbeView,
  RunSummary,
  StatusView,
  VerifyView,
} from '../shared/views';
import type { Clock } from './clock';
import type { SiegCredentials } from './sieg';

export interface EngineOptions {
  /** Folder of the workspace: settings.json, ledger, kept files. On a disk of this computer. */
  readonly workspace: string;
  /** Asked for when SIEG is first needed; may reject (SIEG_KEY_MISSING). */
  readonly credentials?: () => Promise<SiegCredentials>;
  readonly clock?: Clock;
  /** Folder of the key-wide limiter state, shared by all workspaces of this user. */
  readonly stateFolder?: string;
}

export interface RunOptions {
  readonly month: string;
  /** Only these companies (CNPJ/CPF); default: all of the workbook. */
  readonly only?: readonly string[];
}

/** The engine's one door: what the window, the command line and the tests call. No global state; every long call is cancellable. */
export interface Engine {
  readonly workspace: string;
  run(options: RunOptions, signal?: AbortSignal): Promise<RunSummary>;
  pause(): void;
  resume(): void;
  /** `after-page` lets what is in flight finish; `now` aborts it. Both leave a run that can be resumed. */
  stop(how: 'after-page' | 'now'): void;
  status(month?: string): StatusView;
  /** From the settings' workbook, or from the given file or https address. */
  importCompanies(source?: string, signal?: AbortSignal): Promise<CompanyImportView>;
  probe(signal?: AbortSignal): Promise<ProbeView>;
  /** Reads every archived file of the month back and compares it with the ledger; looks at the import share too. */
  verify(month: string, signal?: AbortSignal): Promise<VerifyView>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  close(): Promise<void>;
}

export declare function openEngine(options: EngineOptions): Promise<Engine>;
