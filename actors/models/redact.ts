/** Keeps keys out of sentences: servers like to repeat them, whole or in part. */

/** What keys of the known providers look like. */
const KEY_SHAPES = /\b(?:sk|pk|rk)-[\w*.-]{8,}/g

/** @param secrets removed wherever they stand, as they are and as an address would write them */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
  return (text) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
      .replaceAll(KEY_SHAPES, '…')
      // Of an address, who may use it.
      .replaceAll(/\/\/[^\s/@]+@/g, '//…@')
}
