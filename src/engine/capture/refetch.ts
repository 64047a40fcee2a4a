import type { MaloteError } from '../../shared/errors';
import type { Day, DocumentKind, SiegKind } from '../domain';
import type { SiegFile } from '../sieg';
import { Asker, type Question } from './asker';
import { ACCOUNT, type CaptureContext } from './context';
import { kindOf } from './singles';
import { Sweeper } from './sweeper';
import { isTolerable } from './tolerable';

/** A document that is asked for by its identity, held or not. */
export interface WantedDocument {
  readonly identity: string;
  readonly kind: DocumentKind | null;
  readonly issueDay: Day | null;
}

/** `given`: SIEG gave something, which intake has taken in. `nothing`: it does not have the document. */
export type FetchAnswer = { readonly is: 'given' | 'nothing' } | { readonly is: 'failed'; readonly error: MaloteError };

/** Asks SIEG for named documents of a month, outside of a monthly run: whole days again, or one by one. What comes goes to `context.intake`. */
export class Refetch {
  readonly #asker: Asker;
  readonly #sweeper: Sweeper;

  constructor(private readonly context: CaptureContext) {
    this.#asker = new Asker(context);
    this.#sweeper = new Sweeper(context, this.#asker);
  }

  /** All pages of a day. A failure that need not stop the rest is told to the observer. @throws MaloteError CANCELLED, SIEG_*, SHARE_* */
  async day(kind: SiegKind, day: Day): Promise<void> {
    try {
      await this.#sweeper.sweep({ scope: ACCOUNT, kind, filter: 'issue', from: day, to: day, promised: null });
    } catch (error) {
      if (!isTolerable(error)) throw error;
      this.context.observer.notice(`${kind} de ${day}: ${error.message}`);
    }
  }

  /** The events of one document. @throws as `one` */
  async events(wanted: WantedDocument): Promise<FetchAnswer> {
    const kind = kindOf(wanted.identity, wanted.kind);
    return this.#taken(kind, {
      ...{ operation: 'events', kind, query: { key: keyOf(wanted) } },
      call: async (abort) => (await this.context.api.eventsOf({ kind, key: keyOf(wanted) }, abort)).files,
    });
  }

  /** One document with its events. @throws MaloteError CANCELLED, SHARE_*, and what every other request would fail with too */
  async one(wanted: WantedDocument): Promise<FetchAnswer> {
    const kind = kindOf(wanted.identity, wanted.kind);
    return this.#taken(kind, {
      ...{ operation: 'document', kind, query: { key: keyOf(wanted) } },
      call: (abort) => this.context.api.document({ kind, key: keyOf(wanted), events: true }, abort),
    });
  }

  /** Asks, and lets intake take in what comes. */
  async #taken(handedOutAs: SiegKind, question: Question<readonly SiegFile[]>): Promise<FetchAnswer> {
    const { ledger, intake, month, signal, observer } = this.context;
    try {
      const { value: files, requestId } = await this.#asker.ask({ ...question, settledByCaller: true });
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
      if (!isTolerable(error)) throw error;
      return { is: 'failed', error };
    }
  }
}

/** As SIEG writes it. */
function keyOf({ identity }: WantedDocument): string {
  return identity.startsWith('NFS:') ? identity.slice(4) : identity;
}
