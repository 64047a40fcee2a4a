import { setMaxListeners } from 'node:events';
import type { ErrorEnvelope } from '../../../shared/errors';
import { every } from '../../base';
import { runBatch } from '../batch';
import { shareError } from '../errors';
import type { FsPort } from '../fs-port';
import { openLocalRoot } from '../local-root';
import type { LocalRoot } from '../local-root';
import type { FileOptions } from '../port';
import { promptFs } from '../prompt-fs';
import { Listings } from './listings';
import { PartTeller } from './part-teller';
import { asRequest, compact } from './protocol';
import type { Input, OpenRequest, Operation, Request, Wire, WireResults } from './protocol';

export interface ServeOptions {
  /** The real file system unless a test bends it. */
  readonly fs?: FsPort;
}

const BEAT_MS = 500;

type CallRequest = Extract<Request, { type: 'call' }>;
type CallOptions = Required<FileOptions>;

/** The agent's side: one local root, asked over a wire. The first message opens it. */
export function serveRoot(wire: Wire, options: ServeOptions = {}): void {
  let server: RootServer | null = null;
  wire.onMessage((message) => {
    const request = asRequest(message);
    if (request?.type === 'open') server ??= new RootServer(wire, request, options);
    else if (request !== null) server?.apply(request);
  });
}

const replacing = ({ replacing: hash }: { readonly replacing?: string }): { readonly replacing?: string } =>
  hash === undefined ? {} : { replacing: hash };

class RootServer {
  readonly #root: LocalRoot;
  readonly #listings: Listings;
  readonly #underWay = new Map<number, AbortController>();

  constructor(
    private readonly wire: Wire,
    { id, location, drained, memory }: OpenRequest,
    { fs = promptFs() }: ServeOptions,
  ) {
    this.#root = openLocalRoot({
      id,
      location,
      drained,
      memory,
      fs,
      onVolume: (volume) => {
        wire.post({ type: 'volume', volume });
      },
    });
    this.#listings = new Listings(this.#root);
  }

  apply(message: Exclude<Request, OpenRequest>): void {
    if (message.type === 'cancel') this.#underWay.get(message.call)?.abort();
    else void this.#answer(message);
  }

  async #answer({ call, operation, deadlineMs }: CallRequest): Promise<void> {
    const controller = new AbortController();
    // each file of a batch listens to it
    setMaxListeners(0, controller.signal);
    this.#underWay.set(call, controller);
    try {
      const value = await this.#perform(call, operation, { signal: controller.signal, deadlineMs });
      this.wire.post({ type: 'answer', call, ok: true, value });
    } catch (error) {
      this.wire.post({ type: 'answer', call, ok: false, error: this.#envelopeOf(error) });
    } finally {
      this.#underWay.delete(call);
    }
  }

  #perform(call: number, { op, input }: Operation, options: CallOptions): Promise<unknown> {
    const root = this.#root;
    switch (op) {
      case 'writeVerified':
        return root.writeVerified(input.path, input.bytes, { ...options, ...replacing(input) });
      case 'writeVerifiedMany':
        return this.#writeVerifiedMany(call, input, options);
      case 'read':
        return this.#read(input, options);
      case 'readMany':
        return this.#readMany(call, input, options);
      case 'fingerprint':
        return root.fingerprint(input.path, {
          ...options,
          ...(input.wantedSize === undefined ? {} : { wantedSize: input.wantedSize }),
        });
      case 'fingerprintMany':
        return this.#fingerprintMany(call, input, options);
      case 'flush':
        return root.flush(options).then(() => null);
      case 'list':
        return this.#listings.begin('list', input, options.deadlineMs);
      case 'folders':
        return this.#listings.begin('folders', input, options.deadlineMs);
      case 'more':
        return this.#listings.next(input.cursor);
      case 'endList':
        this.#listings.end(input.cursor);
        return Promise.resolve(null);
      case 'move':
        return root.move(input.from, input.to, options);
      case 'remove':
        return root.remove(input.path, options);
      case 'check':
        return root.check(options);
      case 'sweepTemporaries':
        return this.#alive(call, () => root.sweepTemporaries(input.folder, input.olderThanMs, options));
      case 'close':
        return root.close().then(() => null);
    }
  }

  async #read({ path, part }: Input<'read'>, options: CallOptions): Promise<Uint8Array | null> {
    const bytes = await this.#root.read(path, { ...options, ...(part === undefined ? {} : { part }) });
    return bytes === null ? null : compact(bytes);
  }

  #writeVerifiedMany(
    call: number,
    { files, concurrency }: Input<'writeVerifiedMany'>,
    options: CallOptions,
  ): Promise<WireResults<unknown>> {
    return this.#batch(call, files, concurrency, (file) =>
      this.#root.writeVerified(file.path, file.bytes, { ...options, ...replacing(file) }),
    );
  }

  #readMany(
    call: number,
    { paths, concurrency }: Input<'readMany'>,
    options: CallOptions,
  ): Promise<WireResults<unknown>> {
    return this.#batch(call, paths, concurrency, (wanted) => this.#read(wanted, options));
  }

  #fingerprintMany(
    call: number,
    { paths, concurrency }: Input<'fingerprintMany'>,
    options: CallOptions,
  ): Promise<WireResults<unknown>> {
    return this.#batch(call, paths, concurrency, ({ path }) => this.#root.fingerprint(path, options));
  }

  async #batch<Item extends { readonly at: number }>(
    call: number,
    items: readonly Item[],
    concurrency: number | undefined,
    work: (item: Item) => Promise<unknown>,
  ): Promise<WireResults<unknown>> {
    const teller = new PartTeller<unknown>((results) => {
      this.wire.post({ type: 'part', call, results });
    });
    await runBatch(items, concurrency, work, (index, result) => {
      teller.add((items[index] as Item).at, result);
    });
    return teller.take();
  }

  /** Tells all the while that the work goes on: each of its steps is bounded, but not their number. */
  async #alive<Value>(call: number, work: () => Promise<Value>): Promise<Value> {
    const stopBeating = every(BEAT_MS, () => {
      this.wire.post({ type: 'part', call, results: [] });
    });
    try {
      return await work();
    } finally {
      stopBeating();
    }
  }

  #envelopeOf(error: unknown): ErrorEnvelope {
    const { location } = this.#root;
    return shareError(error, { location, path: location }).toEnvelope();
  }
}
