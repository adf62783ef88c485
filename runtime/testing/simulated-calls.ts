/** The calls that one simulated host makes: they stand still and fall with it, and the judge hears of each. */
import type { ActorDefinition, PromiseLogic } from '../kernel/definition.ts'
import type { Call } from './calls-in-hand.ts'
import type { HostClock } from './virtual-time.ts'
import type { World } from './world.ts'

export class SimulatedCalls {
  readonly #world: World
  readonly #host: string
  readonly #clock: HostClock
  readonly #point: (when: 'before' | 'after') => void
  /** Announced and not yet made, in order. */
  readonly #announced: Call[] = []
  readonly #underWay = new Set<Call>()

  constructor(world: World, host: string, clock: HostClock, point: (when: 'before' | 'after') => void) {
    this.#world = world
    this.#host = host
    this.#clock = clock
    this.#point = point
  }

  /** The host is about to make a call; calls are made in the order in which they are announced. */
  announce(call: Call): void {
    this.#announced.push(call)
  }

  runsFor(actor: string): boolean {
    return [...this.#underWay].some((call) => call.actor === actor)
  }

  /** The same kind with calls that stand still and fall with this host. */
  of(definition: ActorDefinition): ActorDefinition {
    const versions = Object.entries(definition.versions).map(([version, other]) => [version, this.of(other)])
    const effects = Object.entries(definition.effects).map(([src, logic]): [string, PromiseLogic] => [
      src,
      { ...logic, config: (args) => this.#run(logic, args) },
    ])
    return {
      ...definition,
      effects: Object.fromEntries(effects),
      versions: Object.fromEntries(versions) as ActorDefinition['versions'],
      derived: definition.derived.map((derived) => this.of(derived)),
    }
  }

  #run(logic: PromiseLogic, args: Parameters<PromiseLogic['config']>[0]): PromiseLike<unknown> {
    const call = this.#announced.shift()
    if (call === undefined) throw new Error('An effect was called that no event announced.')
    return new Promise((resolve, reject) => {
      this.#point('before')
      this.#clock.enter(() => {
        this.#underWay.add(call)
        this.#world.say(() => `${this.#host} calls ${call.actor} ${call.effect}`)
        this.#world.judge.calling(this.#host, call)
        const end = (settle: () => void) => {
          this.#world.calls -= 1
          this.#clock.enter(() => {
            this.#underWay.delete(call)
            this.#point('after')
            this.#clock.enter(settle)
          })
        }
        this.#world.calls += 1
        const promise = Promise.resolve().then(() => logic.config(args))
        promise.then(
          (value) => end(() => resolve(value)),
          (error: unknown) => end(() => reject(error)),
        )
      })
    })
  }
}
