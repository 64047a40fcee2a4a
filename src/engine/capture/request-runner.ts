import { isMaloteError, type ErrorCode } from '../../shared/errors';
import { SIEG_RETRY_POLICY, classify, retrying } from '../base';
import { firstDay, lastDay, type TaxId } from '../domain';
import type { Operation } from '../ledger';
import { SiegBreakers } from './breakers';
import type { CaptureContext } from './context';

export interface Asked<Value> {
  readonly value: Value;
  /** The request's row; open still when the caller settles it in its own transaction. */
  readonly requestId: number;
}

export interface Question<Value> {
  readonly operation: Operation;
  readonly kind: string | null;
  /** The company that it is about; left out for the whole account. */
  readonly about?: TaxId | undefined;
  /** What is asked, as it is recorded. */
  readonly query: unknown;
  readonly call: (signal: AbortSignal) => Promise<Value>;
  /** True for an answer that says there is nothing. */
  readonly isNothing?: (value: Value) => boolean;
  /** The caller ends the request's row together with what it makes of the answer. */
  readonly settledByCaller?: boolean;
  /** Codes that the caller handles itself: thrown at once, not retried. */
  readonly handled?: readonly ErrorCode[];
}

/** No further attempt. */
class Final extends Error {
  constructor(readonly original: unknown) {
    super('not asked again');
  }
}

/**
 * Asks SIEG: waits at the gate and while SIEG is away, asks nothing about a company that is set aside, records every attempt before it
 * leaves and after it ends, retries by failure class.
 */
export class RequestRunner {
  readonly breakers: SiegBreakers;

  constructor(private readonly context: CaptureContext) {
    this.breakers = new SiegBreakers(context, () => this.#probe());
  }

  /** @throws the last failure (MaloteError SIEG_*), CANCELLED, or at once a failure whose code is in `handled`. */
  async ask<Value>(question: Question<Value>): Promise<Asked<Value>> {
    const { clock, random, signal, gate, observer } = this.context;
    try {
      return await retrying((attempt) => this.#attempt(question, attempt), {
        policy: SIEG_RETRY_POLICY,
        clock,
        random,
        signal,
        closing: gate.closing,
        onFailure: (notice) => {
          if (!(notice.error instanceof Final)) observer.failed(question, notice);
        },
      });
    } catch (error) {
      throw error instanceof Final ? error.original : error;
    }
  }

  /** What fails because SIEG is away is asked again when it is back, and uses up no attempt. */
  async #attempt<Value>(question: Question<Value>, attempt: number): Promise<Asked<Value>> {
    const { observer, gate, signal, clock } = this.context;
    const about = question.about ?? null;
    for (;;) {
      const refusal = await this.breakers.pass(about);
      if (refusal !== null) throw new Final(refusal);
      let begunAt = clock.now();
      try {
        await gate.pass(signal);
        begunAt = clock.now();
        const asked = await this.#request(question, attempt);
        this.breakers.answered(about, begunAt);
        return asked;
      } catch (error) {
        if (error instanceof Final) throw error;
        const fate = await this.breakers.failed(about, error, begunAt);
        if (fate === 'again') throw error;
        observer.failed(question, { failureClass: classify(error), attempt, error, waitMs: null });
        if (fate === 'company-aside') throw new Final(error);
      } finally {
        this.breakers.ended(about);
      }
    }
  }

  async #request<Value>(question: Question<Value>, attempt: number): Promise<Asked<Value>> {
    const { ledger, signal, observer, runId } = this.context;
    const requestId = ledger.requests.begin(runId, question.operation, question.kind, question.query, attempt);
    try {
      const value = await question.call(signal);
      if (question.settledByCaller !== true) {
        ledger.requests.end(requestId, { outcome: question.isNothing?.(value) === true ? 'nothing' : 'answered' });
      }
      return { value, requestId };
    } catch (error) {
      this.#recordFailure(question, requestId, attempt, error);
      const handled = isMaloteError(error) && question.handled?.includes(error.code) === true;
      throw handled ? new Final(error) : error;
    } finally {
      observer.requestEnded(question.operation);
    }
  }

  /** The cheapest question there is; its answer is of no use but to show that there is one. */
  async #probe(): Promise<void> {
    const { api, month } = this.context;
    const window = { by: 'issue' as const, from: firstDay(month), to: lastDay(month) };
    const query = { purpose: 'probe', ...window };
    await this.#request({ operation: 'count', kind: null, query, call: (signal) => api.count({ window }, signal) }, 1);
  }

  #recordFailure(
    question: Pick<Question<unknown>, 'operation' | 'kind'>,
    requestId: number,
    attempt: number,
    error: unknown,
  ): void {
    const { ledger, runId } = this.context;
    const code = isMaloteError(error) ? error.code : 'INTERNAL';
    ledger.transaction(() => {
      ledger.requests.end(requestId, { outcome: 'failed', errorCode: code });
      if (code === 'CANCELLED') return;
      ledger.runs.recordFailure({
        runId,
        companyId: null,
        subject: `${question.operation} ${question.kind ?? ''}`.trim(),
        class: classify(error),
        code,
        message: error instanceof Error ? error.message : String(error),
        attempts: attempt,
      });
    });
  }
}
