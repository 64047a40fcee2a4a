import type { MaloteError } from '../../shared/errors';
import { keyOfIdentity, type Day, type DocumentKind, type SiegKind } from '../domain';
import type { SiegFile } from '../sieg';
import { RequestRunner, type Question } from './request-runner';
import { ACCOUNT, type CaptureContext } from './context';
import { kindOf } from './single-fetcher';
import { Sweeper } from './sweeper';
import { isSkippable } from './skippable';
import { cutWindow } from './windows';
import { captureMessages } from '../../shared/messages/pt-BR/capture';

/** A document that is asked for by its identity, held or not. */
export interface WantedDocument {
  readonly identity: string;
  readonly kind: DocumentKind | null;
  readonly issueDay: Day | null;
}

/**
 * `given`: SIEG gave something, which intake has taken in. `nothing`: it does not have the document. `no-key`: it was not asked, for the
 * document has no key to ask by; only the pages of its day can bring it.
 */
export type FetchAnswer =
  { readonly is: 'given' | 'nothing' | 'no-key' } | { readonly is: 'failed'; readonly error: MaloteError };

/** Asks SIEG for named documents of a month, outside of a monthly run: whole days again, or one by one. What comes goes to `context.intake`. */
export class Refetch {
  readonly #runner: RequestRunner;
  readonly #sweeper: Sweeper;

  constructor(private readonly context: CaptureContext) {
    this.#runner = new RequestRunner(context);
    this.#sweeper = new Sweeper(context, this.#runner);
  }

  /**
   * All pages of these days.
   * @returns a failure that need not stop the rest, which the observer has been told; null when they were walked to their end
   * @throws MaloteError CANCELLED, SIEG_*, SHARE_*
   */
  async days(kind: SiegKind, from: Day, to: Day): Promise<MaloteError | null> {
    const { api, observer } = this.context;
    try {
      for (const window of cutWindow(from, to, api.capabilities.maxWindowDays)) {
        await this.#sweeper.sweepInParts({ scope: ACCOUNT, kind, filter: 'issue', ...window, promised: null });
      }
      return null;
    } catch (error) {
      if (!isSkippable(error)) throw error;
      observer.notice(captureMessages.failedOn(kind, from, to, error.message));
      return error;
    }
  }

  /** The events of one document. @throws as `one` */
  async events(wanted: WantedDocument): Promise<FetchAnswer> {
    const [kind, key] = [kindOf(wanted.identity, wanted.kind), keyOfIdentity(wanted.identity)];
    if (key === null) return { is: 'no-key' };
    return this.#taken(kind, {
      operation: 'events',
      kind,
      query: { key },
      call: async (abort) => (await this.context.api.eventsOf({ kind, key }, abort)).files,
    });
  }

  /** One document with its events. @throws MaloteError CANCELLED, SHARE_*, and what every other request would fail with too */
  async one(wanted: WantedDocument): Promise<FetchAnswer> {
    const [kind, key] = [kindOf(wanted.identity, wanted.kind), keyOfIdentity(wanted.identity)];
    if (key === null) return { is: 'no-key' };
    return this.#taken(kind, {
      operation: 'document',
      kind,
      query: { key },
      call: (abort) => this.context.api.document({ kind, key, events: true }, abort),
    });
  }

  /** Asks, and lets intake take in what comes. */
  async #taken(handedOutAs: SiegKind, question: Question<readonly SiegFile[]>): Promise<FetchAnswer> {
    const { ledger, intake, month, signal, observer } = this.context;
    try {
      const { value: files, requestId } = await this.#runner.ask({ ...question, settledByCaller: true });
      if (files.length === 0) {
        ledger.requests.end(requestId, { outcome: 'nothing', files: 0 });
        return { is: 'nothing' };
      }
      const siegDays = { rule: 'own' as const };
      const batch = { files, source: 'recovery' as const, requestId, month, siegDays, handedOutAs };
      const result = await intake.accept(batch, signal, ({ identities, novelDocuments: novel }) => {
        ledger.requests.end(requestId, {
          outcome: 'answered',
          files: files.length,
          documents: identities.length,
          novel,
        });
      });
      observer.companiesTouched(result.companyIds);
      return { is: 'given' };
    } catch (error) {
      if (!isSkippable(error)) throw error;
      return { is: 'failed', error };
    }
  }
}
