import { createSocket } from 'node:dgram'
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { StartFailure } from './failure.ts'

/** Fails when somebody else listens there, or when the address is not ours. */
export async function checkPort(port: number, host: string): Promise<void> {
  const fault = await listenOnce(port, host)
  if (fault === undefined) return
  const at = `${host}:${port}`
  switch (fault.code) {
    case 'EADDRINUSE':
      throw new StartFailure(
        `端口 ${at} 已被占用，请关闭占用它的程序，或用 LIREN_PORT 换一个端口。`,
        `Port ${at} is in use; stop the program that holds it, or choose another one with LIREN_PORT.`,
      )
    case 'EACCES':
      throw new StartFailure(
        `没有权限监听 ${at}，请用 1024 以上的端口。`,
        `There is no permission to listen on ${at}; take a port above 1024.`,
      )
    default:
      throw new StartFailure(
        `无法监听 ${at}（${fault.code}），请检查 LIREN_HOST。`,
        `Listening on ${at} is not possible (${fault.code}); check LIREN_HOST.`,
      )
  }
}

/** The wanted port when it is free, otherwise any. For services that only our own children ask. */
export async function freePort(wanted: number): Promise<number> {
  if ((await listenOnce(wanted, '127.0.0.1')) === undefined) return wanted
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** The same for datagrams. */
export async function freeUdpPort(wanted: number): Promise<number> {
  const bound = (port: number): Promise<number | undefined> =>
    new Promise((resolve) => {
      const socket = createSocket('udp4')
      socket.once('error', () => resolve(undefined))
      socket.bind(port, '127.0.0.1', () => {
        const found = socket.address().port
        socket.close(() => resolve(found))
      })
    })
  return (await bound(wanted)) ?? (await bound(0)) ?? wanted
}

function listenOnce(port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}

/** Makes the folder and proves that files in it can be written. */
export async function checkFolder(folder: string): Promise<void> {
  const probe = join(folder, `.write-test-${process.pid}`)
  try {
    await makeFolder(folder)
    await writeFile(probe, 'liren')
    await rm(probe)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC') throw new StartFailure(`数据目录 ${folder} 所在磁盘已满。`, `The disk of the data folder ${folder} is full.`)
    throw new StartFailure(
      `数据目录 ${folder} 不可写（${code}），请检查权限，或用 LIREN_DATA 换一个目录。`,
      `The data folder ${folder} cannot be written (${code}); check its permissions, or choose another one with LIREN_DATA.`,
    )
  }
}

/**
 * Step by step from what is there: a parent that answers "no such file" to a new folder, as those of the system do,
 * is tried again and again for ever by the step that makes them all.
 */
async function makeFolder(folder: string): Promise<void> {
  const there = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (there) return
  if (dirname(folder) !== folder) await makeFolder(dirname(folder))
  await mkdir(folder, { mode: 0o750 })
}

/** One house per data folder. Returns what gives the folder back. */
export async function takeFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'running.pid')
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = await open(file, 'wx')
      await handle.writeFile(String(process.pid))
      await handle.close()
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(await readFile(file, 'utf8').catch(() => ''))
      if (isAlive(holder)) {
        throw new StartFailure(
          `数据目录 ${folder} 正被另一个里仁使用（进程 ${holder}）。`,
          `The data folder ${folder} is being used by another Liren (process ${holder}).`,
        )
      }
      // Left behind by a process that was killed.
      await rm(file, { force: true })
    }
  }
  throw new StartFailure(`数据目录 ${folder} 正被占用。`, `The data folder ${folder} is taken.`)
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
