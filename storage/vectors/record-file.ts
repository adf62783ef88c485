/**
 * One record as a file: a magic word, a checksum, the length of the head, the head in JSON, the numbers. Everything after the
 * checksum is covered by it, so a file that a power cut left half written is known to be damaged.
 */
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { VectorRecord } from './port.ts'

const MAGIC = 'CVEC1\0'
const PREFIX = MAGIC.length + 8

const Head = z.object({
  id: z.string(),
  tenant: z.string(),
  labels: z.record(z.string(), z.string()),
  payload: z.string(),
  storedAt: z.number(),
  expiresAt: z.number(),
})

export function encodeRecord({ vector, ...head }: VectorRecord): Buffer {
  const text = Buffer.from(JSON.stringify(head))
  const file = Buffer.alloc(PREFIX + text.length + vector.length * 4)
  file.write(MAGIC, 0, 'latin1')
  file.writeUInt32LE(text.length, MAGIC.length + 4)
  text.copy(file, PREFIX)
  vector.forEach((x, i) => file.writeFloatLE(x, PREFIX + text.length + i * 4))
  file.writeUInt32LE(crc32(file.subarray(MAGIC.length + 4)), MAGIC.length)
  return file
}

/** @throws Error with one phrase that says what is wrong with the file */
export function decodeRecord(file: Buffer, dimensions: number): VectorRecord {
  if (file.length < PREFIX || file.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new Error('it is no record of this format')
  if (crc32(file.subarray(MAGIC.length + 4)) !== file.readUInt32LE(MAGIC.length))
    throw new Error('its checksum does not fit')
  const start = PREFIX + file.readUInt32LE(MAGIC.length + 4)
  if (file.length !== start + dimensions * 4) throw new Error(`it has no vector of ${dimensions} numbers`)
  const head = Head.parse(JSON.parse(file.toString('utf8', PREFIX, start)))
  const vector = Float32Array.from({ length: dimensions }, (_, i) => file.readFloatLE(start + i * 4))
  return { ...head, vector }
}
