/** A key that shows itself to nobody who only looks: not in logs, not in JSON, not in an error. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The key, for the one who sends it. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '(hidden)'
  }

  toJSON(): string {
    return '(hidden)'
  }
}
