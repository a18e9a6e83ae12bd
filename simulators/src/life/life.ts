import { page } from '../page.ts'
import { type Reply, type Simulator, serve } from '../server.ts'

export interface LivingDoor {
  readonly code: string
  say(open: boolean): Promise<void>
}

export interface LifeOptions {
  readonly port?: number
  readonly doors: readonly LivingDoor[]
  /** One thing that people do about repairs; undefined when nobody has a reason. */
  readonly repairs?: (hurry?: boolean) => Promise<string | undefined>
  /** What devices of the demonstration did or were asked, newest last. */
  readonly things?: () => readonly { readonly at: number; readonly text: string }[]
  readonly alive: boolean
  readonly now: () => number
  /** In [0, 1). */
  readonly chance: () => number
}

export interface Life extends Simulator {
  /** One passage through a door; undefined while paused or when there is nobody to do it. */
  step(): Promise<string | undefined>
}

const remembered = 200

/** How busy an hour is, from the small hours to the way home: between 0 and 1. */
export function bustle(hour: number): number {
  if (hour < 6) return 0.05
  const morning = Math.exp(-((hour - 8) ** 2) / 2)
  const evening = Math.exp(-((hour - 18.5) ** 2) / 3)
  return Math.min(1, 0.3 + 0.7 * Math.max(morning, evening))
}

/** Between five and twenty seconds in the busy hours, longer in the night. */
export const pauseMs = (hour: number, chance: number): number => Math.round((5000 + 15_000 * chance) / Math.max(bustle(hour), 0.15))

/** Repairs are slower than doors: people look, decide, drive. */
export const repairPauseMs = (hour: number, chance: number): number => Math.round((20_000 + 40_000 * chance) / Math.max(bustle(hour), 0.1))

/**
 * People come and go through the simulated doors, on the real way through broker and bridge; neighbours report and
 * workers mend, through the interface that every end uses. Pause it on its page.
 */
export async function startLife(options: LifeOptions): Promise<Life> {
  const { doors, now, chance, repairs = async () => undefined, things = () => [] } = options
  const log: { at: number; text: string }[] = []
  let paused = !options.alive
  let closed = false
  const timers = new Set<NodeJS.Timeout>()

  const note = (text: string | undefined): string | undefined => {
    if (text === undefined) return undefined
    log.push({ at: now(), text })
    if (log.length > remembered) log.shift()
    return text
  }

  const step = async (): Promise<string | undefined> => {
    const door = doors[Math.floor(chance() * doors.length)]
    if (paused || !door) return undefined
    await door.say(true)
    await door.say(false)
    return note(`${door.code} 有人进出 · somebody went through`)
  }
  const repairStep = async (): Promise<string | undefined> => (paused ? undefined : note(await repairs()))

  const repeat = (work: () => Promise<unknown>, pause: (hour: number, chance: number) => number): void => {
    if (closed) return
    const hour = (now() / 3_600_000 + 8) % 24
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        // The house may be away for a while; the next turn asks again.
        void work()
          .catch(() => undefined)
          .finally(() => repeat(work, pause))
      },
      pause(hour, chance()),
    )
    timers.add(timer)
  }

  const server = await serve(options.port ?? 0, async ({ method, path }): Promise<Reply> => {
    if (method === 'POST' && (path === '/pause' || path === '/resume')) {
      paused = path === '/pause'
      return { json: { paused } }
    }
    // For whoever shows the house to others and does not want to wait.
    if (method === 'POST' && path === '/repairs/next') return { json: { event: note(await repairs(true)) ?? null } }
    if (path === '/state') return { json: { paused, doors: doors.length, events: log } }
    if (path !== '/') return { status: 404, json: { error: 'unknown path' } }
    const rows = [...log, ...things()]
      .sort((a, b) => b.at - a.at)
      .map((entry) => [new Date(entry.at).toLocaleTimeString('zh-CN'), entry.text])
    const title = paused ? '社区活动模拟器 · 已暂停（POST /resume 继续）' : '社区活动模拟器 · 进行中（POST /pause 暂停）'
    return { html: page(title, ['时间', '发生了什么'], rows) }
  })
  repeat(step, pauseMs)
  repeat(repairStep, repairPauseMs)
  return {
    url: server.url,
    step,
    close: () => {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      return server.close()
    },
  }
}
