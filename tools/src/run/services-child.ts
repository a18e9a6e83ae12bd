import { type Services, startServices, type Wanted } from '../services/services.ts'

/**
 * `tsx services-child.ts mariadb redis`: starts them, prints one line of JSON with the variables and what is
 * missing, and stops everything when its input ends — which it also does when the parent was killed.
 */
async function main(names: readonly string[]): Promise<void> {
  const wanted: Wanted = Object.fromEntries(names.map((name) => [name, true]))
  const services: Services = await startServices(wanted, { ci: false })
  const missing = Object.fromEntries(services.missing.map(({ name, reason }) => [name, reason]))
  process.stdout.write(`${JSON.stringify({ env: services.env, missing })}\n`)
  await new Promise((resolve) => process.stdin.resume().once('end', resolve).once('error', resolve))
  await services.stop()
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
