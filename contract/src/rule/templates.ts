import { type Text, text } from '../kernel/text.ts'
import type { RuleContent } from './model.ts'

export interface RuleTemplate {
  readonly code: string
  readonly name: Text
  readonly text: Text
  /** On from the beginning in a demonstration. */
  readonly isUsual: boolean
  readonly content: RuleContent
}

const kind = (name: string) => ({ by: 'kind' as const, kind: name })
const near = (name: string, within: 'place' | 'building' | 'estate') => ({ by: 'near' as const, kind: name, within })
const cause = { by: 'cause' as const }
const isTrue = (path: string) => ({ path, is: 'equal' as const, value: true })

/** Products stand in templates by their code. Rules that nearly every community wants; installed at a place, they are rules like any other and may be changed. */
export const ruleTemplates: readonly RuleTemplate[] = [
  {
    code: 'fire-doors',
    name: text('火警打开疏散门', 'Fire opens the way out'),
    text: text(
      '消防主机或烟感报火警，本楼门禁保持常开、道闸抬杆',
      'A panel or detector tells of fire: doors of the building and barriers stay open',
    ),
    isUsual: true,
    content: {
      when: [
        { kind: 'event', of: kind('fire'), type: 'fire.alarmed', where: [] },
        { kind: 'event', of: kind('smoke'), type: 'fire.alarmed', where: [] },
      ],
      given: [],
      actions: [
        { kind: 'command', to: near('door', 'building'), order: { name: 'door.hold-open', values: {} }, ttlSeconds: 30 },
        { kind: 'command', to: near('barrier', 'estate'), order: { name: 'barrier.hold-open', values: {} }, ttlSeconds: 30 },
      ],
      restSeconds: 60,
    },
  },
  {
    code: 'lift-trapped',
    name: text('电梯困人呼叫与派单', 'People trapped in a lift'),
    text: text(
      '困人信号 5 秒内通知现场人员，建立待办并在轿厢安抚',
      'Staff are called, a case is opened, and the people inside are spoken to',
    ),
    isUsual: true,
    content: {
      when: [{ kind: 'event', of: kind('lift'), type: 'lift.trapped', where: [isTrue('isActive')] }],
      given: [],
      actions: [
        { kind: 'command', to: cause, order: { name: 'voice.play', values: { text: '请不要惊慌，救援人员正在赶来' } }, ttlSeconds: 30 },
        { kind: 'case', title: '电梯困人救援', joins: 'lift-trapped', level: 1 },
        { kind: 'message', to: 'handlers', title: '电梯困人，立即前往', body: '请立即到达该电梯并联系维保单位' },
      ],
      restSeconds: 60,
    },
  },
  {
    code: 'lift-ebike',
    name: text('电动车进电梯', 'E-bike in a lift'),
    text: text(
      '识别到电动车：电梯保持开门不运行，播报提示并建立待办',
      'The door is held open, a voice asks to take it out, a case is opened',
    ),
    isUsual: true,
    content: {
      when: [{ kind: 'event', of: kind('lift'), type: 'lift.ebike', where: [isTrue('isInside')] }],
      given: [],
      actions: [
        { kind: 'command', to: cause, order: { name: 'lift.hold-door', values: { isHeld: true, seconds: 60 } }, ttlSeconds: 15 },
        { kind: 'command', to: cause, order: { name: 'voice.play', values: { text: '电动自行车禁止进入电梯，请退出' } }, ttlSeconds: 15 },
        { kind: 'case', title: '电动车进电梯劝阻', joins: 'lift-ebike', level: 2 },
      ],
      restSeconds: 10,
    },
  },
  {
    code: 'lift-ebike-gone',
    name: text('电动车退出后恢复电梯', 'The e-bike has left the lift'),
    text: text('电动车退出轿厢后释放轿门', 'The door is released again'),
    isUsual: true,
    content: {
      when: [{ kind: 'event', of: kind('lift'), type: 'lift.ebike', where: [{ path: 'isInside', is: 'equal', value: false }] }],
      given: [],
      actions: [{ kind: 'command', to: cause, order: { name: 'lift.hold-door', values: { isHeld: false } }, ttlSeconds: 15 }],
      restSeconds: 0,
    },
  },
  {
    code: 'falling-object',
    name: text('高空抛物广播与推送', 'Something fell from a building'),
    text: text('识别到抛物：小区广播提醒避让，并推送现场人员', 'Loudspeakers of the estate warn, and staff are told at once'),
    isUsual: true,
    content: {
      when: [{ kind: 'event', of: kind('camera'), type: 'camera.falling-object', where: [] }],
      given: [],
      actions: [
        {
          ...{ kind: 'command', to: near('speaker', 'estate'), ttlSeconds: 30 },
          order: { name: 'voice.play', values: { text: '请注意高空坠物，请勿在楼下停留' } },
        },
        { kind: 'message', to: 'handlers', title: '高空抛物', body: '请立即到楼下警戒并查看录像' },
      ],
      restSeconds: 60,
    },
  },
  {
    code: 'bin-full',
    name: text('垃圾桶满溢清运', 'A full bin is emptied'),
    text: text('满溢度持续 5 分钟不低于 90% 时建立清运任务', 'A task when a bin stays at 90 % or more for five minutes'),
    isUsual: true,
    content: {
      when: [{ kind: 'property', of: kind('bin'), property: 'level', is: 'at-least', value: 90, margin: 10, forSeconds: 300 }],
      given: [],
      actions: [
        { kind: 'case', title: '清运满溢垃圾桶', joins: 'bin-full', level: 4 },
        { kind: 'message', to: 'keeper', title: '垃圾桶已满', body: '请尽快清运' },
      ],
      restSeconds: 3600,
    },
  },
  {
    code: 'manhole-moved',
    name: text('井盖移位处置', 'A manhole cover was moved'),
    text: text('井盖打开即建立待办并通知现场人员围挡', 'A case is opened and staff are told to fence it off'),
    isUsual: true,
    content: {
      when: [{ kind: 'event', of: kind('manhole'), type: 'manhole.moved', where: [isTrue('isOpen')] }],
      given: [],
      actions: [
        { kind: 'case', title: '井盖移位，立即围挡', joins: 'manhole', level: 2 },
        { kind: 'message', to: 'handlers', title: '井盖移位', body: '请立即到现场围挡并复位' },
      ],
      restSeconds: 300,
    },
  },
  {
    code: 'smoke-unanswered',
    name: text('烟感告警无人应答即升级', 'Smoke that nobody answers'),
    text: text('烟雾或火灾告警 1 分钟无人受理，立即上报主管', 'Told to the managers when nobody accepts it within a minute'),
    isUsual: true,
    content: {
      when: [{ kind: 'alarm', kinds: ['smoke', 'fire', 'gas'], unacceptedSeconds: 60 }],
      given: [],
      actions: [{ kind: 'escalate' }, { kind: 'message', to: 'managers', title: '火情告警无人应答', body: '一分钟内无人受理，请立即核实' }],
      restSeconds: 0,
    },
  },
  {
    code: 'environment-limit',
    name: text('环境超限告警与通知', 'Environment beyond its limit'),
    text: text('PM2.5 持续 10 分钟高于 150 或噪声高于 70 分贝时告警并通知', 'PM2.5 above 150 for ten minutes, or noise above 70 dB'),
    isUsual: true,
    content: {
      when: [
        { kind: 'property', of: kind('environment'), property: 'pm25Ugm3', is: 'above', value: 150, margin: 20, forSeconds: 600 },
        { kind: 'property', of: kind('environment'), property: 'noiseDb', is: 'above', value: 70, margin: 5, forSeconds: 600 },
      ],
      given: [],
      actions: [
        { kind: 'alarm', alarm: 'environment', title: '环境监测超限' },
        { kind: 'message', to: 'handlers', title: '环境监测超限', body: '读数持续超过设定限值，请查看' },
      ],
      restSeconds: 1800,
    },
  },
  {
    code: 'water-at-night',
    name: text('夜间持续用水提示', 'Water running at night'),
    text: text(
      '凌晨 1 点到 5 点一小时内用水超过 30 升，提示住户检查漏水',
      'More than 30 litres within an hour between 1 and 5 at night: the household is told',
    ),
    isUsual: true,
    content: {
      when: [
        {
          kind: 'window',
          of: { by: 'product', productId: 'water-meter' },
          property: 'volumeL',
          take: 'rise',
          seconds: 3600,
          is: 'above',
          value: 30,
        },
      ],
      given: [[{ kind: 'time', from: '01:00', until: '05:00' }]],
      actions: [{ kind: 'message', to: 'household', title: '夜间用水提示', body: '您家夜间持续用水，请检查是否漏水' }],
      restSeconds: 43_200,
    },
  },
]
