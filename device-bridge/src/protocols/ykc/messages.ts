import {
  bytes,
  code,
  count,
  type Field,
  findings,
  flags,
  gun,
  type Layout,
  list,
  measuredText,
  moment,
  reversedText,
  text,
  type ValuesOf,
  yes,
} from './fields.ts'

const pile = code(7)
const transaction = code(16)
const card = code(8)
const atGun = { pile, gun }
const ofOrder = { transaction, pile, gun }
/** Yuan with five, four and two digits behind the point. */
const price = count(4, 100_000)
const amount = count(4, 10_000)
const balance = count(4, 100)
const energy = count(4, 10_000)
const volts = count(2, 10)
const cellVolts = count(2, 100)
const amps = count(2, 10)
const bmsAmps = count(2, 10, -400)
const celsius = count(1, 1, -50)
const minutes = count(2)
const group = code(6)

const prices = {
  model: code(2),
  sharpEnergy: price,
  sharpService: price,
  peakEnergy: price,
  peakService: price,
  flatEnergy: price,
  flatService: price,
  valleyEnergy: price,
  valleyService: price,
  lossPercent: count(1),
  /** 48 half hours, each 0 sharp, 1 peak, 2 flat, 3 valley. */
  slots: bytes(48),
}
const block = <P extends string>(name: P) => {
  const fields = { Price: price, Energy: energy, LossEnergy: energy, Amount: amount }
  type Named = { readonly [K in keyof typeof fields as `${P}${K}`]: Field<number> }
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [`${name}${key}`, field])) as unknown as Named
}
const request = {
  ...atGun,
  /** 1 card, 2 account, 3 vehicle. */
  mode: count(1),
  needsPassword: yes,
  card,
  password: text(16),
  vin: reversedText(17),
}
const grant = { ...ofOrder, logicalCard: card, balance, isGranted: yes, reason: count(1) }
const started = { ...ofOrder, isStarted: yes, reason: count(1) }
const start = { ...ofOrder, logicalCard: card, card, balance }
/** 0 main, 1 second. */
const twin = { isSecond: yes, group }

export const faultNames = [
  'emergency-stop',
  'no-rectifier',
  'outlet-hot',
  'surge-arrester',
  'dc20-link',
  'insulation-link',
  'meter-link',
  'card-reader-link',
  'rc10-link',
  'fan-board',
  'dc-fuse',
  'hv-contactor',
  'door-open',
] as const

const message = <L extends Layout>(name: string, from: 'pile' | 'platform', layout: L) => ({ name, from, layout })

