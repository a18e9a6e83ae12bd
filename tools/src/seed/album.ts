import { mainKey, thumbKey } from '@liren/bff/capabilities/file/row'
import { inspect } from '@liren/bff/kernel/upload/inspect'
import type { Row } from './batch.ts'
import { draw, type Moment, type Scene } from './pictures.ts'
import { day, type SeedContext } from './set.ts'

interface Picture {
  readonly id: string
  readonly scene: Scene
  readonly moment: Moment
  readonly seed: number
}

/** Pictures of the demonstration: named when they are needed, drawn and stored once at the end. */
export function createAlbum(context: SeedContext, ownerId: string, subject = 'repair', level: 'L2' | 'L3' = 'L2') {
  const { kernel, ids, dice, now } = context
  const pictures = new Map<string, Picture>()
  const used = new Map<string, Set<string>>()

  const of = (scene: Scene, moment: Moment, seed: number): string => {
    const key = `${scene}/${moment}/${seed}`
    const known = pictures.get(key)
    if (known) return known.id
    const id = ids.at(now - 200 * day)
    pictures.set(key, { id, scene, moment, seed })
    return id
  }

  return {
    /** One of the stock that ordinary cases share. */
    stock: (scene: Scene, moment: Moment): string => of(scene, moment, -dice.int(1, 3)),
    of,
    /** Says that a case shows these. */
    use(caseId: string, fileIds: readonly string[]): void {
      for (const id of fileIds) used.set(id, (used.get(id) ?? new Set()).add(caseId))
    },
    /** Draws and stores what is used, and notes to which cases it belongs. */
    async keep(placeOf: ReadonlyMap<string, string>): Promise<void> {
      const files: Row[] = []
      const attachments: Row[] = []
      for (const picture of pictures.values()) {
        const cases = used.get(picture.id)
        if (!cases) continue
        const accepted = await inspect(draw(picture.scene, picture.moment, picture.seed))
        await kernel.files.put(mainKey(picture.id), accepted.main, accepted.type)
        if (accepted.thumb) await kernel.files.put(thumbKey(picture.id), accepted.thumb, 'image/jpeg')
        const createdAt = now - 200 * day
        files.push({
          id: picture.id,
          owner_id: ownerId,
          state: 'kept',
          kind: accepted.kind,
          type: accepted.type,
          bytes: accepted.main.length,
          width: accepted.width,
          height: accepted.height,
          digest: kernel.crypto.sm3(accepted.main).toString('hex'),
          level,
          created_at: createdAt,
          expires_at: null,
        })
        for (const id of cases) {
          attachments.push({
            file_id: picture.id,
            subject,
            subject_id: id,
            place_path: placeOf.get(id) ?? '/',
            created_at: createdAt,
          })
        }
      }
      await context.insert('files', files)
      await context.insert('attachments', attachments)
    },
  }
}

export type Album = ReturnType<typeof createAlbum>
