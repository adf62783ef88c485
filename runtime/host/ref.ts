/** Typed references: how the outside talks to actors. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { AnyStateMachine, EventFromLogic, InputFrom } from 'xstate'
import { addressText, rootAddress } from '../core/address.ts'
import type { Clock } from '../core/clock.ts'
import type { Driver } from '../core/driver.ts'
import { CaravanError } from '../core/errors.ts'
import type { ActorEvent, Message } from '../core/message.ts'
import type { PlainSnapshot, TurnRecord } from '../core/turn-record.ts'
import { isReserved, RESERVED } from '../kernel/admission.ts'
import type { Admission } from './admission.ts'
import type { ActorDefinition } from '../kernel/definition.ts'

export interface SendOptions {
  /** Idempotency key: the same id is handled once. Default: random. */
  readonly id?: string
  /** Default `default`. */
  readonly tenant?: string
}

export interface ActorRef<TMachine extends AnyStateMachine> {
  /** `kind/id` */
  readonly address: string
  /**
   * Sends an event; resolves with the message's id once the server holds it, which is before it is handled.
   * @throws CaravanError `event.invalid` when the kind's event schema refuses it, `event.reserved` for `xstate.*`;
   *   `mailbox.full`, and `admission.refused` when it would make the actor, both retryable (R16)
   */
  send(event: EventFromLogic<TMachine>, options?: SendOptions): Promise<string>
  /**
   * Creates the actor with its input; an actor that exists is left as it is.
   * @throws CaravanError `input.invalid`; `admission.refused`, retryable, when it would be a new one (R16)
   */
  create(input: InputFrom<TMachine>, options?: SendOptions): Promise<string>
  /** The last committed record, or undefined when there is none. A leader read: one's own writes are seen. */
  record(): Promise<TurnRecord | undefined>
  /** The last committed snapshot. */
  snapshot(): Promise<PlainSnapshot | undefined>
}

/** @throws CaravanError `address.invalid` */
export function actorRef<TMachine extends AnyStateMachine>(
  driver: Driver,
  clock: Clock,
  newId: () => string,
  admission: Admission,
  definition: ActorDefinition<TMachine>,
  id: string,
): ActorRef<TMachine> {
  const address = rootAddress(definition.kind, id)
  const envelope = (options: SendOptions | undefined) => ({
    id: options?.id ?? newId(),
    to: addressText(address),
    kind: definition.kind,
    sentAt: clock.now(),
  })
  const store = async (message: Message) => {
    if (message.type === 'create' || 'first' in message) await admission.root(address, definition.kind)
    await admission.message(address, definition.kind)
    await driver.send(message)
    return message.id
  }
  const record = async () => (await driver.tail(address))?.record
  return {
    address: addressText(address),
    send: async (event, options) => {
      const checked = (await check(definition.events, event, 'event.invalid')) as ActorEvent
      if (typeof checked.type !== 'string' || isReserved(checked)) {
        throw new CaravanError('event.reserved', `"${checked.type}" cannot be sent: ${RESERVED}.`)
      }
      const first =
        definition.createOn === 'message' ? { first: { tenant: options?.tenant ?? 'default' } } : {}
      return store({ ...envelope(options), ...first, type: 'event', event: checked })
    },
    create: async (input, options) => {
      const checked = await check(definition.input, input, 'input.invalid')
      return store({
        ...envelope(options),
        type: 'create',
        tenant: options?.tenant ?? 'default',
        input: checked,
      })
    },
    record,
    snapshot: async () => (await record())?.snapshot,
  }
}

async function check(schema: StandardSchemaV1 | undefined, value: unknown, code: string): Promise<unknown> {
  if (schema === undefined) return value
  const result = await schema['~standard'].validate(value)
  if (result.issues === undefined) return result.value
  const problems = result.issues.map((issue) => {
    const path = (issue.path ?? []).map((p) => String(typeof p === 'object' ? p.key : p)).join('.')
    return path === '' ? issue.message : `${path}: ${issue.message}`
  })
  throw new CaravanError(code, `It does not fit the actor's schema: ${problems.join('; ')}.`, {
    data: { problems },
  })
}
