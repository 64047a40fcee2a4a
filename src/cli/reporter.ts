import { MultiBar, type SingleBar } from 'cli-progress';
import type { EngineEvent, RunPhase, RunProgress } from '../shared/views';
import { sessionMessages } from '../shared/messages/pt-BR/terminal/session';
import { columnsOf, type Host } from './host';
import { progressLine, progressSentence } from './text/progress';
import { styleFor, type Style } from './text/style';
import { wrap } from './text/width';

/** Tells the person at stderr what happens while it happens. */
export interface Reporter {
  /** Hears the engine's events. */
  handle(event: EngineEvent): void;
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

function noticeText({ level, text }: Notice): string {
  return `${sessionMessages.marks[level]}${text}`;
}

function paintOf(level: Notice['level'], style: Style): (text: string) => string {
  return { info: style.quiet, warning: style.warning, error: style.bad }[level];
}

const FRAMES_PER_SECOND = 8;

class BarReporter implements Reporter {
  readonly #style: Style;
  #bars: MultiBar | null = null;
  #bar: SingleBar | null = null;

  constructor(private readonly host: Pick<Host, 'stderr' | 'env'>) {
    this.#style = styleFor(host.stderr, host.env);
  }

  handle(event: EngineEvent): void {
    if (event.type === 'notice') this.#write(noticeText(event), paintOf(event.level, this.#style));
    else if (event.type === 'progress') this.#show(event.progress);
  }

  say(text: string): void {
    this.#write(text, this.#style.strong);
  }

  /** Broken into lines here: while the bar is drawn, the terminal cuts what is too long. */
  #write(text: string, paint: (line: string) => string): void {
    for (const line of wrap(text, columnsOf(this.host.stderr) - 1)) {
      if (this.#bars === null) this.host.stderr.write(`${paint(line)}\n`);
      else this.#bars.log(`${paint(line)}\n`);
    }
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

  handle(event: EngineEvent): void {
    if (event.type === 'notice') this.say(noticeText(event));
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
