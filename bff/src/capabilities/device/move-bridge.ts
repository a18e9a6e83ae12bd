import { leaveBridge, touchRegister } from '../../engines/thing/index.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { addHistory } from './history.ts'

interface Node {
  readonly id: string
  readonly code: string
}
interface Row {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly sealed_secret: string | null
  readonly protocol: string | null
}

/** So many in one step; who moves more asks again. */
const atOnce = 200
/** Only these use the secret itself and not what is made of it, and it was sealed for the first node alone. */
const usesSecret = new Set(['ykc', 'isapi'])
const alive = "bridge_id = ? AND kind <> 'bridge' AND stage <> 'retired'"

/** How many devices speak through each node. */
export async function devicesByBridge(kernel: Kernel, tx?: Tx): Promise<Map<string, number>> {
  const sql = `SELECT bridge_id, COUNT(*) AS n FROM devices WHERE bridge_id IS NOT NULL AND kind <> 'bridge' AND stage <> 'retired' GROUP BY bridge_id`
  const rows = await unscoped<{ bridge_id: string; n: number }>(kernel.store, 'a node serves wherever it serves', { sql, params: [] }, tx)
  return new Map(rows.map((row) => [row.bridge_id, Number(row.n)]))
}

/**
 * Takes devices from one node to another: who they are, what they prove themselves by and all they ever said stays theirs.
 * The second node counts from one again, under the next epoch, so that nothing is taken for a repeat.
 */
export async function moveToBridge(
  kernel: Kernel,
  { from, to }: { from: Node; to: Node },
  { actor, now, tx }: { actor: Pick<Principal, 'id' | 'name'>; now: number; tx: Tx },
): Promise<{ moved: number; left: number; needSecret: string[] }> {
  const rows = await unscoped<Row>(
    kernel.store,
    'a node serves wherever it serves',
    {
      sql: `SELECT id, code, version, sealed_secret, protocol FROM devices WHERE ${alive} ORDER BY code LIMIT ${atOnce}`,
      params: [from.id],
    },
    tx,
  )
  const moved: Row[] = []
  for (const row of rows) {
    const changed = await kernel.store.run(
      `UPDATE devices SET bridge_id = ?, sealed_secret = NULL, sequence = 0, presence = 'unknown', presence_at = NULL, epoch = epoch + 1, version = version + 1
       WHERE id = ? AND version = ? AND ${alive}`,
      [to.id, row.id, row.version, from.id],
      tx,
    )
    // Somebody changed it meanwhile: it is met again at the next step.
    if (changed !== 1) continue
    await leaveBridge(kernel, { code: row.code, bridge_id: from.id }, tx)
    await touchRegister(kernel, { id: row.id, bridge_id: to.id }, tx)
    await addHistory(kernel, { deviceId: row.id, action: 'moved', actor, content: { bridge: [from.code, to.code] } }, now, tx)
    moved.push(row)
  }
  const left = (await devicesByBridge(kernel, tx)).get(from.id) ?? 0
  const needSecret = moved.filter((row) => row.sealed_secret !== null && usesSecret.has(row.protocol ?? '')).map(({ code }) => code)
  return { moved: moved.length, left, needSecret }
}
