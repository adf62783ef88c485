/**
 * The runtime's public door. `defineActor` makes an XState machine durable, `startHost` runs actors on NATS JetStream,
 * `connectClient` talks to them from elsewhere. It knows nothing of any application.
 */
import type { Driver } from './core/driver.ts'
import { CaravanError } from './core/errors.ts'
import { clientOf, type Client, type ClientOptions } from './host/client.ts'
import { operatorOf, type Operator } from './host/operator.ts'
import { runHost, type Host, type HostOptions } from './host/host.ts'
import { natsDriver, type NatsDriverOptions } from './nats/driver.ts'

/** Starts a host on NATS; resolves once it takes work. See {@link HostOptions} and {@link NatsDriverOptions}. */
export async function startHost(options: Omit<HostOptions, 'driver'> & NatsDriverOptions): Promise<Host> {
  if (options.actors.length === 0)
    throw new CaravanError('host.actors.none', 'A host needs at least one actor definition.')
  const driver = await natsDriver(options)
  try {
    return await runHost({ ...options, driver })
  } catch (error) {
    await driver[Symbol.asyncDispose]()
    throw error
  }
}

/** Connects without running actors: for gateways, tools and tests. */
export async function connectClient(
  options: NatsDriverOptions & Pick<ClientOptions, 'admission'>,
): Promise<Client> {
  const { admission } = options
  return clientOf(await outside(options), admission && { admission })
}

/** Connects to see and mend: actors, journals, dead letters. Makes no store. @throws CaravanError `store.none` without one */
export async function connectOperator(options: NatsDriverOptions): Promise<Operator> {
  return operatorOf(await outside({ ...options, existing: true }))
}

/** What one sends who runs nothing has to be read by hosts: while keys are rotated, by those with the old ones as well (R18). */
async function outside(options: NatsDriverOptions): Promise<Driver> {
  const driver = await natsDriver(options)
  if (options.encryption === undefined) return driver
  try {
    const endWatch = await driver.membership.watch((hosts) => driver.writeFor(hosts))
    const close = async () => {
      endWatch()
      await driver[Symbol.asyncDispose]()
    }
    return { ...driver, [Symbol.asyncDispose]: close }
  } catch (error) {
    await driver[Symbol.asyncDispose]()
    throw error
  }
}

export { defineActor, type ActorOptions, type OtherVersion } from './kernel/define-actor.ts'
export type { ActorDefinition, ChildBinding, Migration, PersistedSnapshot } from './kernel/definition.ts'
export {
  DEFAULT_SUPERVISION,
  supervised,
  type Supervision,
  type SupervisionOptions,
} from './kernel/supervision-policy.ts'
export { deadline, type Clock, type Deadline } from './core/clock.ts'
export { untilAborted } from './core/until-aborted.ts'
export { CaravanError, errorData, systemCodeOf, type ErrorData } from './core/errors.ts'
export type { ActorEvent } from './core/message.ts'
export type { DeadLetterHead, StoredDeadLetter } from './core/dead-letters.ts'
export type { AdmissionLimits } from './host/admission.ts'
export type { Pressure } from './core/pressure.ts'
export type { ActorStatus, ActorSummary, Operator } from './host/operator.ts'
export type { Client, ReadOptions } from './host/client.ts'
export type { ActorRef, SendOptions } from './host/ref.ts'
export type { HostStatus } from './host/hosts.ts'
export { callId, effectIdentity, type EffectIdentity } from './host/effect-identity.ts'
export type { HostEntry } from './core/membership.ts'
export type { Host, HostOptions } from './host/host.ts'
export type { NatsDriverOptions } from './nats/driver.ts'
export { encryptionKey, type EncryptionKey } from './nats/sealed.ts'
export type { FeedEvent, JournalEntry } from './core/driver.ts'
export { handledIn, type EarlierTurn, type PlainSnapshot, type TurnRecord } from './core/turn-record.ts'
export type { Observe, RuntimeEvent } from './core/runtime-event.ts'
export { addressText, parseAddress, rootAddress, type Address } from './core/address.ts'
