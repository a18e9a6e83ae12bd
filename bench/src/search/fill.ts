import type { Kernel } from '../../../bff/src/kernel/kernel.ts'
import { internalsOf } from '../../../bff/src/kernel/store/internals.ts'
import { unscoped } from '../../../bff/src/kernel/store/scope.ts'
import { makePerson, makePlace, type TestPlace } from '../../../bff/test/village.ts'
import { putBack, withoutIndexes } from './indexes.ts'

const estates = 20
const housesOfEstate = 5
const chunk = 100_000

/** What people write: some of it often, some of it rarely. */
const common = ['厨房水管漏水，地板湿了', '楼道灯不亮', '电梯关门异响', '下水道堵塞返水', '门禁刷卡没有反应', '窗户密封条脱落']
export const rare = { every: 100_000, text: '地下车库配电箱冒烟' }
export const words = { common: '水管漏水', rare: '配电箱冒烟' }

export interface Ground {
  readonly estates: readonly TestPlace[]
  readonly houses: readonly (TestPlace & { readonly estate: string; readonly label: string })[]
  /** Reaches everything, and one estate alone. */
  readonly wide: string
  readonly narrow: string
}

/** Twenty estates of a community and those who look after all of them, and after one. */
export async function makeGround(kernel: Kernel): Promise<Ground> {
  const city = await makePlace(kernel, 'city', 'jl', '江临市')
  const street = await makePlace(kernel, 'street', 'yx', '云溪街道', city)
  const community = await makePlace(kernel, 'community', 'wt', '梧桐社区', street)
  const made: TestPlace[] = []
  const houses: (TestPlace & { estate: string; label: string })[] = []
  for (let e = 0; e < estates; e++) {
    const estate = await makePlace(kernel, 'estate', `e${e}`, `枫林雅苑${e + 1}期`, community)
    made.push(estate)
    const building = await makePlace(kernel, 'building', '3', '3幢', estate)
    const unit = await makePlace(kernel, 'unit', '1', '1单元', building)
    for (let h = 0; h < housesOfEstate; h++) {
      const house = await makePlace(kernel, 'house', `${12 + h}01`, `${12 + h}01`, unit)
      houses.push({ ...house, estate: estate.id, label: house.fullName.split(' · ').slice(-4).join(' · ') })
    }
  }
  const wide = await makePerson(kernel, '陈望舒', {
    roles: [
      ['property-manager', community],
      ['community-officer', community],
    ],
  })
  const narrow = await makePerson(kernel, '许知行', { roles: [['property-manager', made[7] as TestPlace]] })
  return { estates: made, houses, wide, narrow }
}

const numbered = (n: string): string => `'BX' || SUBSTR('0000000000' || ${n}, -10)`
export const numberOf = (n: number): string => `BX${String(n).padStart(10, '0')}`

/**
 * Cases from number `from` up to `to`, made inside the database. The newest of every estate stand at the end, as they
 * would after years of use; one in fifty is open.
 */
function insertOf(ground: Ground, from: number, to: number, start: number): { sql: string; params: (string | number)[] } {
  const digits = (name: string) => `(SELECT 0 AS i ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `UNION ALL SELECT ${i}`).join(' ')}) ${name}`
  const names = ['d0', 'd1', 'd2', 'd3', 'd4']
  const n = `(${from} + ${names.map((name, i) => `${name}.i * ${10 ** i}`).join(' + ')})`
  const phrases = common.map((text, i) => `WHEN ${i} THEN '${text}'`).join(' ')
  const house = ground.houses.map((_, i) =>
    i === 0 ? 'SELECT 0 AS k, ? AS id, ? AS path, ? AS label, ? AS estate' : `UNION ALL SELECT ${i}, ?, ?, ?, ?`,
  )
  const text = `CASE WHEN n.n % ${rare.every} = ${rare.every - 1} THEN '${rare.text}' ELSE CASE n.n % ${common.length} ${phrases} END END`
  const open = 'n.n % 50 = 0'
  return {
    sql: `INSERT INTO repairs (id, number, kind, category, state, phase, title, description, place_id, place_path, place_label, estate_id, house_id,
        reporter_id, contact, photos, is_emergency, created_at, updated_at)
      SELECT SUBSTR('00000000000000000000000000' || n.n, -26), ${numbered('n.n')}, 'home',
        CASE n.n % 4 WHEN 0 THEN 'water' WHEN 1 THEN 'power' WHEN 2 THEN 'lift' ELSE 'drain' END,
        CASE WHEN ${open} THEN 'submitted' ELSE 'closed' END, CASE WHEN ${open} THEN 'open' ELSE 'done' END,
        ${text}, ${text}, h.id, h.path, h.label, h.estate, h.id, h.id, 'sealed', '[]', 0, ${start} + n.n * 1000, ${start} + n.n * 1000
      FROM (SELECT ${n} AS n FROM ${names.map(digits).join(' CROSS JOIN ')}) n
      JOIN (${house.join(' ')}) h ON h.k = n.n % 107 % ${ground.houses.length}
      WHERE n.n < ${to}`,
    params: ground.houses.flatMap(({ id, path, label, estate }) => [id, path, label, estate]),
  }
}

/** How many there are; they are numbered without a gap. */
export async function filled(kernel: Kernel): Promise<number> {
  const [last] = await unscoped<{ id: string }>(kernel.store, 'the bench counts its own rows', {
    sql: 'SELECT id FROM repairs ORDER BY id DESC LIMIT 1',
    params: [],
  })
  return last ? Number(last.id) + 1 : 0
}

/** Fills up to `rows`, going on where an interrupted run ended. */
export async function fill(kernel: Kernel, ground: Ground, rows: number, told: (done: number) => void = () => {}): Promise<void> {
  const start = kernel.clock.now() - rows * 1000
  const { connector } = internalsOf(kernel.store)
  const onMariadb = kernel.store.flavour === 'mariadb'
  await connector.alone(async (session) => {
    const add = async () => {
      for (let done = await filled(kernel); done < rows; done = Math.min(rows, done + chunk)) {
        const { sql, params } = insertOf(ground, done, Math.min(rows, done + chunk), start)
        await session.run(sql, params)
        told(Math.min(rows, done + chunk))
      }
    }
    if (!onMariadb) return add()
    // What a bench writes needs no second copy to restore from.
    await session.run('SET SESSION sql_log_bin = 0, unique_checks = 0', [])
    if (rows - (await filled(kernel)) > chunk) await withoutIndexes(session, 'repairs', add)
    else {
      await add()
      await putBack(session, 'repairs')
    }
    await session.run('SET SESSION sql_log_bin = 1, unique_checks = 1', [])
  })
  if (kernel.store.dialect === 'mysql') await kernel.store.run('ANALYZE TABLE repairs')
}
