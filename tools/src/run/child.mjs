// Running other programs: output shown or kept, a time limit, and nothing left behind.
import { spawn } from 'node:child_process'

const running = new Set()

/**
 * Runs to the end. `show` passes output through; either way the last part of it is kept for the failure list.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, show?: boolean, limitMs?: number }} [options]
 * @returns {Promise<{ code: number | null, signal: string | null, timedOut: boolean, tail: string }>}
 */
export function run(command, args, options = {}) {
  const { cwd, env, show = false, limitMs = 600_000 } = options
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    running.add(child)
    let tail = ''
    const keep = (chunk, stream) => {
      if (show) stream.write(chunk)
      tail = (tail + chunk).slice(-20_000)
    }
    child.stdout.on('data', (chunk) => keep(chunk, process.stdout))
    child.stderr.on('data', (chunk) => keep(chunk, process.stderr))
    let timedOut = false
    const limit = setTimeout(() => {
      timedOut = true
      end(child)
    }, limitMs)
    const done = (result) => {
      clearTimeout(limit)
      running.delete(child)
      resolve({ ...result, timedOut, tail: tail.trim() })
    }
    child.on('error', (error) => {
      tail += String(error)
      done({ code: 127, signal: null })
    })
    child.on('close', (code, signal) => done({ code, signal }))
  })
}

/** The child and whatever it started: it leads a process group of its own. */
function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of running) end(child)
    process.exit(130)
  })
