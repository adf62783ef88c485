/**
 * The WebSocket: connects, asks for a trip from where it left off, and does so again after every break. What is in flight
 * (a request, a subscription) is said again on the next connection; the request id makes that harmless.
 */

const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 15_000
/** A page cannot see the server's pings, so it asks by itself whether anybody is there. */
const PING_MS = 20_000
const SILENCE_MS = 10_000

/**
 * @param path where the socket is
 * @param protocol the subprotocol
 * @param on `state(name, seconds)`, `open()`, `frame(frame)`
 */
export function connection(path, protocol, on) {
  let socket
  let wait = FIRST_WAIT_MS
  let retry
  let silence
  let ended = false

  function connect() {
    on.state('connecting')
    const url = new URL(path, location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    socket = new WebSocket(url, protocol)
    socket.addEventListener('open', () => {
      wait = FIRST_WAIT_MS
      on.state('open')
      on.open()
    })
    socket.addEventListener('message', ({ data }) => {
      clearTimeout(silence)
      silence = undefined
      on.frame(JSON.parse(data))
    })
    socket.addEventListener('close', again)
  }

  function again() {
    clearTimeout(silence)
    silence = undefined
    if (ended || retry !== undefined) return
    // Spread, so that a thousand pages do not come back in the same instant.
    const ms = wait * (0.5 + Math.random())
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
    on.state('waiting', Math.max(1, Math.round(ms / 1_000)))
    retry = setTimeout(() => {
      retry = undefined
      connect()
    }, ms)
  }

  function now() {
    if (retry === undefined) return
    clearTimeout(retry)
    retry = undefined
    wait = FIRST_WAIT_MS
    connect()
  }

  const heartbeat = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return
    send({ type: 'ping' })
    silence ??= setTimeout(() => {
      // A half-open link never closes by itself.
      socket.removeEventListener('close', again)
      socket.close()
      again()
    }, SILENCE_MS)
  }, PING_MS)

  function send(frame) {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  }

  addEventListener('online', now)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && now())
  addEventListener('pagehide', () => {
    ended = true
    clearInterval(heartbeat)
    socket.close()
  })
  // A page that comes back from the browser's cache starts afresh.
  addEventListener('pageshow', (event) => event.persisted && location.reload())
  connect()
  return { send }
}
