import { goRound } from '@liren/bff/capabilities/score/refresh'
import { text } from '@liren/contract'
import { day, type SeedContext, type SeedSet } from '../set.ts'

interface Shop {
  readonly name: string
  readonly fire: 'pass' | 'mend' | 'fail'
  readonly hygiene: 'pass' | 'mend' | 'fail'
  /** Of this product it owns the device that told of something last. */
  readonly product?: string
  /** How it stood before, the oldest first: days ago, score, level. */
  readonly past: readonly (readonly [ago: number, score: number, level: number])[]
}

/** One at each level; all others stand by the checks that their files tell of. */
const shops: readonly Shop[] = [
  {
    name: '云溪小厨餐饮店',
    fire: 'fail',
    hygiene: 'fail',
    product: 'smoke-detector',
    past: [
      [60, 0, 4],
      [35, 15, 4],
      [6, 58, 2],
    ],
  },
  {
    name: '阿琴馄饨铺',
    fire: 'fail',
    hygiene: 'mend',
    product: 'hydrant',
    past: [
      [50, 0, 4],
      [20, 30, 3],
    ],
  },
  { name: '溪畔电动车维修部', fire: 'fail', hygiene: 'pass', past: [[40, 15, 4]] },
  { name: '望江烘焙坊', fire: 'pass', hygiene: 'mend', past: [[30, 0, 4]] },
]

/** A few shops whose checks found something, and what their smoke detectors and hydrants told. */
export const scores: SeedSet = {
  name: 'scores',
  text: text('单位隐患评分', 'Hazard scores of organisations'),
  run: async (context) => {
    for (const shop of shops) await checked(context, shop)
  },
  after: async (kernel) => {
    await goRound(kernel, '/')
    // a house that was open for weeks knows how each stood before
    for (const { name, past } of shops)
      await kernel.store.run('UPDATE org_scores SET score_before = ? WHERE name = ?', [past.at(-1)?.[1] ?? null, name])
  },
}

async function checked({ kernel, tx, rows, insert, ids, now }: SeedContext, shop: Shop): Promise<void> {
  const [org] = await rows<{ id: string }>('SELECT id FROM orgs WHERE name = ?', [shop.name])
  if (!org) return
  const on = new Date(now - 3 * day).toISOString().slice(0, 10)
  await kernel.store.run(
    'UPDATE orgs SET fire_check = ?, fire_check_on = ?, hygiene_check = ?, hygiene_check_on = ? WHERE id = ?',
    [shop.fire, on, shop.hygiene, on, org.id],
    tx,
  )
  const [device] = await rows<{ id: string }>(
    `SELECT d.id FROM devices d JOIN products p ON p.id = d.product_id JOIN alarms a ON a.device_id = d.id
     WHERE p.code = ? ORDER BY CASE WHEN a.handled_at IS NULL THEN 0 ELSE 1 END, a.created_at DESC, d.code LIMIT 1`,
    [shop.product ?? ''],
  )
  if (device) await kernel.store.run('UPDATE devices SET owner = ? WHERE id = ?', [shop.name, device.id], tx)
  await insert(
    'org_score_history',
    shop.past.map(([ago, score, level]) => ({ id: ids.at(now - ago * day), org_id: org.id, score, level, at: now - ago * day })),
  )
}
