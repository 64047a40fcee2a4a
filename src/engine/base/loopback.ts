/** This very machine; URL has already brought every spelling of an IPv4 address (hex, short, octal) to four decimals. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}
