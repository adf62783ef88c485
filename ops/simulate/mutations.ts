/**
 * Mistakes that the simulation has to find: each breaks one invariant or rule by changing the text of one file as it is
 * loaded, so that production code has no switch for them. A text that is not found exactly once is an error.
 */

export interface Mutation {
  /** The invariant or rule that it breaks. */
  readonly breaks: string
  /** Below the repository. */
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly why: string
}

export const MUTATIONS: readonly Mutation[] = [
  {
    breaks: 'I1',
    file: 'runtime/host/resident.ts',
    find: '      result = await commit(this.#context, this.address, record, this.#sequence)',
    replace:
      '      await relay(this.#context, record)\n      result = await commit(this.#context, this.address, record, this.#sequence)',
    why: 'relays a turn before it is committed',
  },
  {
    breaks: 'I2',
    file: 'runtime/host/commit.ts',
    find: 'const result = await driver.append(address, record, expected)',
    replace:
      'const result = await driver.append(address, record, (await driver.tail(address))?.sequence ?? 0)',
    why: 'appends wherever the journal ends instead of where the turn was decided',
  },
  {
    breaks: 'I3',
    file: 'runtime/host/resident.ts',
    find: '    await relay(this.#context, record)\n    return true',
    replace: '    void relay(this.#context, record).catch(() => undefined)\n    return true',
    why: 'acks without waiting for the outbox',
  },
  {
    breaks: 'I4',
    file: 'runtime/kernel/admission.ts',
    find: "if (record.seen.includes(cause.id)) return { status: 'duplicate' }",
    replace: '',
    why: 'forgets which outside messages were handled',
  },
  {
    breaks: 'I5',
    file: 'runtime/kernel/draft.ts',
    find: '    at: draft.now,',
    replace: '    at: draft.now + (performance.now() % 2 < 1 ? 0 : 1),',
    why: 'reads a clock while deciding',
  },
  {
    breaks: 'I7',
    file: 'runtime/host/worker-run.ts',
    find: '      return await this.#claim()',
    replace: '      this.#lease.ack()\n      return await this.#claim()',
    why: 'acks a task when it is taken instead of when it is done',
  },
  {
    breaks: 'I8',
    file: 'runtime/host/worker-run.ts',
    find: '    this.#leaving = !this.#lease.valid',
    replace: '    this.#leaving = false',
    why: 'makes a call although its lease had lapsed before',
  },
  {
    breaks: 'I9',
    file: 'runtime/kernel/admission.ts',
    find: 'const child = openChild(record, cause.child)',
    replace: 'const child = record.children[cause.child.id]',
    why: 'takes the end of an older generation for that of the present one',
  },
]
