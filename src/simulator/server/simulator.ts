import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Office } from '../office';
import { text } from './answers';
import type { RequestRecord, SimulatorOptions } from './options';
import { Stage, type Outcome } from './stage';

export interface Simulator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly office: Office;
  /** Every request since the start or the last reset, in order of answer. */
  requests(): readonly RequestRecord[];
  /** Forgets requests, limits, tokens and quirks already played, and hides late documents again. */
  reset(): void;
  /** Makes all late documents appear, and what comes again with other bytes. @returns how many late ones there were. */
  settleLateArrivals(): number;
  close(): Promise<void>;
}

function send(response: ServerResponse, { answer, cut }: Outcome): void {
  response.writeHead(answer.status, {
    'Content-Type': answer.type,
    'Content-Length': answer.body.length,
    ...answer.headers,
  });
  if (cut !== true) {
    response.end(answer.body);
    return;
  }
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => response.destroy());
}

/**
 * Starts a SIEG on 127.0.0.1 that speaks both generations for this office.
 * A mistake of the simulator itself is answered with 500 and the words "falha do simulador", so that no test takes it for a quirk.
 */
export async function startSimulator(office: Office, options: SimulatorOptions): Promise<Simulator> {
  const stage = new Stage(office, options);
  const server = createServer((request, response) => {
    stage.serve(request).then(
      (outcome) => {
        send(response, outcome);
      },
      (error: unknown) => {
        send(response, { answer: text(`falha do simulador: ${String(error)}`, 500), quirk: null });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    office,
    requests: () => stage.records,
    reset: () => {
      stage.reset();
    },
    settleLateArrivals: () => {
      const { pending } = stage.vault;
      stage.vault.settle();
      return pending;
    },
    close: () =>
      new Promise((resolve, reject) => {
        stage.closeDown();
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
        server.closeAllConnections();
      }),
  };
}
