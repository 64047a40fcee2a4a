const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'o nome do servidor não foi encontrado',
  EAI_AGAIN: 'o nome do servidor não pôde ser consultado',
  EDNS: 'o nome do servidor não foi encontrado',
  ECONNREFUSED: 'a conexão foi recusada',
  ECONNRESET: 'a conexão foi derrubada',
  EPIPE: 'a conexão foi derrubada',
  ECONNECTION: 'a conexão foi derrubada',
  EHOSTUNREACH: 'não há caminho até ele na rede',
  ENETUNREACH: 'este computador está sem rede',
  ETIMEDOUT: 'o tempo de espera acabou',
  ECONNABORTED: 'o tempo de espera acabou',
  CERT_HAS_EXPIRED: 'ele está vencido',
  CERT_NOT_YET_VALID: 'ele ainda não vale',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'não foi emitido por uma autoridade que este computador conheça',
  SELF_SIGNED_CERT_IN_CHAIN: 'não foi emitido por uma autoridade que este computador conheça',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'não foi emitido por uma autoridade que este computador conheça',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'não foi emitido por uma autoridade que este computador conheça',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ele é de outro nome',
};

/** What a code of the system or of TLS means to people; the code itself for one that has no words. */
export function reasonOf(code: string): string {
  return REASONS[code] ?? code;
}

const CERTIFICATE =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

export function isCertificateCode(code: string): boolean {
  return CERTIFICATE.test(code);
}

/** The codes like `ECONNRESET` on the way down through an error's causes, outermost first. Never its texts: they quote what was sent. */
export function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let current: unknown = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    for (const name of ['code', 'originalCode']) {
      const code = (current as unknown as Record<string, unknown>)[name];
      if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) codes.push(code);
    }
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return codes;
}
