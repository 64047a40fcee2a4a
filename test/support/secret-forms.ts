/** The parts of a base64 text that do not depend on what stands before and after the secret in the encoded bytes. */
function base64Cores(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${'x'.repeat(before)}${secret}`)
      .toString('base64')
      .replace(/=+$/, '');
    const whole = encoded.slice(0, encoded.length - (encoded.length % 4));
    return whole.slice(before === 0 ? 0 : 4);
  });
}

function decodedOnce(text: string): string {
  return /%[0-9a-f]{2}/i.test(text) ? decodeURIComponent(text) : text;
}

/** How a secret could lie in a file or in an output: as it is, decoded, percent-encoded once or twice, in base64, in hexadecimal. */
export function secretForms(secret: string): string[] {
  const plain = decodedOnce(secret);
  const once = encodeURIComponent(plain);
  const texts = [secret, plain, once, once.toLowerCase(), encodeURIComponent(once), encodeURIComponent(secret)];
  const base64 = [...new Set([secret, plain, once])].flatMap(base64Cores);
  const urlSafe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = [secret, plain].map((text) => Buffer.from(text).toString('hex'));
  return [...new Set([...texts, ...base64, ...urlSafe, ...hex, ...hex.map((text) => text.toUpperCase())])];
}
