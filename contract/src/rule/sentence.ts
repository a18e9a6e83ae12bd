import { alarmKinds } from '../alarm/kinds.ts'
import { type Text, text } from '../kernel/text.ts'
import { kindText } from './kinds.ts'
import type { ComparisonWord, Leaf, RuleContent, Selector, Target, Then, When } from './model.ts'

/** What ids and words are called; what is not in here is said as it is written. */
export interface Names {
  readonly devices: Readonly<Record<string, string>>
  readonly products: Readonly<Record<string, string>>
  readonly places: Readonly<Record<string, string>>
  readonly hooks: Readonly<Record<string, string>>
  /** Properties, events and services by their code in the models. */
  readonly words: Readonly<Record<string, Text>>
  readonly units: Readonly<Record<string, string>>
  /** Sliding windows: what they are called, and the unit of their figures. */
  readonly streams?: Readonly<Record<string, { readonly name: string; readonly unit: string }>>
}

export interface Sentences {
  readonly when: readonly Text[]
  readonly given: readonly (readonly Text[])[]
  readonly actions: readonly Text[]
}

const comparisons: Readonly<Record<string, Text>> = {
  equal: text('等于', 'is'),
  'not-equal': text('不等于', 'is not'),
  above: text('高于', 'is above'),
  'at-least': text('不低于', 'is at least'),
  below: text('低于', 'is below'),
  'at-most': text('不高于', 'is at most'),
  'one-of': text('属于', 'is one of'),
  present: text('有值', 'is told'),
  absent: text('没有值', 'is not told'),
}
const weekdays = [
  text('一', 'Mon'),
  text('二', 'Tue'),
  text('三', 'Wed'),
  text('四', 'Thu'),
  text('五', 'Fri'),
  text('六', 'Sat'),
  text('日', 'Sun'),
]
const takes = {
  average: text('平均值', 'average'),
  least: text('最小值', 'least value'),
  most: text('最大值', 'greatest value'),
  rise: text('增量', 'rise'),
  count: text('次数', 'number of times'),
}
const withins = {
  place: text('同一位置', 'at the same place'),
  building: text('本楼', 'in the building'),
  estate: text('本小区', 'in the estate'),
}
const readers = {
  handlers: text('现场处置人员', 'those who handle alarms there'),
  managers: text('主管', 'the managers'),
  keeper: text('设备维护责任人', 'the keeper of the device'),
  household: text('该户住户', 'the household'),
  users: text('指定人员', 'chosen people'),
}

/** 「90 秒」「5 分钟」「2 小时」 */
export function stretchText(seconds: number): Text {
  if (seconds % 3600 === 0) return text(`${seconds / 3600} 小时`, `${seconds / 3600} h`)
  if (seconds % 60 === 0) return text(`${seconds / 60} 分钟`, `${seconds / 60} min`)
  return text(`${seconds} 秒`, `${seconds} s`)
}

const list = (parts: readonly Text[]): Text => text(parts.map((part) => part.zh).join('、'), parts.map((part) => part.en).join(', '))
const same = (name: string): Text => text(name, name)
const daysText = (days: readonly number[] | undefined): Text =>
  days === undefined
    ? text('每天', 'every day')
    : text(`周${days.map((day) => weekdays[day - 1]?.zh).join('')}`, days.map((day) => weekdays[day - 1]?.en).join(', '))

