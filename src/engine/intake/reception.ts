import { setMaxListeners } from 'node:events';
import { isMaloteError, MaloteError, RETRY_RULES } from '../../shared/errors';
import { type Clock, nextWait, waitAfter, WakeSignal } from '../base';
import { isOfOneFile, shareBehaviour, type FileRoot, type ShareHealth } from '../shares';
import type { Intake } from './intake';
import { contentsOf, readBatch } from './read-batch';
import type { PageSpool, SpooledPage } from './spool';
import type { IntakeBatch, IntakeResult } from './types';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

/** What is made of a page besides its documents: by whom it was asked, and where that walk stands. */
export interface PageSettlement {
  /** In the transaction that files the page: `late` when it was in the spool before. */
  filed(batch: IntakeBatch, note: unknown, result: IntakeResult, when: 'at-once' | 'late'): void;
  /** In the transaction that puts it into the spool: it has come, although nothing of it is archived. */
  spooled(batch: IntakeBatch, note: unknown): void;
}

export interface ReceptionOptions {
  readonly intake: Intake;
  readonly archive: FileRoot;
  readonly spool: PageSpool;
  readonly health: ShareHealth;
  readonly clock: Clock;
  readonly settlement: PageSettlement;
  /** Something came in and may be delivered. */
  readonly onFiled: () => void;
  readonly onNotice: (text: string, code: string | null) => void;
  /** `waitsForArchive` may have changed. Must not throw. */
  readonly onWait: () => void;
}

/** What became of a page for now. */
export interface ReceivedPage {
  /** Null while it waits in the spool: what intake makes of it is not known yet. */
  readonly result: IntakeResult | null;
  /** Identities of the distinct documents that it holds. */
  readonly documents: readonly string[];
  /** Everything that it holds, as `contentsOf` tells it apart. */
  readonly contents: readonly string[];
}

/**
 * The way to intake while the archive may be away: pages then wait on this computer and are filed in the order of their coming;
 * what is not a page waits at the door. Nothing is lost, nothing counts as archived before it is.
 */
export class Reception {
  readonly #wake = new WakeSignal();
  /** Woken when the spool has become empty. */
  readonly #waiting = new Set<() => void>();
  #filing: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;
  #failures = 0;
  /** What has been said of single files. */
  readonly #told = new Set<string>();
  #waiters = 0;

  constructor(private readonly options: ReceptionOptions) {}

  /**
   * One page of a walk.
   * @param waits ends what only waits (for room in the spool), while `signal` ends the work too
   * @throws MaloteError what no waiting for the archive mends, CANCELLED
   */
  async page(batch: IntakeBatch, note: unknown, signal: AbortSignal, waits = signal): Promise<ReceivedPage> {
    const { intake, spool, health, settlement, onFiled } = this.options;
    if (spool.isEmpty && health.usable('archive')) {
      try {
        const accept = (last: boolean): Promise<IntakeResult> => {
          const filed = (taken: IntakeResult): void => settlement.filed(batch, note, taken, 'at-once');
          return intake.accept(batch, signal, filed, last);
        };
        const result = await this.#again(accept, waits);
        onFiled();
        return { result, documents: result.identities, contents: result.contents };
      } catch (error) {
        this.#suspect(error);
      }
    }
    const alongside = (): void => settlement.spooled(batch, note);
    await spool.put(batch, note, signal, alongside, waits);
    this.#wake.call();
    const read = readBatch(batch.files, batch.handedOutAs);
    const documents = [...new Set(read.documents.map(({ item }) => item.identity))];
    return { result: null, documents, contents: contentsOf(read) };
  }

  /** Anything but a page: waits until the archive takes it. @param waits as of `page` @throws MaloteError what no waiting mends, CANCELLED */
  async accept(
    batch: IntakeBatch,
    signal: AbortSignal,
    alongside?: (result: IntakeResult) => void,
    waits = signal,
  ): Promise<IntakeResult> {
    const accept = (last: boolean): Promise<IntakeResult> => this.options.intake.accept(batch, signal, alongside, last);
    const result = await this.patiently(accept, waits);
    this.options.onFiled();
    return result;
  }

