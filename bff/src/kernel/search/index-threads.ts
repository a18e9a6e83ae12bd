import { Worker } from 'node:worker_threads'

export interface Step {
  readonly sql: string
  /** Without them the text may hold several statements. */
  readonly params?: readonly (string | number)[]
  /** Done as well where this step changed nothing. */
  readonly otherwise?: Step
}

export interface IndexThread {
  /** Rows of each step, the number that is still missing being its last parameter. */
  read(steps: readonly Required<Pick<Step, 'sql' | 'params'>>[], enough: number): Promise<readonly (readonly unknown[])[]>
  /** All steps or none; left open they are kept with the next ones. */
  write(steps: readonly Step[], open?: boolean): Promise<void>
  /** How many questions it has not answered yet. */
  readonly waiting: number
  /** It ended, and answers nothing any more. */
  readonly isLost: boolean
  close(): Promise<void>
}

interface Answer {
  readonly id: number
  readonly answer?: unknown
  readonly fault?: string
}
interface Asked {
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** A thread with one connection to this file; it answers in the order in which it is asked. */
export function indexThread(file: string, cacheKb: number): IndexThread {
  const worker = new Worker(new URL('./index-thread.mjs', import.meta.url), { workerData: { file, cacheKb } })
  // a process that has nothing else to do may end
  worker.unref()
  const asked = new Map<number, Asked>()
  let last = 0
  let lost: Error | undefined
  const lose = (error: Error) => {
    lost ??= error
    for (const { reject } of asked.values()) reject(lost)
    asked.clear()
  }
  worker.on('message', ({ id, answer, fault }: Answer) => {
    const one = asked.get(id)
    asked.delete(id)
    if (asked.size === 0) worker.unref()
    if (fault === undefined) one?.resolve(answer)
    else one?.reject(new Error(`The search index: ${fault}`))
  })
  worker.on('error', lose)
  const ended = new Promise<void>((resolve) =>
    worker.on('exit', () => {
      lose(new Error('The search index was closed'))
      resolve()
    }),
  )

  const ask = (work: string, input?: unknown): Promise<unknown> => {
    if (lost) return Promise.reject(lost)
    last += 1
    const id = last
    worker.ref()
    const answer = new Promise((resolve, reject) => asked.set(id, { resolve, reject }))
    worker.postMessage({ id, work, input })
    return answer
  }
  return {
    read: async (steps, enough) => (await ask('read', { steps, enough })) as readonly (readonly unknown[])[],
    write: async (steps, open = false) => void (await ask('write', { steps, open })),
    get waiting() {
      return asked.size
    },
    get isLost() {
      return lost !== undefined
    },
    async close() {
      if (lost) return
      await ask('close')
      // what the thread held is let go of with it: only then may the file be opened anew
      worker.ref()
      await ended
    },
  }
}

/** Several threads that read; a question goes to the one that is least busy, and a thread is started when it is needed. */
export function readingThreads(open: () => IndexThread, most: number): Pick<IndexThread, 'read' | 'close'> {
  let threads: IndexThread[] = []
  const free = (): IndexThread => {
    threads = threads.filter((thread) => !thread.isLost)
    const [least] = [...threads].sort((a, b) => a.waiting - b.waiting)
    if (least && (least.waiting === 0 || threads.length === most)) return least
    const another = open()
    threads.push(another)
    return another
  }
  return {
    read: (steps, enough) => free().read(steps, enough),
    close: async () => void (await Promise.all(threads.map((thread) => thread.close()))),
  }
}
