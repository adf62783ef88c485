/** A trip's progress as it happens: one live line per agent at a terminal, one plain line per change elsewhere. */
import { AGENTS, type AgentName } from '../../machines/messages/index.ts'
import { columnsOf, pad, type Paint, type Screen, type Sheet } from './layout.ts'

/** Where an agent stands, as far as a watcher needs it. */
export interface AgentStep {
  readonly agent: string
  readonly state: string
  readonly attempts?: number | undefined
  /** ISO 8601. */
  readonly at?: string | undefined
}

/** Shows steps while they come. Disposing of it leaves the last picture standing. */
export interface Progress extends Disposable {
  step(step: AgentStep): void
  /** Says something without spoiling the picture. */
  say(line: string): void
}

/** Something that takes text and may be a terminal. */
export interface Terminal extends Screen {
  write(text: string): unknown
}

const NAME_COLUMNS = Math.max(...AGENTS.map((name) => name.length))
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const
const FRAME_MS = 120

interface Line {
  readonly mark: 'wait' | 'work' | 'done' | 'failed'
  readonly text: string
}

/** Shows every agent from `waiting` on. */
export function showProgress(out: Terminal, sheet: Sheet): Progress {
  const started = new Map<string, number>()
  const lines = new Map<AgentName, Line>()
  const renderer = out.isTTY === true ? liveLines(out, sheet, lines) : plainLines(out)
  return {
    step: ({ agent, state, attempts = 1, at }) => {
      const name = AGENTS.find((one) => one === agent)
      if (name === undefined) return
      const now = at === undefined ? Number.NaN : Date.parse(at)
      if (!started.has(name) && state !== 'queued') started.set(name, now)
      const seconds = (now - (started.get(name) ?? Number.NaN)) / 1_000
      const line = lineOf(state, attempts, seconds)
      if (lines.get(name)?.text === line.text) return
      lines.set(name, line)
      renderer.changed(name, line)
    },
    say: (line) => renderer.say(line),
    [Symbol.dispose]: () => renderer.end(),
  }
}

/** What an agent's state means to somebody who waits. */
function lineOf(state: string, attempts: number, seconds: number): Line {
  const took = Number.isFinite(seconds) ? ` in ${seconds.toFixed(1)} s` : ''
  const nth = attempts > 1 ? `, attempt ${attempts}` : ''
  switch (state) {
    case 'queued':
      return { mark: 'wait', text: 'waiting for a host' }
    case 'answered':
      return { mark: 'done', text: `done${took}${nth}` }
    case 'failed':
      return { mark: 'failed', text: `gave up after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}` }
    case 'restarting':
      return { mark: 'work', text: 'ended in error, starting again' }
    case 'backingOff':
      return { mark: 'work', text: `attempt ${attempts} failed, trying again` }
    case 'repairing':
      return { mark: 'work', text: `mending its answer${nth}` }
    case 'fallingBack':
      return { mark: 'work', text: `attempt ${attempts} failed, asking the next model` }
    default:
      return { mark: 'work', text: `working${nth}` }
  }
}

interface Renderer {
  changed(name: AgentName, line: Line): void
  say(line: string): void
  end(): void
}

function plainLines(out: Terminal): Renderer {
  return {
    changed: (name, { text }) => out.write(`${pad(name, NAME_COLUMNS)}  ${text}\n`),
    say: (line) => out.write(`${line}\n`),
    end: () => undefined,
  }
}

function liveLines(out: Terminal, sheet: Sheet, lines: ReadonlyMap<AgentName, Line>): Renderer {
  let drawn = 0
  let frame = 0
  const marks: Readonly<Record<Line['mark'], readonly [Paint, string]>> = {
    wait: ['dim', '·'],
    work: ['cyan', '⠿'],
    done: ['green', '✓'],
    failed: ['red', '✗'],
  }
  const draw = (moving: boolean) => {
    const rows = AGENTS.map((name) => {
      const { mark, text } = lines.get(name) ?? { mark: 'wait', text: 'waiting for the others' }
      const [paint, sign] = marks[mark]
      const spinning = moving && mark === 'work' ? (FRAMES[frame % FRAMES.length] ?? sign) : sign
      const row = `${pad(name, NAME_COLUMNS)}  ${text}`
      // A line that wraps would be two lines to move up over.
      const fit = columnsOf(row) > sheet.width - 4 ? row.slice(0, sheet.width - 4) : row
      return `\u001B[2K  ${sheet.paint(paint, spinning)} ${fit}\n`
    })
    out.write(`${drawn > 0 ? `\u001B[${drawn}A` : ''}${rows.join('')}`)
    drawn = rows.length
  }
  const timer = setInterval(() => {
    frame++
    draw(true)
  }, FRAME_MS)
  timer.unref()
  draw(true)
  return {
    changed: () => draw(true),
    say: (line) => {
      out.write(`\u001B[${drawn}A\u001B[J${line}\n`)
      drawn = 0
      draw(true)
    },
    end: () => {
      clearInterval(timer)
      draw(false)
      out.write('\n')
    },
  }
}
