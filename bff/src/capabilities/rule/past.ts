import { text } from '@liren/contract'
import { type RuleContent, sentencesOf } from '@liren/contract/capabilities/rule'
import { rehearse } from '../../engines/rule/rehearse.ts'
import type { Word } from '../../engines/rule/word.ts'
import { latestEvents } from '../../engines/thing/index.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, startsWith } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice, type ToldEvent, toldOf } from '../device/read.ts'
import type { KnownPlace } from '../place/read.ts'
import { valuesShown } from './run.ts'
import { namedIn, namesOf } from './world.ts'

/** So much of the past is read at most; the answer says when there was more. */
const mostEvents = 20_000
const mostDevices = 2000
const mostShown = 100

/** The devices that a rule listens to, at its place. */
function speakers(content: RuleContent, path: string): Condition {
  const parts = content.when.flatMap((when): Condition[] => {
    if (!('of' in when)) return []
    if (when.of.by === 'device') return [among('id', when.of.ids)]
    return [when.of.by === 'kind' ? { sql: 'kind = ?', params: [when.of.kind] } : { sql: 'product_id = ?', params: [when.of.productId] }]
  })
  const others = content.given.flat().flatMap((leaf) => ('deviceId' in leaf && leaf.deviceId ? [leaf.deviceId] : []))
  return combine('AND', [combine('OR', [...parts, among('id', others)]), startsWith('place_path', path)])
}

/** When a rule would have fired in the last days, and when not, with the values that say so. */
export async function rehearsePast(kernel: Kernel, draft: { name: string; content: RuleContent; days: number }, place: KnownPlace, tx: Tx) {
  const { content } = draft
  const devices = new Map((await devicesWhere(kernel, speakers(content, place.path), mostDevices, tx)).map((device) => [device.id, device]))
  const from = kernel.clock.now() - draft.days * 86_400_000
  // The latest are read when there are too many: they are what somebody remembers.
  const rows = await latestEvents(kernel, [...devices.keys()], { from, limit: mostEvents + 1 }, tx)
  const isWhole = rows.length <= mostEvents
  const told = rows
    .slice(0, mostEvents)
    .reverse()
    .flatMap((row): ToldEvent[] => {
      const device = devices.get(row.deviceId)
      if (!device) return []
      const { code, productId, placePath } = device
      return [{ ...row, device: code, productId, placePath }]
    })
  const properties = await toldOf(kernel, told, tx)
  const words = told.map((one, index): Word => {
    const device = devices.get(one.deviceId) as KnownDevice
    return { device, id: one.id, type: one.type, at: one.at, values: one.values, told: properties[index] ?? [] }
  })
  const named = await namedIn(kernel, [content], tx)
  const said = sentencesOf(content, namesOf(named))
  const rule = { id: 'rehearsed', name: draft.name, placePath: place.path, number: 1, content }
  const { fired, items } = rehearse(rule, words, {
    ...{ zone: kernel.config.LIREN_TIME_ZONE, mostShown },
    placePath: (id) => named.places.get(id)?.path,
    isWithheld: (id) => devices.get(id)?.isOfOneHome === true,
  })
  const unknown = text('', '')
  return {
    ...{ events: words.length, isWhole, fired },
    items: items.reverse().map((item) => ({
      ...{ at: iso(item.at), device: { id: item.word.device.id, name: item.word.device.name }, outcome: item.outcome },
      ...{ text: said.when[item.index] ?? unknown, values: valuesShown(item.word, devices.get(item.word.device.id) as KnownDevice) },
      given: item.given.map((group, first) => group.map((one, second) => ({ text: said.given[first]?.[second] ?? unknown, ...one }))),
    })),
  }
}
