import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import { nearest } from './holds.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import { missingId, type Row } from './rows.ts'

type Facts = Readonly<Record<string, { readonly id: string }>>

/** A file passed on at two estates: the receiver opens it, the sender takes it back, nobody else knows of it. */
export async function shareRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  facts: Facts,
  { estate, far }: Places,
  who: (name: string) => Person,
): Promise<Row[]> {
  const made: Row[] = []
  for (const [key, place, sender, receiver] of [
    ['fl', estate, 'officer', 'manager'],
    ['hd', far, 'far-officer', 'far-manager'],
  ] as const) {
    const id = kernel.ids.next()
    const now = kernel.clock.now()
    const [ownerId, handlerId] = [who(receiver).id, who(sender).id]
    await insertOnce(kernel.store, 'shares', {
      ...{ id, subject: 'person', record_id: facts[`person-${key}`]?.id ?? '', sender_id: handlerId, receiver_kind: 'user' },
      ...{ receiver_id: ownerId, reason: `CANARY.share.${key}.`, until_at: now + 30 * 86_400_000, created_at: now },
    })
    made.push({ ...blank, kind: 'share', key, id, ownerId, handlerId, path: place.path, estate: place.path })
  }
  return made
}

/** A record that the asker may see: a file, or an alarm for whoever reads no files. */
const recordNear = ({ facts }: Scene, person: Person) => {
  const at = nearest(person)
  return person.posts.some(({ role }) => role === 'command-officer')
    ? { subject: 'alarm', recordId: facts[`alarm-root-${at}`]?.id ?? missingId }
    : { subject: 'person', recordId: facts[`person-${at}`]?.id ?? missingId }
}

/** Somebody else who may see it too. */
const colleague = ({ people }: Scene, person: Person): string => {
  const side = nearest(person) === 'hd' ? 'far-' : ''
  const name = person.name === `${side}officer` || person.posts.some(({ role }) => role === 'command-officer') ? 'manager' : 'officer'
  return people.find((one) => one.name === side + name)?.id ?? missingId
}

export const shareInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'share.receivers': recordNear,
  'share.send': (scene, person) => ({
    ...recordNear(scene, person),
    ...{ receiverKind: 'user', receiverId: colleague(scene, person), reason: '请协助核对', days: 3 },
  }),
}
