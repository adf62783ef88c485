import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startProxy, type FaultProxy } from '../../ops/chaos/proxy.ts'
import { until } from '../kit/until.ts'

let echo: Server
let proxy: FaultProxy
const sockets: Socket[] = []
beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  proxy = await startProxy((echo.address() as AddressInfo).port)
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await proxy[Symbol.asyncDispose]()
  echo.close()
})

/** A client that says what it heard, and whether its connection still stands. */
async function client(): Promise<{ readonly socket: Socket; heard: string; closed: boolean }> {
  const socket = connect({ port: Number(new URL(proxy.url).port), host: '127.0.0.1' })
  sockets.push(socket)
  const one = { socket, heard: '', closed: false }
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => (one.heard += text))
  socket.on('error', () => undefined)
  socket.on('close', () => (one.closed = true))
  await Promise.race([
    new Promise((resolve) => socket.once('close', resolve)),
    new Promise((resolve) => socket.once('connect', resolve)),
  ])
  return one
}

it('carries bytes both ways', async () => {
  const one = await client()
  one.socket.write('hello')
  expect(await until(() => one.heard === 'hello')).toBe(true)
})

it('half-open: nothing comes through and nobody is told; later everything arrives, in order', async () => {
  const one = await client()
  one.socket.write('a')
  await until(() => one.heard === 'a')
  proxy.stall(true)
  for (let i = 0; i < 100; i++) one.socket.write(`${i},`)
  await delay(100)
  expect(one).toMatchObject({ heard: 'a', closed: false })
  proxy.stall(false)
  const all = `a${Array.from({ length: 100 }, (_, i) => `${i},`).join('')}`
  await until(() => one.heard === all)
})

it('half-open holds connections that are made meanwhile', async () => {
  proxy.stall(true)
  const one = await client()
  one.socket.write('x')
  await delay(100)
  expect(one).toMatchObject({ heard: '', closed: false })
  proxy.heal()
  await until(() => one.heard === 'x')
})

it('a cut resets what stands, and refuses new connections for as long as it is told to', async () => {
  const one = await client()
  proxy.refuse(true)
  proxy.cut()
  await until(() => one.closed)
  const two = await client()
  await until(() => two.closed)
  proxy.refuse(false)
  const three = await client()
  three.socket.write('x')
  expect(await until(() => three.heard === 'x')).toBe(true)
})

it('a slow line keeps the order, also when it becomes fast again', async () => {
  const one = await client()
  proxy.delay(150)
  const from = performance.now()
  one.socket.write('slow ')
  await until(() => one.heard === 'slow ')
  expect(performance.now() - from).toBeGreaterThan(140)
  one.socket.write('slow ')
  proxy.delay(0)
  one.socket.write('fast')
  await until(() => one.heard === 'slow slow fast')
})

it('a server that is away resets whoever comes', async () => {
  echo.close()
  const one = await client()
  expect(await until(() => one.closed)).toBe(true)
})
