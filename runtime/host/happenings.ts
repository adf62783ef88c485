/** What happens to one actor in this process, one thing at a time, in order. */
export class Happenings<T> {
  readonly #waiting: T[] = []
  #wake: (() => void) | undefined

  get none(): boolean {
    return this.#waiting.length === 0
  }

  tell(happening: T): void {
    this.#waiting.push(happening)
    this.#wake?.()
  }

  async next(): Promise<T> {
    for (;;) {
      const happening = this.#waiting.shift()
      if (happening !== undefined) return happening
      await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#wake = undefined
    }
  }
}
