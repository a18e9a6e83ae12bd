// Starts the services the tests need, through tools/src/services, and says which could not be had and why.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Talks to services-child.ts, see there. What could not be started is told, never silently left out. */
export function startServices(root, needed, limitMs = 240_000) {
  const program = join(root, 'tools/src/run/services-child.ts')
  const none = (why) => ({ env: {}, missing: new Map(needed.map((name) => [name, why])), stop: async () => {} })
  console.log(`\nservices: ${needed.join(', ')}`)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', program, ...needed], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = new Promise((done) => child.on('close', done))
    const stop = async () => {
      child.stdin.end()
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(force)
    }
    const limit = setTimeout(async () => {
      await stop()
      resolve(none('the services did not start in time'))
    }, limitMs)
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
      const line = said.split('\n').find((candidate) => candidate.startsWith('{'))
      if (!line || !said.includes('\n')) return
      clearTimeout(limit)
      const answer = JSON.parse(line)
      resolve({ env: answer.env ?? {}, missing: new Map(Object.entries(answer.missing ?? {})), stop })
    })
    child.on('close', (code) => {
      clearTimeout(limit)
      resolve(none(`the services program ended with ${code}`))
    })
  })
}
