import { systemChance, systemClock } from './ports/system.ts'
import { findProtocol } from './protocols/all.ts'
import { listProtocols } from './tools/listing.ts'

const usage = `npm run simulate -- <protocol> …

Plays a device until Ctrl-C. \`npm run simulate -- <protocol> --help\` tells what it takes.

Protocols:
${listProtocols((protocol) => protocol.simulate !== undefined)}`

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(usage)
    return name === undefined ? 2 : 0
  }
  const simulation = findProtocol(name)?.simulate
  if (!simulation) {
    console.error(`${findProtocol(name) ? `${name} has no simulator.` : `There is no protocol "${name}".`}\n\n${usage}`)
    return 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(`npm run simulate -- ${name} ${simulation.usage}`)
    return 0
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  try {
    await simulation.run(rest, { print: (line) => console.log(line), signal: stop.signal, clock: systemClock, chance: systemChance })
    return 0
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message)
    process.exit(1)
  },
)
