/** The same number means different things at different makers: a source is translated by its own list, and its code is kept. */
export interface LiftFault {
  /** As our vocabulary names it. */
  readonly code: string
  readonly zh: string
}

const safetyCircuit = { code: 'safety-circuit', zh: '运行时安全回路断路' }
const doorClose = { code: 'door-does-not-close', zh: '关门故障' }
const doorOpen = { code: 'door-does-not-open', zh: '开门故障' }
const outsideZone = { code: 'stopped-outside-zone', zh: '轿厢在开锁区域外停止' }
const unintended = { code: 'unintended-movement', zh: '轿厢意外移动' }
const runTime = { code: 'motor-run-time', zh: '电动机运转时间限制器动作' }
const positionLost = { code: 'position-lost', zh: '楼层位置丢失' }
const otherFault = { code: 'other-fault', zh: '防止电梯再运行的其他故障' }
const overTravel = { code: 'over-travel', zh: '冲顶' }
const pit = { code: 'pit', zh: '蹲底' }
const overspeed = { code: 'overspeed', zh: '超速' }
const movesOpen = { code: 'moves-with-open-door', zh: '开门走梯' }
const trapped = { code: 'trapped', zh: '困人' }
const stopped = { code: 'stopped', zh: '停梯' }

/** Two digits: of the 2017 generation, the BACnet objects of 2009 share their first eight. */
const generation2017: Readonly<Record<string, LiftFault>> = {
  '01': safetyCircuit,
  '02': doorClose,
  '03': doorOpen,
  '04': outsideZone,
  '05': unintended,
  '06': runTime,
  '07': positionLost,
  '08': otherFault,
  '09': overTravel,
  '10': pit,
  '11': trapped,
  '61': safetyCircuit,
  '62': overspeed,
  '63': { code: 'unintended-reversal', zh: '非操纵逆转' },
  '64': { code: 'missing-step', zh: '梯级或踏板缺失' },
  '65': { code: 'locked', zh: '故障锁定' },
}

export const faultLists = {
  'gb-2017': generation2017,
  'bacnet-2009': {
    ...Object.fromEntries(Object.entries(generation2017).filter(([code]) => code <= '08')),
    '41': { code: 'mains-lost', zh: '主电源断电' },
    '42': stopped,
    '90': { code: 'call-button', zh: '报警按钮动作' },
  },
  rescue: {
    '08': movesOpen,
    '09': overTravel,
    '10': pit,
    '11': overspeed,
    '12': { code: 'starts-with-open-door', zh: '开门移动' },
    '13': runTime,
    '14': { code: 'door-repeats', zh: '反复开关门' },
    '15': { code: 'call-button', zh: '报警按钮动作' },
    '99': otherFault,
  },
  platform: {
    '0101': trapped,
    '0201': { code: 'door-fault', zh: '门故障' },
    '0202': safetyCircuit,
    '0203': outsideZone,
    '0204': pit,
    '0205': overTravel,
    '0207': unintended,
    '0314': { code: 'long-stop', zh: '长时间停梯' },
    '0315': { code: 'suspected-stop', zh: '疑似停梯' },
    '0317': { code: 'e-bike', zh: '电动自行车入梯' },
    '0401': stopped,
    '0402': { code: 'maintenance', zh: '检修' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, LiftFault>>>>

export type FaultList = keyof typeof faultLists

export const faultOf = (list: FaultList, code: string): LiftFault | undefined => {
  const known: Readonly<Record<string, LiftFault>> = faultLists[list]
  return Object.hasOwn(known, code) ? known[code] : undefined
}
