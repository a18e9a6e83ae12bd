import type { Leaf, RuleContent, Then, When } from '@liren/contract/capabilities/rule'

export const whenKinds = ['event', 'property', 'changed', 'window', 'stream', 'presence', 'time', 'alarm'] as const
export const leafKinds = ['property', 'presence', 'time', 'calendar', 'place'] as const
export const actionKinds = ['command', 'alarm', 'case', 'escalate', 'message', 'webhook'] as const

/** No window is chosen yet: an id that none has. */
export const noStream = '0'.repeat(26)

const lift = { by: 'kind' as const, kind: 'lift' }

/** What a row begins with when its kind is chosen. */
export function blankWhen(kind: (typeof whenKinds)[number]): When {
  switch (kind) {
    case 'event':
      return { kind, of: lift, type: 'lift.trapped', where: [] }
    case 'property':
      return { kind, of: { by: 'kind', kind: 'environment' }, property: 'pm25Ugm3', is: 'above', value: 150 }
    case 'changed':
      return { kind, of: { by: 'kind', kind: 'lamp' }, property: 'isOn' }
    case 'window':
      return { kind, of: lift, type: 'lift.fault', take: 'count', seconds: 3600, is: 'at-least', value: 3 }
    case 'stream':
      return { kind, streamId: noStream, is: 'above', value: 0 }
    case 'presence':
      return { kind, of: { by: 'kind', kind: 'fire' }, is: 'offline', forSeconds: 300 }
    case 'time':
      return { kind, at: '07:30' }
    default:
      return { kind, kinds: ['smoke'], unacceptedSeconds: 60 }
  }
}

export function blankLeaf(kind: (typeof leafKinds)[number], placeId: string | undefined): Leaf {
  switch (kind) {
    case 'property':
      return { kind, property: '', is: 'equal', value: true }
    case 'presence':
      return { kind, is: 'online' }
    case 'time':
      return { kind, from: '22:00', until: '06:00' }
    case 'calendar':
      return { kind, dates: [new Date(Date.now()).toISOString().slice(0, 10)] }
    default:
      return { kind, placeId: placeId ?? '' }
  }
}

export function blankAction(kind: (typeof actionKinds)[number]): Then {
  switch (kind) {
    case 'command':
      return { kind, to: { by: 'cause' }, order: { name: '', values: {} }, ttlSeconds: 30 }
    case 'alarm':
      return { kind, alarm: 'rule', level: 3 }
    case 'case':
      return { kind, title: '', level: 3 }
    case 'escalate':
      return { kind }
    case 'webhook':
      return { kind, hookId: '' }
    default:
      return { kind: 'message', to: 'handlers', title: '', body: '' }
  }
}

export const blankContent = (): RuleContent => ({
  when: [blankWhen('event')],
  given: [],
  actions: [blankAction('message')],
  restSeconds: 60,
})

/** A list with one of its members changed, or gone. */
export const changedAt = <T>(list: readonly T[], at: number, next: T): T[] => list.map((one, index) => (index === at ? next : one))
export const withoutAt = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at)

/** A group that lost its last member is no condition any more. */
export const withoutLeaf = (given: RuleContent['given'], group: number, at: number): RuleContent['given'] =>
  given.map((leaves, index) => (index === group ? withoutAt(leaves, at) : leaves)).filter((leaves) => leaves.length > 0)
