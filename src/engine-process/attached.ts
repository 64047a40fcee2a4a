import {
  tryChannel,
  systemClock,
  type AlertApi,
  type AlertSecrets,
  type FindProxy,
  type AlertChannel,
} from '../engine';
import { MaloteError } from '../shared/errors';
import type { AnswerText } from '../shared/ipc/bridge';
import type { EngineRequest } from '../shared/ipc/contract';
import { followConsole, type Following } from '../shared/ipc/follow';
import type { TrayCommand } from '../shared/ipc/host-link';
import type { ConsoleState } from '../shared/ipc/state';
import type { WireEvent } from '../shared/ipc/wire';
import type { MainLink } from './main-link';
import type { Attachment } from './seat';

export interface AttachedOptions {
  readonly attachment: Attachment;
  readonly link: Pick<MainLink, 'tell'>;
  /** To every page of this window. */
  readonly tellPages: (event: WireEvent) => void;
  /** Of the holder, for the tray. */
  readonly onState: (state: ConsoleState) => void;
  readonly onFailure: (error: unknown) => void;
}

/** What belongs to this window and this computer's user, whoever holds the workspace: demonstrations, and what needs its vault and pickers. */
const OWN: ReadonlySet<string> = new Set<EngineRequest>([
  'beginDemonstration',
  'leaveDemonstration',
  'readSettings',
  'saveSettings',
  'test',
  'diagnose',
  'probeRuntime',
  'desktopShown',
]);

/** A window on a workspace that another process holds: its pages are answered there, and it is told from there what goes on. */
export class Attached {
  readonly #following: Following;
  readonly #stops: readonly (() => void)[];
  #state: ConsoleState | null = null;

  constructor(private readonly options: AttachedOptions) {
    const { client } = this.#line;
    const { tellPages, link, onFailure } = options;
    this.#stops = [
      this.#line.on('delta', (payload) => tellPages({ event: 'delta', payload })),
      client.on('desktop', (alert) => link.tell({ type: 'desktop', alert })),
    ];
    this.#following = followConsole(
      client,
      (state) => {
        this.#state = state;
        options.onState(state);
      },
      { onFailure },
    );
    this.#following.refresh();
  }

  get heldBy(): 'window' | 'service' {
    return this.options.attachment.holder.role === 'window' ? 'window' : 'service';
  }

  get gone(): Promise<void> {
    return this.#line.gone;
  }

  get #line() {
    return this.options.attachment.line;
  }

  /** Whether the holder answers this, rather than this window. */
  takes(name: string, input: unknown): boolean {
    return !OWN.has(name) && !isFormTrial(name, input);
  }

  ask(name: string, input: unknown): Promise<AnswerText> {
    return needsPicker(name, input) ? Promise.resolve(HELD_ELSEWHERE) : this.#line.ask(name, input);
  }

  /** The settings were changed in this window. */
  async settingsChanged(): Promise<void> {
    await this.#line.client.engine.settingsChanged();
  }

  desktopShown(id: number, error: string | null): Promise<void> {
    return this.#line.client.engine.desktopShown({ id, error });
  }

  /** The holder may have slept with this machine. */
  awoke(): Promise<void> {
    return this.#line.client.engine.testShares({});
  }

  async command(command: TrayCommand): Promise<void> {
    const { engine } = this.#line.client;
    switch (command) {
      case 'test-shares':
        return engine.testShares({});
      case 'deliver-now':
        return engine.deliverNow();
      case 'start-month': {
        const month = this.#state?.month;
        return month === undefined ? undefined : engine.startJob({ kind: 'run', month });
      }
      case 'pause':
        return engine.pauseJob({ kind: 'run' });
      case 'resume':
        return engine.resumeJob({ kind: 'run' });
    }
  }

  close(): void {
    this.#following.stop();
    for (const stop of this.#stops) stop();
    this.#line.close();
  }
}

/** A trial of a form as it stands, with a secret that was typed here: that never travels. */
function isFormTrial(name: string, input: unknown): boolean {
  return name === 'testAlert' && typeof input === 'object' && input !== null && 'settings' in input;
}

/** What a person picks in this window is known to its own main process alone. */
function needsPicker(name: string, input: unknown): boolean {
  return name === 'startJob' && typeof input === 'object' && input !== null && 'pathId' in input;
}

const HELD_ELSEWHERE: AnswerText = JSON.stringify({
  ok: false,
  error: new MaloteError('SHELL_HELD_ELSEWHERE').toEnvelope(),
});

export interface TrialMeans {
  readonly secrets: AlertSecrets;
  readonly findProxy: FindProxy;
  readonly desktop: AlertChannel;
}

/** Alerts for a trial where no engine is open in this process. */
export function trialsWithoutEngine({ secrets, findProxy, desktop }: TrialMeans): Pick<AlertApi, 'test'> {
  return {
    test: async (channel, settings, typed) => {
      if (settings === undefined) throw new MaloteError('IPC_ENGINE_AWAY');
      return tryChannel(channel, settings, typed ?? secrets, { clock: systemClock(), findProxy, desktop });
    },
  };
}
