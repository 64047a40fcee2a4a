import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { MaloteError } from '../shared/errors';

/**
 * How two ends make sure of each other before anything else is said. The secret never travels: each end sends a number used once, and what a
 * keyed hash makes of both numbers and of its own part in this; so a record of one greeting is worth nothing in the next, and an end's
 * proof is none for the other end.
 *
 *     listener → { nonce }
 *     caller   → { nonce, proof }                 a wrong one is cut off without an answer
 *     listener → { proof, hello }                 a wrong one is nobody to speak to
 *     caller   → { hello }
 */

/** Of the frames and of this greeting: changed when they are. What may be asked is the version's affair. */
const PROTOCOL = 1;
const NONCE_BYTES = 32;

export const PEER_ROLES = ['window', 'cli', 'service'] as const;
export type PeerRole = (typeof PEER_ROLES)[number];

const helloSchema = z.object({
  protocol: z.int(),
  version: z.string().max(100),
  pid: z.int(),
  role: z.enum(PEER_ROLES),
});
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const challengeSchema = z.object({ nonce: hex });
const callSchema = z.object({ nonce: hex, proof: hex });
const answerSchema = z.object({ proof: hex, hello: helloSchema });
const farewellSchema = z.object({ hello: helloSchema });

/** Who is at the other end. */
export interface Peer {
  readonly version: string;
  readonly pid: number;
  readonly role: PeerRole;
}

/** What a greeting needs of a port. */
export interface Conversation {
  post(message: unknown): void;
  receive(): Promise<unknown>;
  trust(): void;
}

export interface Self {
  readonly version: string;
  readonly role: PeerRole;
}

/** The other end could not prove that it knows the secret, or says what nobody says: it is told nothing. */
export class StrangerError extends Error {}

function proofOf(secret: string, part: 'caller' | 'listener', listener: string, caller: string): string {
  return createHmac('sha256', secret).update(`malote ${part} ${listener} ${caller}`).digest('hex');
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));
}

const newNonce = (): string => randomBytes(NONCE_BYTES).toString('hex');
const helloOf = (self: Self): z.output<typeof helloSchema> => ({
  protocol: PROTOCOL,
  version: self.version,
  pid: process.pid,
  role: self.role,
});

async function heard<Schema extends z.ZodType>(port: Conversation, schema: Schema): Promise<z.output<Schema>> {
  const message = schema.safeParse(await port.receive());
  if (!message.success) throw new StrangerError('not what was to be said');
  return message.data;
}

/** @throws MaloteError LINK_VERSION */
function peerOf({ protocol, version, pid, role }: z.output<typeof helloSchema>, self: Self): Peer {
  if (protocol !== PROTOCOL || version !== self.version)
    throw new MaloteError('LINK_VERSION', { own: self.version, other: version });
  return { version, pid, role };
}

/** The listener's part. @throws StrangerError; MaloteError LINK_VERSION; Error the other end is gone */
export async function greetCaller(port: Conversation, secret: string, self: Self): Promise<Peer> {
  const own = newNonce();
  port.post({ nonce: own });
  const call = await heard(port, callSchema);
  if (!isSame(call.proof, proofOf(secret, 'caller', own, call.nonce))) throw new StrangerError('a wrong proof');
  port.trust();
  port.post({ proof: proofOf(secret, 'listener', own, call.nonce), hello: helloOf(self) });
  const { hello } = await heard(port, farewellSchema);
  return peerOf(hello, self);
}

/**
 * The caller's part.
 * @param readSecret asked once the listener has spoken, who writes it before he does
 * @throws StrangerError; MaloteError LINK_VERSION; what `readSecret` throws; Error the other end is gone
 */
export async function greetListener(port: Conversation, readSecret: () => Promise<string>, self: Self): Promise<Peer> {
  const { nonce } = await heard(port, challengeSchema);
  const [own, secret] = [newNonce(), await readSecret()];
  port.post({ nonce: own, proof: proofOf(secret, 'caller', nonce, own) });
  const answer = await heard(port, answerSchema);
  if (!isSame(answer.proof, proofOf(secret, 'listener', nonce, own))) throw new StrangerError('a wrong proof');
  port.trust();
  port.post({ hello: helloOf(self) });
  return peerOf(answer.hello, self);
}