/** Every type of frame by its number. */
export const messages = {
  1: message('login', 'pile', {
    pile,
    /** 0 direct current, 1 alternating current. */
    kind: count(1),
    guns: count(1),
    version: count(1, 10),
    software: text(8),
    link: count(1),
    sim: code(10),
    operator: count(1),
  }),
  2: message('login-answer', 'platform', { pile, result: count(1) }),
  3: message('heartbeat', 'pile', { ...atGun, isFaulty: yes }),
  4: message('heartbeat-answer', 'platform', { ...atGun, zero: count(1) }),
  5: message('prices-check', 'pile', { pile, model: code(2) }),
  6: message('prices-check-answer', 'platform', { pile, model: code(2), isDifferent: yes }),
  9: message('prices-request', 'pile', { pile }),
  10: message('prices', 'platform', { pile, ...prices }),
  18: message('read', 'platform', atGun),
  19: message('real-time', 'pile', {
    ...ofOrder,
    /** 0 offline, 1 fault, 2 idle, 3 charging. */
    state: count(1),
    homed: count(1),
    isPlugged: yes,
    volts,
    amps,
    cableC: celsius,
    cable: bytes(8),
    socPercent: count(1),
    batteryC: celsius,
    minutes,
    minutesLeft: minutes,
    energy,
    lossEnergy: energy,
    amount,
    faults: flags(2, faultNames),
  }),
  21: message('handshake', 'pile', {
    ...ofOrder,
    bmsVersion: bytes(3),
    batteryKind: count(1),
    capacityAh: count(2, 10),
    volts,
    maker: text(4),
    pack: bytes(4),
    year: count(1, 1, 1985),
    month: count(1),
    day: count(1),
    charges: count(3),
    isOwned: yes,
    reserved: bytes(1),
    vin: text(17),
    software: bytes(8),
  }),
  23: message('parameters', 'pile', {
    ...ofOrder,
    cellVoltsMost: cellVolts,
    ampsMost: bmsAmps,
    energyKwh: count(2, 10),
    voltsMost: volts,
    temperatureMost: celsius,
    socPercent: count(2, 10),
    volts,
    pileVoltsMost: volts,
    pileVoltsLeast: volts,
    pileAmpsMost: bmsAmps,
    pileAmpsLeast: bmsAmps,
  }),
  25: message('charging-end', 'pile', {
    ...ofOrder,
    socPercent: count(1),
    cellVoltsLeast: cellVolts,
    cellVoltsMost: cellVolts,
    temperatureLeast: celsius,
    temperatureMost: celsius,
    minutes,
    energyKwh: count(2, 10),
    charger: count(4),
  }),
  27: message('errors', 'pile', {
    ...ofOrder,
    findings: findings(4, [
      ...['no-charger-identity-00', 'no-charger-identity-aa', null, null],
      ...['no-time-and-limits', 'no-charger-ready', null, null],
      ...['no-charger-state', 'no-charger-abort', null, null],
      ...['no-charger-statistics', null, null, null],
    ]),
    chargerFindings: findings(4, [
      ...['no-bms-identity', null, null, null],
      ...['no-battery-parameters', 'no-bms-ready', null, null],
      ...['no-battery-state', 'no-battery-demand', 'no-bms-abort', null],
      ...['no-bms-statistics', null, null, null],
    ]),
  }),
  29: message('bms-abort', 'pile', {
    ...ofOrder,
    reasons: findings(1, ['soc-reached', 'volts-reached', 'cell-volts-reached', 'charger-stopped']),
    faults: findings(2, [
      ...['insulation', 'outlet-hot', 'bms-hot', 'connector'],
      ...['battery-hot', 'hv-relay', 'detection-point-2', 'other'],
    ]),
    errors: findings(1, ['current-too-high', 'voltage-odd', null, null]),
  }),
  33: message('charger-abort', 'pile', {
    ...ofOrder,
    reasons: findings(1, ['condition-reached', 'by-hand', 'fault', 'bms-stopped']),
    faults: findings(2, [...['charger-hot', 'connector', 'charger-inside-hot', 'no-energy'], ...['emergency-stop', 'other', null, null]]),
    errors: findings(1, ['current-mismatch', 'voltage-odd', null, null]),
  }),
  35: message('demand', 'pile', {
    ...ofOrder,
    wantedVolts: volts,
    wantedAmps: bmsAmps,
    /** 1 constant voltage, 2 constant current. */
    mode: count(1),
    bmsVolts: volts,
    bmsAmps,
    /** Twelve bits of hundredths of a volt, four bits of a group. */
    highestCell: count(2),
    socPercent: count(1),
    minutesLeft: minutes,
    volts,
    amps: bmsAmps,
    minutes,
  }),
  37: message('battery', 'pile', {
    ...ofOrder,
    highestCell: count(1, 1, 1),
    temperatureMost: celsius,
    hottestPoint: count(1, 1, 1),
    temperatureLeast: celsius,
    coldestPoint: count(1, 1, 1),
    findings: findings(2, [...['cell-voltage', 'soc', 'current', 'temperature'], ...['insulation', 'connector', 'charging-allowed', null]]),
  }),
  49: message('request', 'pile', request),
  50: message('grant', 'platform', grant),
  51: message('start-answer', 'pile', started),
  52: message('start', 'platform', start),
  53: message('stop-answer', 'pile', { ...atGun, isStopped: yes, reason: count(1) }),
  54: message('stop', 'platform', atGun),
  59: message('bill', 'pile', {
    ...ofOrder,
    startedAt: moment,
    endedAt: moment,
    ...block('sharp'),
    ...block('peak'),
    ...block('flat'),
    ...block('valley'),
    meterStart: count(5, 10_000),
    meterEnd: count(5, 10_000),
    energy,
    lossEnergy: energy,
    amount,
    vin: text(17),
    /** 1 app, 2 card, 4 card while offline, 5 vehicle. */
    by: count(1),
    at: moment,
    stopReason: count(1),
    card,
  }),
  64: message('bill-answer', 'platform', { transaction, isIllegal: yes }),
  65: message('balance-answer', 'pile', { pile, card, result: count(1) }),
  66: message('balance', 'platform', { ...atGun, card, balance }),
  67: message('cards-answer', 'pile', { pile, isKept: yes, reason: count(1) }),
  68: message('cards', 'platform', { pile, cards: list({ logicalCard: card, card }, { isCounted: true, most: 15 }) }),
  69: message('cards-clear-answer', 'pile', {
    pile,
    cards: list({ card, isCleared: yes, reason: count(1) }, { isCounted: false, most: 24 }),
  }),
  70: message('cards-clear', 'platform', { pile, cards: list({ card }, { isCounted: true, most: 24 }) }),
  71: message('cards-query-answer', 'pile', { pile, cards: list({ card, isThere: yes }, { isCounted: false, most: 26 }) }),
  72: message('cards-query', 'platform', { pile, cards: list({ card }, { isCounted: true, most: 26 }) }),
  81: message('work-answer', 'pile', { pile, isSet: yes }),
  82: message('work', 'platform', { pile, isLocked: yes, powerPercent: count(1) }),
  85: message('clock-answer', 'pile', { pile, at: moment }),
  86: message('clock', 'platform', { pile, at: moment }),
  87: message('prices-answer', 'pile', { pile, isSet: yes }),
  88: message('prices-push', 'platform', { pile, ...prices }),
  97: message('parking-lock', 'pile', {
    ...atGun,
    /** 0 moving, 85 up, 255 down. */
    lock: count(1),
    /** 255 a car stands there. */
    car: count(1),
    batteryPercent: count(1),
    /** 0 none, 255 arm broken, 85 did not arrive. */
    alarm: count(1),
    reserved: bytes(4),
  }),
  98: message('lock', 'platform', { ...atGun, lock: count(1), reserved: bytes(4) }),
  99: message('lock-answer', 'pile', { ...atGun, isTaken: yes, reserved: bytes(4) }),
  145: message('restart-answer', 'pile', { pile, isTaken: yes }),
  /** 1 now, 2 when idle. */
  146: message('restart', 'platform', { pile, when: count(1) }),
  /** 0 done, 1 wrong number, 2 for another pile, 3 download timed out. */
  147: message('update-answer', 'pile', { pile, result: count(1) }),
  148: message('update', 'platform', {
    pile,
    kind: count(1),
    power: count(2),
    host: text(16),
    port: count(2),
    user: text(16),
    password: text(16),
    path: text(32),
    when: count(1),
    minutes: count(1),
  }),
  161: message('request-twin', 'pile', { ...request, ...twin }),
  162: message('grant-twin', 'platform', { ...grant, group }),
  163: message('start-twin-answer', 'pile', { ...started, ...twin }),
  164: message('start-twin', 'platform', { ...start, group }),
  240: message('qr-prefix', 'platform', { pile, format: count(1), prefix: measuredText }),
  241: message('qr-prefix-answer', 'pile', { pile, result: count(1) }),
} as const

export type Type = keyof typeof messages
export type Values<T extends Type> = ValuesOf<(typeof messages)[T]['layout']>
export const isType = (type: number): type is Type => Object.hasOwn(messages, type)
export type FromPile = { [T in Type]: (typeof messages)[T]['from'] extends 'pile' ? T : never }[Type]
