import { Buffer } from 'node:buffer'
import { fileKey } from '@liren/bff/capabilities/firmware/packages'
import { signText } from '@liren/bff/kernel/crypto/proof'
import { text } from '@liren/contract'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'

/** Product, version, notes, days since it was released, why it was withdrawn. */
const packages = [
  ['charging-pile-ocpp', '1.6.2', '出厂版本', 210, null],
  ['charging-pile-ocpp', '1.7.0', '修复断网后计量回退', 20, null],
  ['charging-pile-ocpp', '1.8.0-fail', '演示：安装会失败的固件包', 2, null],
  ['street-lamp', '2.1.0', '调光曲线更平滑', 40, null],
  ['street-lamp', '2.1.1', '降低待机功耗', 12, '个别灯具上电闪烁'],
  ['street-lamp', '2.2.0', '修复上电闪烁，支持分时调光', 6, null],
] as const

interface Device {
  readonly id: string
  readonly place_path: string
  readonly firmware: string | null
}
interface Named {
  readonly id: string
  readonly name_sealed: string
}

/** Packages that the demonstration's devices can be brought to, and roll-outs that ended well, badly and halfway. */
export const firmwarePackages: SeedSet = {
  name: 'firmware',
  text: text('固件包与升级任务', 'Packages of firmware and roll-outs'),
  run: async (context) => {
    const { rows, ids, now, insert } = context
    const [admin] = await rows<Named>("SELECT id, name_sealed FROM users WHERE account = 'admin'")
    const [manager] = await rows<Named>("SELECT id, name_sealed FROM users WHERE account = 'manager'")
    const products = new Map((await rows<{ id: string; code: string }>('SELECT id, code FROM products')).map((row) => [row.code, row.id]))
    const made = new Map<string, string>()
    const kept: Row[] = []
    for (const [product, release, notes, days, withdrawn] of packages) {
      const id = ids.at(now - days * day)
      made.set(`${product} ${release}`, id)
      kept.push(
        await packageRow(context, { id, productId: products.get(product) ?? '', release, notes, days, withdrawn, by: admin?.id ?? null }),
      )
    }
    await insert('firmware_packages', kept)
    const [estate] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind = 'estate' ORDER BY path LIMIT 1")
    if (!estate || !manager) return
    const lamp = products.get('street-lamp') ?? ''
    const all = await rows<Device>(
      "SELECT id, place_path, firmware FROM devices WHERE product_id = ? AND stage = 'active' AND place_path LIKE ? ORDER BY id LIMIT 24",
      [lamp, `${estate.path}%`],
    )
    const at = { place_id: estate.id, place_path: estate.path, product_id: lamp, started_by: manager.id, started_name: '陈望舒' }
    const finished = { id: ids.at(now - 38 * day), package_id: made.get('street-lamp 2.1.0') ?? '', started_at: now - 38 * day }
    await rollout(context, { ...at, ...finished, state: 'finished', reason: '统一调光版本' }, all, '2.1.0', [])
    const halted = { id: ids.at(now - 11 * day), package_id: made.get('street-lamp 2.1.1') ?? '', started_at: now - 11 * day }
    await rollout(context, { ...at, ...halted, state: 'halted', reason: '降低待机功耗' }, all.slice(0, 12), '2.1.1', [
      ['failed', 'install', '校验不通过'],
      ['silent', 'no-answer', null],
    ])
  },
}

interface Wanted {
  readonly id: string
  readonly productId: string
  readonly release: string
  readonly notes: string
  readonly days: number
  readonly withdrawn: string | null
  readonly by: string | null
}

/** The bytes are such as the played devices take for a build. */
async function packageRow({ kernel, now }: SeedContext, wanted: Wanted): Promise<Row> {
  const bytes = Buffer.from(`LIREN-FIRMWARE ${wanted.release}\n${'demo '.repeat(4000)}`)
  const sm3 = kernel.crypto.sm3(bytes).toString('hex')
  await kernel.files.put(fileKey(sm3), bytes, 'application/octet-stream')
  const told = JSON.stringify([wanted.productId, wanted.release, bytes.length, sm3, null])
  const { digest, signature, keyVersion } = signText(kernel, 'firmware_packages', told)
  return {
    ...{ id: wanted.id, product_id: wanted.productId, release_word: wanted.release, notes: wanted.notes, address: null },
    ...{ bytes: bytes.length, sm3, digest, signature, key_version: keyVersion, released_by: wanted.by },
    ...{ released_at: now - wanted.days * day, withdraw_reason: wanted.withdrawn },
    ...{ withdrawn_at: wanted.withdrawn ? now - (wanted.days - 2) * day : null, withdrawn_by: wanted.withdrawn ? wanted.by : null },
  }
}

type Ending = readonly [state: 'failed' | 'silent', cause: string, detail: string | null]

/** Everybody done but for the endings that are named; after those, where there are any, nobody was told. */
async function rollout(
  context: SeedContext,
  row: Row,
  devices: readonly Device[],
  release: string,
  endings: readonly Ending[],
): Promise<void> {
  const begun = Number(row.started_at)
  const toldFirst = endings.length > 0 ? 4 : devices.length
  const targets = devices.map((device, i): Row => {
    const ending = endings[i - 2]
    const isTold = i < toldFirst
    return {
      ...{
        rollout_id: row.id ?? null,
        device_id: device.id,
        place_path: device.place_path,
        step: i < 4 ? 1 : 2 + Math.floor((i - 4) / 10),
      },
      ...{ state: !isTold ? 'queued' : (ending?.[0] ?? 'done'), cause: ending?.[1] ?? null, detail: ending?.[2] ?? null },
      ...{ before_word: '2.0.4', reported_word: isTold ? (ending ? '2.0.4' : release) : null, is_installed_told: 0 },
      ...{ told_at: isTold ? begun + minute : null, due_at: isTold ? begun + hour : null, changed_at: begun + (isTold ? 20 * minute : 0) },
    }
  })
  const count = (state: string): number => targets.filter((one) => one.state === state).length
  await context.insert('firmware_rollouts', [
    {
      ...row,
      ...{ first_count: 4, step_count: 10, most_failures: 1, forgiven: 0, holds_after_first: 0, patience_minutes: 60 },
      ...{ step: endings.length > 0 ? 1 : Number(targets.at(-1)?.step ?? 1), steps: Number(targets.at(-1)?.step ?? 1) },
      ...{ total: devices.length, done: count('done'), failed: count('failed'), silent: count('silent'), skipped: 0 },
      ended_at: row.state === 'finished' ? begun + 3 * hour : null,
    },
  ])
  await context.insert('firmware_targets', targets)
}
