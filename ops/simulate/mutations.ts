/**
 * Mistakes that the simulation has to find: each breaks one invariant or rule by changing the text of one file as it is
 * loaded, so that production code has no switch for them. A text that is not found exactly once is an error.
 */

export interface Mutation {
  /** The invariant or rule that it breaks; when there are several for one, the outcome of the turn that each spoils. */
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
    find: 'driver.append(address, record, expected)',
    replace: 'driver.tail(address).then((now) => driver.append(address, record, now?.sequence ?? 0))',
    why: 'appends wherever the journal ends instead of where the turn was decided',
  },
  {
    breaks: 'I3',
    file: 'runtime/host/resident.ts',
    find: '    await relay(this.#context, record, { covered })',
    replace: '    void relay(this.#context, record, { covered }).catch(() => undefined)',
    why: 'acks without waiting for the outbox',
  },
  {
    breaks: 'I4',
    file: 'runtime/kernel/admission.ts',
    find: "if (cause.peer === undefined) {\n        if (record.seen.includes(cause.id)) return { status: 'duplicate' }",
    replace: 'if (cause.peer === undefined) {',
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
    breaks: 'I5-stopped',
    file: 'runtime/host/relay.ts',
    find: 'const stopped = context.sign(draft)',
    replace: 'const stopped = context.sign({ ...draft, snapshot: { ...draft.snapshot, context: null } })',
    why: 'forgets what a child knew when it is stopped',
  },
  {
    breaks: 'I5-migrated',
    file: 'runtime/kernel/migrate.ts',
    find: 'const draft = draftFrom(target, record, now)',
    replace: 'const draft = draftFrom(target, record, now + (performance.now() % 2 < 1 ? 0 : 1))',
    why: 'reads a clock while it moves an actor to another version',
  },
  {
    breaks: 'I5-quarantined',
    file: 'runtime/kernel/quarantine.ts',
    find: 'quarantine: { code, reason, since: now, held: previous.outbox }',
    replace: 'quarantine: { code, reason, since: Math.floor(performance.now()), held: previous.outbox }',
    why: 'reads a clock while it sets an actor aside',
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
    find: "    if (overtaken) return this.#lose('fence')\n    this.#leaving = !isFinal(record.snapshot) && !this.#lease.valid",
    replace: '    this.#leaving = false',
    why: 'makes a call although it was overtaken, or its lease had lapsed, before',
  },
  {
    breaks: 'I9',
    file: 'runtime/kernel/admission.ts',
    find: 'const child = openChild(record, cause.child)',
    replace: 'const child = record.children[cause.child.id]',
    why: 'takes the end of an older generation for that of the present one',
  },
  {
    breaks: 'I6',
    file: 'runtime/kernel/children.ts',
    find: "  if (draft.definition.type === 'worker') {\n    if (!(src in draft.definition.effects))",
    replace:
      "  if (draft.definition.type === 'worker' || draft.definition.children[src]?.type === 'worker') {\n    if (false)",
    why: 'runs the promise of an entity as an effect of its own',
  },
  {
    breaks: 'I10',
    file: 'runtime/kernel/draft.ts',
    find: '.slice(-SEEN_HORIZON)',
    replace: '',
    why: 'remembers every outside message for ever',
  },
  {
    breaks: 'I11',
    file: 'runtime/kernel/carry-out.ts',
    find: 'if (snapshot.error !== undefined) closeAll(draft, { error: snapshot.error })\n  else if',
    replace:
      'if (snapshot.error === undefined && isFinal(snapshot)) closeAll(draft, { output: undefined })\n  else if',
    why: 'does not tell a parent that its child has failed',
  },
  {
    breaks: 'I9-ignored',
    file: 'runtime/kernel/failure.ts',
    find: "if (record.outcome === 'ignored') return",
    replace: "if (record.outcome === 'ignored' && before === undefined) return",
    why: 'ends an actor for an ignored message that is too large beside what it has',
  },
  {
    breaks: 'I11-failed',
    file: 'runtime/host/resident.ts',
    find: 'if (!isUnstorable(error) || isLast) throw error',
    replace: 'throw error',
    why: 'sets an actor aside whose turn no store takes, instead of ending it',
  },
  {
    breaks: 'R8-failed',
    file: 'runtime/kernel/failure.ts',
    find: 'record: claim === undefined ? record : { ...record, claim }',
    replace: 'record',
    why: 'forgets the claim of a first turn that no store takes',
  },
  {
    breaks: 'I12',
    file: 'runtime/memory/driver.ts',
    find: '      journal.push(entry)',
    replace:
      '      while (watchers.size > 1) await new Promise((resolve) => clock.timer(60_000, () => resolve(0)))\n      journal.push(entry)',
    why: 'lets an append wait for those who read along',
  },
  {
    breaks: 'R1',
    file: 'runtime/host/commit.ts',
    find: "if (result.status === 'committed') return committed(result)",
    replace:
      "if (result.status !== 'conflict') return committed('sequence' in result ? result : { sequence: expected + 1, bytes: 0 })",
    why: 'takes a lost acknowledgement for a commit',
  },
  {
    breaks: 'R2',
    file: 'runtime/host/resident.ts',
    find: '      checkFormat(tail.record)\n      await relay(this.#context, tail.record)',
    replace: '      checkFormat(tail.record)',
    why: 'goes on from a record without relaying its outbox first',
  },
  {
    breaks: 'R3',
    file: 'runtime/kernel/draft.ts',
    find: '    serial: record.serial,',
    replace: '    serial: 0,',
    why: 'counts generations anew in every turn',
  },
  {
    breaks: 'R4',
    file: 'runtime/kernel/admission.ts',
    find: 'if (open?.generation !== cause.timer.generation)',
    replace: 'if (open === undefined)',
    why: 'takes a cancelled timer for the one that was set since',
  },
  {
    breaks: 'R5',
    file: 'runtime/kernel/admission.ts',
    find: "if (hasReceived(link.received, cause.peer.n)) return { status: 'duplicate' }",
    replace: '',
    why: 'does not count what came from a parent or a child',
  },
  {
    breaks: 'R6',
    file: 'runtime/memory/work-queue.ts',
    find: '    if (this.#owned || this.#takers.length === 0) for (const item of this.#items) this.#back(item)',
    replace: '',
    why: 'takes a partition over without asking for what was left un-acked',
  },
  {
    breaks: 'R7',
    file: 'runtime/host/lease.ts',
    find: 'if (this.valid) this.#delivery.ack()',
    replace: 'this.#delivery.ack()',
    why: 'acks past its own deadline',
  },
  {
    breaks: 'R8',
    file: 'runtime/kernel/worker-turns.ts',
    find: 'starts: effect.starts + 1,',
    replace: 'starts: effect.starts,',
    why: 'makes a call again without a start on record',
  },
  {
    breaks: 'R9',
    file: 'runtime/host/worker-run.ts',
    find: 'if (ended) await recordLate(this.#context, this.#served, this.#address, happening)',
    replace: '',
    why: 'drops a completed call when its lease has lapsed',
  },
  {
    breaks: 'R10',
    file: 'runtime/host/worker-run.ts',
    find: 'if (this.#effects.live || this.#timers.nextIn <= HOLD_FOR_TIMER_MS) {',
    replace: 'if (this.#state !== undefined) {',
    why: 'renews a lease while nothing runs',
  },
  {
    breaks: 'R11',
    file: 'runtime/host/worker-run.ts',
    find: 'if (await park(this.#context, this.#address, record, this.#sequence, until)) this.#lease.ack()',
    replace: 'if (this.#lease.valid) this.#lease.ack()',
    why: 'acks a waiting task without a schedule that brings it back',
  },
  {
    breaks: 'R12',
    file: 'runtime/host/relay.ts',
    find: "if (result.status === 'conflict') continue\n    await relay(context, stopped)",
    replace: "if (result.status === 'conflict') break\n    await relay(context, stopped)",
    why: 'gives up stopping a child that has just moved on',
  },
  {
    breaks: 'R13',
    file: 'runtime/host/claim.ts',
    find: '      if (isBarren(tail.record)) {',
    replace: '      if (tail.record.claim !== undefined && tail.record.claim.number > 3) {',
    why: 'takes claims for failures',
  },
  {
    breaks: 'R14',
    file: 'runtime/kernel/decide.ts',
    find: "if (cause.type === 'event' && cause.first && definition.createOn === 'message')\n    return { to: cause.to, tenant: cause.first.tenant }",
    replace: "if (cause.type === 'event') return { to: cause.to, tenant: cause.first?.tenant ?? 'default' }",
    why: 'lets any message make an actor',
  },
  {
    breaks: 'R15',
    file: 'runtime/host/ended-root.ts',
    find: '  return rootHasEnded(context, address)\n}\n\n/** Whether a delivery is a create',
    replace: '  return false\n}\n\n/** Whether a delivery is a create',
    why: 'makes an actor again whose history retention has removed',
  },
  {
    breaks: 'R16',
    file: 'runtime/host/admission.ts',
    find: 'if (waiting > backlog) return',
    replace: 'if (false) return',
    why: 'takes on new roots whatever waits already',
  },
  {
    breaks: 'R17',
    file: 'runtime/host/commit.ts',
    find: '      if ((tail?.sequence ?? 0) < expected) throw rolledBack(record.actor, expected, tail?.sequence ?? 0)\n',
    replace: '',
    why: 'goes on from what a store still has that was rolled back',
  },
  {
    breaks: 'R18',
    file: 'runtime/kernel/versions.ts',
    find: 'readers.every((reader) => reader.versions.includes(one))',
    replace: "one !== '' || readers.length > 0",
    why: 'writes the newest version whoever else is there',
  },
  {
    breaks: 'R19',
    file: 'runtime/kernel/snapshot.ts',
    find: 'const sources = [...open.map',
    replace: 'const sources = [...open.slice(open.length).map',
    why: 'restores a machine without its children',
  },
  {
    breaks: 'R20',
    file: 'runtime/kernel/timers.ts',
    find: 'const name = id ?? `raise.${draft.turn}.${draft.serial}`',
    replace: "const name = id ?? 'raise'",
    why: 'gives all delayed raises without an id the same one',
  },
  {
    breaks: 'R21',
    file: 'runtime/kernel/admission.ts',
    find: '      if (isReserved(cause.event)) return ignored(RESERVED)\n',
    replace: '',
    why: 'lets outsiders speak in the name of the runtime',
  },
]
