/** Messages of the travel planner: the door for every other floor. */
export * from './basics.ts'
export * from './trip-request.ts'
export * from './sections.ts'
export * from './trip-result.ts'
export * from './agent-task.ts'
