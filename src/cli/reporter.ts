import { MultiBar, type SingleBar } from 'cli-progress';
import type { EngineEvent, RunPhase, RunProgress } from '../shared/views';
import { columnsOf, type Host } from './host';
import { progressLine, progressSentence } from './text/progress';
import { styleFor, type Style } from './text/style';

/** Tells the person at stderr what happens while it happens. */
export interface Reporter {
  /** Hears the engine's events. */
  hear(event: EngineEvent): void;
  /** Writes a line of its own. */
  say(text: string): void;
  /** Takes the progress bar off the screen; must be called before anything else is written there. */
  close(): void;
}

/** A progress bar on a terminal, plain lines with the time elsewhere. */
export function createReporter(host: Pick<Host, 'stderr' | 'env' | 'now'>): Reporter {
  return host.stderr.isTTY === true ? new BarReporter(host) : new PlainReporter(host);
}

type Notice = Extract<EngineEvent, { type: 'notice' }>;

function noticeText({ level, text }: Notice, style: Style): string {
  if (level === 'info') return text;
  return level === 'warning' ? style.warning(`Aviso: ${text}`) : style.bad(`Erro: ${text}`);
}

const FRAMES_PER_SECOND = 8;

class BarReporter implements Reporter {
  readonly #style: Style;
  #bars: MultiBar | null = null;
  #bar: SingleBar | null = null;

  constructor(private readonly host: Pick<Host, 'stderr' | 'env'>) {
    this.#style = styleFor(host.stderr, host.env);
  }

  hear(event: EngineEvent): void {
    if (event.type === 'notice') this.say(noticeText(event, this.#style));
    else if (event.type === 'progress') this.#show(event.progress);
  }

  say(text: string): void {
    if (this.#bars === null) this.host.stderr.write(`${text}\n`);
    else this.#bars.log(`${text}\n`);
  }

  close(): void {
    this.#bars?.update();
    this.#bars?.stop();
    this.#bars = null;
    this.#bar = null;
  }

  #show(progress: RunProgress): void {
    if (this.#bar === null) this.#open(progress);
    else this.#bar.update(0, { progress });
  }

  #open(progress: RunProgress): void {
    this.#bars = new MultiBar({
      stream: this.host.stderr,
      format: (_options, _params, payload: { progress: RunProgress }) =>
        progressLine(payload.progress, columnsOf(this.host.stderr)),
      fps: FRAMES_PER_SECOND,
      clearOnComplete: true,
      hideCursor: true,
      // A line above the bar scrolls it away, after which it must be drawn again even if unchanged.
      forceRedraw: true,
      // Signals stop the run in an order of our own (stop-signals.ts).
      gracefulExit: false,
    });
    this.#bar = this.#bars.create(1, 0, { progress });
  }
}

/** At most one line in this time, so that a log of hours stays readable; a new phase is always told. */
const QUIET_MS = 5_000;

class PlainReporter implements Reporter {
  #phase: RunPhase | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly host: Pick<Host, 'stderr' | 'now'>) {}

  hear(event: EngineEvent): void {
    if (event.type === 'notice') this.say(noticeText(event, styleFor(this.host.stderr, {})));
    else if (event.type === 'progress') this.#tell(event.progress);
  }

  say(text: string): void {
    this.host.stderr.write(`${this.host.now().toTimeString().slice(0, 8)} ${text}\n`);
  }

  close(): void {
    this.#phase = null;
  }

  #tell(progress: RunProgress): void {
    const now = this.host.now().getTime();
    if (progress.phase === this.#phase && now - this.#toldAt < QUIET_MS) return;
    this.#phase = progress.phase;
    this.#toldAt = now;
    this.say(progressSentence(progress));
  }
}