  /** Work on the archive that is begun again whenever the archive has come back. It must be harmless to repeat. @param waits ends the waiting alone */
  async patiently<Value>(work: (last: boolean) => Promise<Value>, waits: AbortSignal): Promise<Value> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#again(work, waits);
      } catch (error) {
        this.#suspect(error);
        await this.#during(this.#until(waits, attempt));
      }
    }
  }

  /**
   * What may be over in a moment, and is of one file, is tried a few times; at last the work is told that it is the last time, and may
   * do what can be done without that file.
   */
  async #again<Value>(work: (last: boolean) => Promise<Value>, waits: AbortSignal): Promise<Value> {
    let last = false;
    for (let attempt = 0; ; attempt += 1) {
      const stopped = waits.aborted;
      try {
        return await work(last);
      } catch (error) {
        if (last || stopped || !isMaloteError(error) || !isOfOneFile(error)) throw error;
        // a virus scanner, a backup: somebody has it open, or has just taken it away
        const wait = shareBehaviour(error) === 'again-soon' ? nextWait(RETRY_RULES.file, attempt + 1) : null;
        last = wait === null;
        if (last) this.#tellOnce(error);
        // who stops waits no longer, and what has come gets one more try
        if (wait !== null) await this.options.clock.sleep(wait, waits).catch(() => undefined);
      }
    }
  }

  /** Of a page that comes again, and of one that is tried again and again, nobody needs to hear twice. */
  #tellOnce({ message, code }: MaloteError): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.options.onNotice(message, code);
  }

  /** Resolves when every page has been filed. @throws MaloteError CANCELLED */
  async allFiled(signal: AbortSignal): Promise<void> {
    if (!this.options.spool.isEmpty) await this.#during(this.#untilFiled(signal));
  }

  /** Whether somebody can do nothing before the archive is back. */
  get waitsForArchive(): boolean {
    return (this.#waiters > 0 || this.options.spool.isFull) && !this.options.health.usable('archive');
  }

  /** For as long as this takes, somebody waits. */
  async #during<Value>(wait: Promise<Value>): Promise<Value> {
    this.#countWaiters(1);
    try {
      return await wait;
    } finally {
      this.#countWaiters(-1);
    }
  }

  #countWaiters(more: 1 | -1): void {
    this.#waiters += more;
    this.options.onWait();
  }

  async #untilFiled(signal: AbortSignal): Promise<void> {
    while (!this.options.spool.isEmpty) {
      if (signal.aborted) throw new MaloteError('CANCELLED');
      await new Promise<void>((resolve) => {
        const end = (): void => {
          signal.removeEventListener('abort', end);
          this.#waiting.delete(end);
          resolve();
        };
        this.#waiting.add(end);
        signal.addEventListener('abort', end, { once: true });
      });
    }
  }

  /**
   * Files what waits, in the background, until `stop`. Whoever starts it sees to it that no other process takes in documents.
   */
  start(): void {
    if (this.#filing !== null) return;
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    this.#filing = { stop, ended: this.#file(stop.signal) };
  }

  /** Ends the filing; a page that was being filed stays in the spool. */
  async stop(): Promise<void> {
    const filing = this.#filing;
    this.#filing = null;
    filing?.stop.abort(new MaloteError('CANCELLED'));
    await filing?.ended;
  }

  async #file(signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      try {
        await this.options.health.untilUsable('archive', signal);
        const page = await this.options.spool.oldest(signal);
        if (page === null) {
          for (const end of [...this.#waiting]) end();
          await this.#wake.within(60_000, signal);
          continue;
        }
        await this.#fileOne(page, signal);
        this.#failures = 0;
      } catch (error) {
        if (isOver()) return;
        await this.#afterFailure(error, signal);
      }
    }
  }

  async #fileOne(page: SpooledPage, signal: AbortSignal): Promise<void> {
    const { intake, spool, settlement, onFiled } = this.options;
    const filed = (result: IntakeResult): void => {
      settlement.filed(page.batch, page.note, result, 'late');
      spool.filed(page);
    };
    await this.#again((last) => intake.accept(page.batch, signal, filed, last), signal);
    await spool.tidy(page);
    onFiled();
  }

  async #afterFailure(error: unknown, signal: AbortSignal): Promise<void> {
    if (!isMaloteError(error)) throw error;
    if (this.#isOfArchive(error)) this.options.health.suspect('archive', error);
    if (this.#failures === 1) this.options.onNotice(intakeMessages.pageNotFiled(error.message), error.code);
    await this.#until(signal, this.#failures).catch(() => undefined);
    this.#failures += 1;
  }

  /** Until the archive is usable; and where it only seems so, a growing while. */
  async #until(signal: AbortSignal, attempt: number): Promise<void> {
    const { health, clock } = this.options;
    if (attempt > 0) await clock.sleep(waitAfter(RETRY_RULES.root, attempt), signal);
    await health.untilUsable('archive', signal);
  }

  /** @throws the error, when it is not that the archive is away */
  #suspect(error: unknown): void {
    if (!isMaloteError(error) || !this.#isOfArchive(error)) throw error;
    this.options.health.suspect('archive', error);
  }

  #isOfArchive(error: MaloteError): boolean {
    if (
      error.code === 'SHARE_BAD_ROOT' ||
      isOfOneFile(error) ||
      error.details['location'] !== this.options.archive.location
    )
      return false;
    const behaviour = shareBehaviour(error);
    return behaviour === 'when-back' || behaviour === 'needs-person' || error.code === 'SHARE_IO';
  }
}
