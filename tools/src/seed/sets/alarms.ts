import { text } from '@liren/contract'
import { type AlarmState, alarmKinds } from '@liren/contract/capabilities/alarm'
import { ruleTemplates } from '@liren/contract/rule/templates'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'
import { type AlarmStory, alarmStories } from '../words/alarms.ts'

interface Thing {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly place_path: string
  readonly label: string
  readonly product: string
}

/** A state, how long ago it was raised, and how often it was told. */
type Moment = readonly [state: AlarmState, ago: number, times: number]

/** What lies on the desk now; the gravest are at work already, so that a first look is not a fire drill. */
const today: readonly Moment[] = [
  ['accepted', 14 * minute, 2],
  ['raised', 4 * minute, 1],
  ['handled', 75 * minute, 3],
  ['raised', 25 * minute, 4],
  ['raised', 3 * hour, 1],
  ['raised', 5 * hour, 2],
]
const pastPerEstate = 30

/** Rules that are on in every estate, and the alarms of the last two weeks. */
export const alarms: SeedSet = {
  name: 'alarms',
  text: text('联动规则与告警', 'Rules and alarms'),
  run: async (context) => {
    const { rows, now } = context
    const estates = await rows<{ id: string; path: string; full_name: string }>(
      "SELECT id, path, full_name FROM places WHERE kind = 'estate' ORDER BY sort",
    )
    await writeRules(context, estates)
    const things = await rows<Thing>(
      `SELECT d.id, d.code, d.name, d.place_path, l.full_name AS label, p.code AS product FROM devices d
       JOIN products p ON p.id = d.product_id JOIN places l ON l.id = d.place_id WHERE d.stage = 'active' ORDER BY d.code`,
    )
    const [worker] = await rows<{ id: string }>("SELECT id FROM users WHERE class = 'property' ORDER BY id LIMIT 1")
    const made = createAlarms(context, worker?.id ?? null)
    for (const [turn, { path }] of estates.entries()) {
      const here = (story: AlarmStory) => things.filter((thing) => thing.product === story.product && thing.place_path.startsWith(path))
      const stories = alarmStories.filter((story) => here(story).length > 0)
      if (stories.length === 0) continue
      for (let i = 0; i < pastPerEstate; i++) {
        const story = context.dice.pick(stories)
        made.add(story, context.dice.pick(here(story)), ['closed', context.dice.int(8 * 60, 14 * 24 * 60) * minute, context.dice.int(1, 5)])
      }
      // Every estate has a day of its own.
      for (const [i, [state, ago, times]] of today.entries()) {
        const story = stories[(i + turn * 4) % stories.length] as AlarmStory
        made.add(story, context.dice.pick(here(story)), [state, ago + context.dice.int(0, 1 + 17 * turn) * minute, times])
      }
    }
    await context.insert('alarms', made.numbered(now))
    await context.insert('alarm_entries', made.entries)
  },
}

async function writeRules(
  { insert, ids, now, rows }: SeedContext,
  estates: readonly { id: string; path: string; full_name: string }[],
): Promise<void> {
  const products = new Map((await rows<{ id: string; code: string }>('SELECT id, code FROM products')).map((row) => [row.code, row.id]))
  const made: { rule: Row; version: Row }[] = []
  for (const estate of estates)
    for (const template of ruleTemplates.filter((one) => one.isUsual)) {
      const at = now - 60 * day
      const id = ids.at(at)
      const when = template.content.when.map((one) =>
        'of' in one && one.of.by === 'product'
          ? { ...one, of: { ...one.of, productId: products.get(one.of.productId) ?? one.of.productId } }
          : one,
      )
      const content = JSON.stringify({ ...template.content, when })
      const name = template.name.zh
      made.push({
        rule: {
          ...{ id, name, place_id: estate.id, place_path: estate.path, place_label: estate.full_name, content, is_enabled: 1 },
          ...{ template: template.code, created_at: at },
        },
        version: { id: ids.at(at), rule_id: id, number: 1, name, content, saved_by: '顾系安', at },
      })
    }
  await insert(
    'rules',
    made.map(({ rule }) => rule),
  )
  await insert(
    'rule_versions',
    made.map(({ version }) => version),
  )
}

function createAlarms({ ids, now }: SeedContext, worker: string | null) {
  const rows: Row[] = []
  const entries: Row[] = []
  /** Of each device and kind one may be open. */
  const open = new Set<string>()
  const actor = { id: worker, name: '值班员' }
  return {
    entries,
    add(story: AlarmStory, thing: Thing, [state, ago, times]: Moment): void {
      const key = `${thing.id}:${story.kind}:`
      if (state !== 'closed' && open.has(key)) return
      if (state !== 'closed') open.add(key)
      const spec = alarmKinds[story.kind]
      const at = now - ago
      const id = ids.at(at)
      const isActive = state === 'accepted' || state === 'handled'
      const steps: [action: string, state: AlarmState, at: number, note: string | null][] = [['raise', 'raised', at, null]]
      if (state !== 'raised') steps.push(['accept', 'accepted', at + 3 * minute, null])
      if (state === 'handled' || state === 'closed') steps.push(['handle', 'handled', at + 40 * minute, story.done])
      if (state === 'closed') steps.push(['close', 'closed', at + 55 * minute, null])
      const reached = (action: string) => steps.find(([one]) => one === action)?.[2] ?? null
      rows.push({
        ...{ id, kind: story.kind, grp: spec.group, level: spec.level, state, part: '' },
        ...{ phase: state === 'closed' ? 'done' : isActive ? 'active' : 'open', title_zh: spec.text.zh, title_en: spec.text.en },
        ...{
          device_id: thing.id,
          device_code: thing.code,
          device_name: thing.name,
          place_path: thing.place_path,
          place_label: thing.label,
        },
        ...{ open_key: state === 'closed' ? null : key, source_kind: 'event', source_name: story.source },
        ...{ content: JSON.stringify({ first: story.values }), first_at: at, last_at: at + (times - 1) * 20_000, times },
        ...{ due_at: state === 'closed' ? null : now + 4 * hour, created_at: at, result: reached('handle') === null ? null : 'real' },
        ...{ handler_id: state === 'raised' ? null : actor.id, handler_name: state === 'raised' ? null : actor.name },
        ...{ accepted_at: reached('accept'), handled_at: reached('handle'), closed_at: reached('close') },
      })
      for (const [action, to, when, note] of steps)
        entries.push({
          ...{ id: ids.at(when), alarm_id: id, action, state: to, note, at: when, photos: null },
          ...(action === 'raise' ? { actor_id: null, actor_name: null } : { actor_id: actor.id, actor_name: actor.name }),
        })
    },
    /** Numbers by day, in the order of their moments, apart from those that the house counts today. */
    numbered(until: number): Row[] {
      const counts = new Map<string, number>()
      return rows
        .sort((a, b) => Number(a.created_at) - Number(b.created_at))
        .map((row) => {
          const date = new Date(Number(row.created_at) + 8 * hour).toISOString().slice(2, 10).replaceAll('-', '')
          const count = (counts.get(date) ?? 0) + 1
          counts.set(date, count)
          const isToday = Number(row.created_at) > until - day
          return { ...row, number: `GJ${date}-${isToday ? 'D' : ''}${String(count).padStart(4, '0')}` }
        })
    },
  }
}
