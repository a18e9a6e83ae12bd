// A first look at the port, before anything is installed or built. Plain Node; checks.ts looks again when all settings are read.
import { createServer } from 'node:net'

/** The sentence to print when somebody listens where the house would; anything else is told later, with all settings checked. */
export function portInUse(env) {
  const port = Number(env.LIREN_PORT || 7300)
  const host = env.LIREN_HOST || '127.0.0.1'
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code === 'EADDRINUSE' ? sentence(`${host}:${port}`) : undefined))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}

const sentence = (at) =>
  `端口 ${at} 已被占用，请关闭占用它的程序，或用 LIREN_PORT 换一个端口。\n  Port ${at} is in use; stop the program that holds it, or choose another one with LIREN_PORT.`
