import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as migrations from '../../../bff/migrations/index.ts'
import { createHouse } from '../../../bff/src/app.ts'
import { readConfig } from '../../../bff/src/kernel/config.ts'
import { openKernel } from '../../../bff/src/kernel/open-kernel.ts'
import { tokenFor } from '../house.ts'
import { inBulk } from './bulk.ts'
import { addCompany, type Company } from './company.ts'
import { fill, filled, type Ground, makeGround } from './fill.ts'
import { type File, fillPassages, passed, peopleOf } from './passages.ts'

/** Rows of cases and passages, their indexes while they are sorted, and the search file. */
const bytesPerRow = 4_000
const everySo = 20_000

export interface Prepared {
  readonly ground: Ground
  readonly tokens: { readonly wide: string; readonly narrow: string }
  /** Some of those who passed. */
  readonly people: readonly File[]
}

/** Says how far something came, though not at every step. */
function teller(say: (line: string) => void) {
  let told = 0
  return (line: string) => {
    if (Date.now() - told < everySo) return
    told = Date.now()
    say(line)
  }
}

/** Everything that is searched, written as fast as the server can; what an interrupted run wrote is not written again. */
export async function prepare(
  { folder, rows, company, env }: { folder: string; rows: number; company: Company; env: Record<string, string> },
  say: (line: string) => void,
): Promise<Prepared> {
  const ground = join(folder, 'ground.json')
  const { bavail, bsize } = statfsSync(folder)
  if (!existsSync(ground) && bavail * bsize < rows * bytesPerRow)
    throw new Error(`${folder} has room for ${Math.floor((bavail * bsize) / bytesPerRow)} rows only; set BENCH_FOLDER or BENCH_ROWS`)
  const { kernel, close } = await openKernel(readConfig(env, 'test'), migrations)
  createHouse(kernel)
  const made = existsSync(ground) ? (JSON.parse(readFileSync(ground, 'utf8')) as Ground) : await makeGround(kernel)
  writeFileSync(ground, JSON.stringify(made))
  const told = teller(say)
  await inBulk(kernel, async () => {
    say(`${rows.toLocaleString('en')} cases, ${(await filled(kernel)).toLocaleString('en')} are there …`)
    await fill(kernel, made, rows, (done) => told(`${done.toLocaleString('en')} cases …`))
    await addCompany(kernel, company)
    say(`${rows.toLocaleString('en')} passages, ${(await passed(kernel)).toLocaleString('en')} are there …`)
    await fillPassages(kernel, made, { rows, folder, told: (done) => told(`${done.toLocaleString('en')} passages …`) })
  })
  const tokens = { wide: await tokenFor(kernel, made.wide, 'admin'), narrow: await tokenFor(kernel, made.narrow, 'admin') }
  const people = (await peopleOf(kernel)).slice(0, 1000)
  await close()
  return { ground: made, tokens, people }
}
