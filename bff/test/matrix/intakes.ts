import { pieceAt } from '../../src/capabilities/intake/items.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import { estateOf, type Person, type Places } from './people.ts'
import type { Row } from './rows.ts'

export const intakeSubjects = [[/^\/api\/intake\/:id/, 'intake']] as const

/** At each estate something that was brought in, one piece without a byte. */
export async function intakeRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  { estate, second, far }: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, place] of Object.entries({ fl: estate, fl2: second, hd: far })) {
    const id = kernel.ids.next()
    await insertOnce(kernel.store, 'intake_items', {
      ...{ id, place_id: place.id, place_path: place.path, title: `CANARY.intake.${key}.`, source: '矩阵', intake_kind: 'document' },
      ...{ content_type: 'text/plain; charset=utf-8', bytes: 0, digest: kernel.crypto.sm3(Buffer.alloc(0)).toString('hex'), grade: 'L2' },
      ...{ head_names: '[]', brought_name: '', brought_at: 1 },
    })
    const piece = kernel.ids.next()
    const content_sealed = kernel.sealer.seal('', { ...pieceAt, row: piece })
    await insertOnce(kernel.store, 'intake_pieces', { id: piece, item_id: id, number: 0, content_sealed, brought_at: 1 })
    rows.push({ ...blank, kind: 'intake', key, id, path: place.path, estate: '/' })
  }
  return rows
}

export const intakeInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'intake.upload': ({ places }, person) => ({ title: '矩阵', source: '矩阵', grade: 'L2', placeId: estateOf(places, person).id }),
  'intake.send': ({ places }, person) => ({
    ...{ title: '矩阵', source: '矩阵', grade: 'L2', placeId: estateOf(places, person).id, message: '{"matrix":1}' },
  }),
}
