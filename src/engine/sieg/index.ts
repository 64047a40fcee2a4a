/**
 * SIEG's API, whichever generation, as one port; its key-wide limiter, the decoding of every answer, reports, redaction.
 * Every method makes one attempt (two where a token was withdrawn), waits for its turn first, and throws a SIEG_* code; what comes is
 * bounded before it is unpacked. No result and no error holds a key.
 * Whether something is asked again, and when, is decided above. It keeps no answer.
 */
export { createSiegApi } from './api';
export type { SiegApiOptions } from './api';
export { parseBaseUrl } from './base-url';
export type { BaseUrl } from './base-url';
export { fingerprintOf } from './credentials';
export { decodeItem, DECODE_LIMITS } from './decode';
export type { DecodeLimits } from './decode';
export { createLimiter, createMemoryLimiterStore } from './limiter';
export type { Limiter, LimiterOptions, LimiterStore } from './limiter';
export { limitsFor, sharesOneLimit } from './limits';
export * from './port';
export { tryKey } from './probe';
export { createRedactor } from './redact';
export type { Redactor } from './redact';
export { readReport } from './report';
export { certificateAt, lookAtServer, type CertificateSight, type ServerSight } from './look';
export { KINDS_WITH_REPORT } from './wire';
