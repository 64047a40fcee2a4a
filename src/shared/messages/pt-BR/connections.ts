import { systemMessages } from './system';

const NOT_FOUND = systemMessages.nameNotFound;
const DROPPED = 'a conexão foi derrubada';
const TOO_LATE = 'o tempo de espera acabou';
const UNKNOWN_ISSUER = 'não foi emitido por uma autoridade que este computador conheça';

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: NOT_FOUND,
  EAI_AGAIN: systemMessages.nameNotAsked,
  EDNS: NOT_FOUND,
  ECONNREFUSED: 'a conexão foi recusada',
  ECONNRESET: DROPPED,
  EPIPE: DROPPED,
  ECONNECTION: DROPPED,
  EHOSTUNREACH: 'não há caminho até ele na rede',
  ENETUNREACH: 'este computador está sem rede',
  ETIMEDOUT: TOO_LATE,
  ECONNABORTED: TOO_LATE,
  CERT_HAS_EXPIRED: 'ele está vencido',
  CERT_NOT_YET_VALID: 'ele ainda não vale',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_ISSUER,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ISSUER,
  ERR_TLS_CERT_ALTNAME_INVALID: 'ele é de outro nome',
};

/** What a code of the system or of TLS means to people, of a server or its certificate; the code itself for one that has no words. */
export function connectionReason(code: string | undefined): string {
  return code === undefined ? systemMessages.unknownReason : (REASONS[code] ?? code);
}
