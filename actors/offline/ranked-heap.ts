/** A binary heap by `rank`, smallest first, in a plain array: the open ends of the searches over land and rails. */

type Ranked = { readonly rank: number }

/** Adds an item. */
export function push<T extends Ranked>(heap: T[], item: T): void {
  heap.push(item)
  let at = heap.length - 1
  while (at > 0) {
    const above = (at - 1) >> 1
    const parent = heap[above]
    if (parent === undefined || parent.rank <= item.rank) break
    heap[at] = parent
    at = above
  }
  heap[at] = item
}

/** Takes the item with the least rank out; undefined when there is none. */
export function pop<T extends Ranked>(heap: T[]): T | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (top === undefined || last === undefined || heap.length === 0) return top
  let at = 0
  for (;;) {
    let child = at * 2 + 1
    const left = heap[child]
    if (left === undefined) break
    const right = heap[child + 1]
    if (right !== undefined && right.rank < left.rank) child += 1
    const smaller = heap[child]
    if (smaller === undefined || smaller.rank >= last.rank) break
    heap[at] = smaller
    at = child
  }
  heap[at] = last
  return top
}
