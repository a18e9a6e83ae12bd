import type { Text } from '@liren/contract'
import { text } from '@liren/contract'
import { type Firing, type Leaf, type Rule, type RuleContent, type RuleSummary, sentencesOf } from '@liren/contract/capabilities/rule'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere } from '../device/read.ts'
import type { Outcome } from './act.ts'
import { bridgesOfRules } from './edges.ts'
import { contentOf, type RuleRow } from './row.ts'
import { namedIn, namesOf } from './world.ts'

/** Rules as lists and pages show them, with the names of everything they speak of. */
export async function presentRules(kernel: Kernel, rows: readonly RuleRow[], tx?: Tx): Promise<Rule[]> {
  const contents = rows.map(contentOf)
  const names = namesOf(await namedIn(kernel, contents, tx))
  const bridgesOf = await bridgesOfRules(kernel, tx)
  return rows.map((row, index) => {
    const content = contents[index] as RuleContent
    const bridges = row.is_enabled === 1 ? bridgesOf(row.id, Number(row.number)) : []
    return {
      ...{ id: row.id, name: row.name, place: { id: row.place_id, path: row.place_path, label: row.place_label } },
      ...{ isEnabled: row.is_enabled === 1, stopped: row.stopped, template: row.template, number: Number(row.number) },
      runs: { at: bridges.length > 0 ? ('edge' as const) : ('cloud' as const), bridges },
      ...{ fired: Number(row.fired), lastFiredAt: row.last_fired_at === null ? null : iso(Number(row.last_fired_at)) },
      ...{ sentences: presentable(sentencesOf(content, names)), version: Number(row.version), content },
    }
  })
}

const presentable = (said: ReturnType<typeof sentencesOf>) => ({
  ...{ when: [...said.when], given: said.given.map((group) => [...group]), actions: [...said.actions] },
})

export const summaryOf = ({ content: _content, ...summary }: Rule): RuleSummary => summary

export interface FiringRow {
  readonly id: string
  readonly rule_id: string
  readonly number: number
  readonly rule_name: string
  readonly place_path: string
  readonly ran_at: 'cloud' | 'edge'
  readonly content: string
  readonly at: number
}

interface FiringContent {
  readonly index: number
  readonly at: number
  readonly values: Record<string, unknown>
  readonly given: readonly (readonly { value: string | null; holds: boolean }[])[]
  readonly outcomes: readonly Outcome[]
  readonly device?: { id: string; code: string; name: string }
}

const reasons: Readonly<Record<string, Text>> = {
  edge: text('已由网桥执行', 'Done by the bridge'),
  late: text('事件已过去太久，不再下发', 'It happened too long ago'),
  'no-target': text('没有可执行的设备', 'No device to do it'),
  'no-device': text('没有触发设备', 'No device set it off'),
  'not-open': text('告警已有人受理', 'Somebody has accepted it'),
  'unknown-device': text('没有这台设备', 'No such device'),
  'not-running': text('设备未运行', 'The device is not running'),
  'no-bridge': text('设备未接入网桥', 'No bridge leads to the device'),
  'hook-off': text('推送地址已停用或移除', 'The address is switched off or gone'),
  'no-service': text('设备不支持此指令', 'The device has no such service'),
  values: text('指令参数不合适', 'The values do not fit'),
}

/** Firings in the words of the content that was in force then. */
export async function presentFirings(
  kernel: Kernel,
  rows: readonly FiringRow[],
  contentOfFiring: (row: FiringRow) => RuleContent | undefined,
): Promise<Firing[]> {
  const contents = rows.map(contentOfFiring)
  const kepts = rows.map((row) => JSON.parse(row.content) as Partial<FiringContent>)
  const named = await namedIn(
    kernel,
    contents.filter((content) => content !== undefined),
  )
  const names = namesOf(named)
  const causes = [...new Set(kepts.flatMap(({ device }) => (device ? [device.id] : [])))]
  const known = causes.length === 0 ? [] : await devicesWhere(kernel, among('id', causes), causes.length)
  const homes = new Set([...known, ...named.devices.values()].filter(({ isOfOneHome }) => isOfOneHome).map(({ id }) => id))
  const unknown = text('内容已不可查', 'Its words are gone')
  return rows.map((row, at) => {
    const kept = kepts[at] ?? {}
    const content = contents[at]
    const said = content && sentencesOf(content, names)
    const device = kept.device ?? null
    // also of firings that were written down before such values were left out
    const isHome = (id: string | undefined) => homes.has(id ?? device?.id ?? '')
    const shownOf = (value: string | null, leaf: Leaf | undefined) => (leaf?.kind === 'property' && isHome(leaf.deviceId) ? null : value)
    return {
      ...{ id: row.id, ruleId: row.rule_id, ruleName: row.rule_name, number: Number(row.number), at: iso(Number(row.at)) },
      ...{ ranAt: row.ran_at, place: { path: row.place_path } },
      cause: { device, text: said?.when[kept.index ?? 0] ?? unknown, values: isHome(undefined) ? {} : (kept.values ?? {}) },
      given: (kept.given ?? []).map((group, first) =>
        group.map((one, second) => ({
          ...{ text: said?.given[first]?.[second] ?? unknown, holds: one.holds },
          value: shownOf(one.value, content?.given[first]?.[second]),
        })),
      ),
      outcomes: (kept.outcomes ?? []).map((outcome) => {
        const sentence = said?.actions[outcome.index] ?? unknown
        const where = outcome.device === undefined ? '' : `：${outcome.device.name}`
        return {
          text: text(`${sentence.zh}${where}`, `${sentence.en}${outcome.device === undefined ? '' : `: ${outcome.device.name}`}`),
          isDone: outcome.isDone,
          note: outcome.why === undefined ? null : (reasons[outcome.why] ?? text(outcome.why, outcome.why)),
          ...{ subject: outcome.subject ?? null, subjectId: outcome.subjectId ?? null },
        }
      }),
    }
  })
}