/** A rule in the words of people, in both languages. */
export function sentencesOf(content: RuleContent, names: Names): Sentences {
  const word = (code: string): Text =>
    names.words[code.split('.').length > 1 && !names.words[code] ? (code.split('.')[0] as string) : code] ?? same(code)
  const device = (id: string): Text => same(names.devices[id] ?? id)
  const valueText = (property: string, value: unknown): Text => {
    if (value === true) return text('是', 'yes')
    if (value === false) return text('否', 'no')
    const unit = names.units[property]
    return same(`${String(value)}${unit === undefined ? '' : ` ${unit}`}`)
  }
  const compared = (property: string, is: ComparisonWord | string, value: unknown): Text => {
    const said = comparisons[is] ?? same(is)
    const shown = Array.isArray(value) ? same(value.join('/')) : value === undefined ? text('', '') : valueText(property, value)
    return text(`${said.zh}${shown.zh === '' ? '' : ` ${shown.zh}`}`, `${said.en}${shown.en === '' ? '' : ` ${shown.en}`}`)
  }
  const of = (selector: Selector): Text => {
    if (selector.by === 'device') return list(selector.ids.map(device))
    if (selector.by === 'product')
      return text(`任一${names.products[selector.productId] ?? '设备'}`, `any ${names.products[selector.productId] ?? 'device'}`)
    const kind = kindText(selector.kind)
    return text(`任一${kind.zh}`, `any ${kind.en.toLowerCase()}`)
  }
  const lasting = (seconds: number | undefined): Text => {
    if (seconds === undefined) return text('', '')
    const stretch = stretchText(seconds)
    return text(`，持续 ${stretch.zh}`, ` for ${stretch.en}`)
  }

  const whenText = (when: When): Text => {
    if (when.kind === 'time') return text(`${daysText(when.days).zh} ${when.at}`, `${daysText(when.days).en} at ${when.at}`)
    if (when.kind === 'alarm') {
      const kinds = list(when.kinds.map((kind) => alarmKinds[kind].text))
      if (when.unacceptedSeconds === undefined) return text(`发生${kinds.zh}告警`, `an alarm “${kinds.en}” is raised`)
      const stretch = stretchText(when.unacceptedSeconds)
      return text(`${kinds.zh}告警 ${stretch.zh}无人受理`, `nobody accepts “${kinds.en}” for ${stretch.en}`)
    }
    if (when.kind === 'stream') {
      const { name, unit } = names.streams?.[when.streamId] ?? { name: when.streamId, unit: '' }
      const said = when.is === 'changed-by' ? text('变化达', 'changes by') : (comparisons[when.is] ?? same(when.is))
      const shown = `${when.value}${unit && ` ${unit}`}`
      return text(`滚动统计“${name}”${said.zh} ${shown}`, `sliding window “${name}” ${said.en} ${shown}`)
    }
    const who = of(when.of)
    if (when.kind === 'event') {
      const event = word(when.type)
      const where = list(
        when.where.map((one) => {
          const name = names.words[`${when.type}:${one.path}`] ?? word(one.path)
          const said = compared(one.path, one.is, one.value)
          return text(`${name.zh}${said.zh}`, `${name.en} ${said.en}`)
        }),
      )
      return text(
        `${who.zh}上报“${event.zh}”${where.zh && `（${where.zh}）`}`,
        `${who.en} tells “${event.en}”${where.en && ` (${where.en})`}`,
      )
    }
    if (when.kind === 'presence') {
      const long = lasting(when.forSeconds)
      const state = when.is === 'online' ? text('上线', 'online') : text('离线', 'offline')
      return text(`${who.zh}${state.zh}${long.zh}`, `${who.en} goes ${state.en}${long.en}`)
    }
    if (when.kind === 'changed') {
      const name = word(when.property)
      if (when.to === undefined) return text(`${who.zh}的${name.zh}发生变化`, `${name.en} of ${who.en} changes`)
      const value = valueText(when.property, when.to)
      return text(`${who.zh}的${name.zh}变为 ${value.zh}`, `${name.en} of ${who.en} becomes ${value.en}`)
    }
    if (when.kind === 'window') {
      const name = word(when.property ?? when.type ?? '')
      const stretch = stretchText(when.seconds)
      const said = compared(when.property ?? '', when.is, when.value)
      return text(
        `${who.zh}的${name.zh}在 ${stretch.zh}内${takes[when.take].zh}${said.zh}`,
        `${takes[when.take].en} of ${name.en} of ${who.en} within ${stretch.en} ${said.en}`,
      )
    }
    const name = word(when.property)
    const said = compared(when.property, when.is, when.value)
    const long = lasting(when.forSeconds)
    const back = when.margin ? text(`（回差 ${when.margin}）`, ` (margin ${when.margin})`) : text('', '')
    return text(`${who.zh}的${name.zh}${said.zh}${back.zh}${long.zh}`, `${name.en} of ${who.en} ${said.en}${back.en}${long.en}`)
  }

  const leafText = (leaf: Leaf): Text => {
    const plain = (): Text => {
      if (leaf.kind === 'time')
        return text(
          `时间在 ${daysText(leaf.days).zh} ${leaf.from}–${leaf.until}`,
          `it is ${daysText(leaf.days).en} ${leaf.from}–${leaf.until}`,
        )
      if (leaf.kind === 'calendar') return text(`日期为 ${leaf.dates.join('、')}`, `the day is ${leaf.dates.join(', ')}`)
      if (leaf.kind === 'place') return text(`位于 ${names.places[leaf.placeId] ?? ''}`, `it is at ${names.places[leaf.placeId] ?? ''}`)
      const who = leaf.deviceId === undefined ? text('该设备', 'the device') : device(leaf.deviceId)
      if (leaf.kind === 'presence')
        return leaf.is === 'online' ? text(`${who.zh}在线`, `${who.en} is online`) : text(`${who.zh}离线`, `${who.en} is offline`)
      const name = word(leaf.property)
      const said = compared(leaf.property, leaf.is, leaf.value)
      return text(`${who.zh}的${name.zh}${said.zh}`, `${name.en} of ${who.en} ${said.en}`)
    }
    const said = plain()
    return leaf.not ? text(`并非${said.zh}`, `not: ${said.en}`) : said
  }

  const targetText = (to: Target): Text => {
    if (to.by === 'cause') return text('该设备', 'the device')
    if (to.by === 'device') return list(to.ids.map(device))
    const kind = kindText(to.kind)
    return text(`${withins[to.within].zh}所有${kind.zh}`, `every ${kind.en.toLowerCase()} ${withins[to.within].en}`)
  }

  const actionText = (action: Then): Text => {
    if (action.kind === 'escalate') return text('立即升级告警', 'tell the alarm upwards at once')
    if (action.kind === 'webhook') return text(`推送到 ${names.hooks[action.hookId] ?? ''}`, `send to ${names.hooks[action.hookId] ?? ''}`)
    if (action.kind === 'alarm') {
      const title = action.title === undefined ? alarmKinds[action.alarm].text : same(action.title)
      return text(`发出告警“${title.zh}”`, `raise the alarm “${title.en}”`)
    }
    if (action.kind === 'case') return text(`建立待办“${action.title}”`, `open a case “${action.title}”`)
    if (action.kind === 'message')
      return text(`通知${readers[action.to].zh}：${action.title}`, `tell ${readers[action.to].en}: ${action.title}`)
    const service = word(action.order.name)
    const to = targetText(action.to)
    const values = Object.entries(action.order.values).filter(([name]) => name !== 'text')
    const spoken = action.order.values.text
    const said = values.map(([name, value]) => {
      const called = names.words[`${action.order.name}:${name}`] ?? word(name)
      const shown = typeof value === 'boolean' ? valueText(name, value) : same(String(value))
      return text(`${called.zh} ${shown.zh}`, `${called.en} ${shown.en}`)
    })
    const all = [...said, ...(spoken ? [same(`“${String(spoken)}”`)] : [])]
    const more = all.map((one) => one.zh).join('，')
    const moreEn = all.map((one) => one.en).join(', ')
    return text(`向${to.zh}下发“${service.zh}”${more && `（${more}）`}`, `command “${service.en}” to ${to.en}${moreEn && ` (${moreEn})`}`)
  }

  return {
    when: content.when.map(whenText),
    given: content.given.map((group) => group.map(leafText)),
    actions: content.actions.map(actionText),
  }
}
