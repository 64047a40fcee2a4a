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
