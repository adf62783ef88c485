/** Steps and messages as words: for traces, and to tell senders apart. */
import type { Message, Task } from '../core/message.ts'
import type { Step } from './interpose.ts'

/** Whose messages keep their order among each other. */
export function senderOf(value: Message | Task): string {
  if (!('type' in value)) return value.to
  if (value.type === 'timer') return `${value.to} from its clock`
  if (value.type === 'create') return `${value.to} from its parent`
  if (value.type === 'child.done' || value.type === 'child.error') return `${value.to} from ${value.child.id}`
  if (value.type !== 'event' || value.peer === undefined) return `${value.to} from outside`
  return `${value.to} from ${value.peer.from === 'parent' ? 'its parent' : value.peer.from.id}`
}

/** One line of a trace. */
export function describeStep(step: Step): string {
  switch (step.name) {
    case 'append': {
      const { actor, turn, cause, outcome } = step.record
      return `append ${actor} turn ${turn} at ${step.expected}: ${cause.type} ${cause.id} ${outcome}`
    }
    case 'send':
    case 'olderWaits':
    case 'schedule':
      return `${step.name} ${step.message.id} to ${step.message.to}`
    case 'enqueue':
    case 'scheduleTask':
      return `${step.name} ${step.task.id} to ${step.task.to}`
    case 'publish':
      return `publish ${step.event.id}`
    case 'deadLetter':
      return `deadLetter ${step.letter.id}: ${step.letter.reason}`
    case 'cancel':
      return `cancel ${step.timer.id}.${step.timer.generation}`
    case 'announce':
      return `announce ${step.entry.draining ? 'that it drains' : ''}`
    case 'withdraw':
    case 'hosts':
      return step.name
    case 'tail':
    case 'dropTask':
      return `${step.name} ${step.address.rootKind}/${step.address.rootId} ${step.address.path.map((p) => `${p.id}.${p.generation}`).join('/')}`
  }
}
