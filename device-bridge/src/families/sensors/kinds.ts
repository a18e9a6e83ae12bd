import { battery } from '../../traits/battery.ts'
import { environment } from '../../traits/environment.ts'
import { faulty, own, stands, tells, turns } from '../../traits/fields.ts'
import { meter } from '../../traits/meter.ts'
import { openable } from '../../traits/openable.ts'
import { smoke } from '../../traits/smoke.ts'
import type { Signal, Trait } from '../../traits/trait.ts'

export interface SensorKind {
  readonly text: string
  readonly traits: readonly Trait[]
}

const power = battery('battery')
const tampered = stands('tampered', 'device.tampered')
const signal = tells('device.signal', ['rssiDbm', 'snrDb'])
const alarmOf = (name: string, kind: string): Trait => stands(name, 'meter.alarm', { kind })
const disturbed = (name: string, kind: string): Trait => stands(name, 'hydrant.disturbed', { kind })
const leak = stands('leak', 'water.leak', {}, ['zone'])

/** A fault of a lamp has a kind of its own; `none` takes the last one back. */
const lampFault: Trait = ({ fault }) =>
  typeof fault === 'string' && fault !== ''
    ? { type: 'lamp.fault', values: { kind: fault === 'none' ? 'any' : fault, isActive: fault !== 'none' } }
    : undefined

/** A cover that tells only how far it is tilted counts as moved from 15 degrees on. */
const moved: Trait = ({ open, tiltDegrees }): Signal | undefined => {
  const tilt = typeof tiltDegrees === 'number' && Math.abs(tiltDegrees) <= 180 ? tiltDegrees : undefined
  const isOpen = typeof open === 'boolean' ? open : tilt === undefined ? undefined : Math.abs(tilt) >= 15
  if (isOpen === undefined) return undefined
  return { type: 'manhole.moved', values: { isOpen, ...(tilt === undefined ? {} : { tiltDegrees: tilt }) } }
}

const liftFault = (name: string, code: string): Trait => stands(name, 'lift.fault', { code }, ['floor'])
/** Registers hold floors as numbers; people read them as text. */
const liftState: Trait = (values) => {
  const { floor } = values
  const text = typeof floor === 'number' ? { floor: String(floor) } : {}
  return tells('lift.state', ['floor', 'direction', 'door', 'isMoving', 'speedMs', 'mode', 'hasPassenger', 'inDoorZone', 'loadKg'])({
    ...values,
    ...text,
  })
}
const withFloorText =
  (trait: Trait): Trait =>
  (values) =>
    trait(typeof values.floor === 'number' ? { ...values, floor: String(values.floor) } : values)

/** Something that a bin did once, with those of its values that are there. */
const did =
  (name: string, type: Signal['type'], fields: readonly string[], needed: readonly string[] = []): Trait =>
  (values) => {
    if (values[name] !== true) return undefined
    const { droppedKg: weightKg, ...others } = values
    const told = weightKg === undefined ? others : { ...others, weightKg }
    return fields.length === 0 ? ({ type, values: {} } as Signal) : tells(type, fields, needed)(told)
  }
const binAsked = did('asked', 'bin.asked', ['person', 'kind', 'confidencePercent', 'photo'])
const binDropped = did('dropped', 'bin.dropped', ['person', 'kind', 'weightKg', 'volumeL', 'recognised', 'confidencePercent', 'photo'])
const binClosed = did('closed', 'bin.closed', [])
const binCollected = did('collected', 'bin.collected', ['weightKg', 'vehicle', 'kind'], ['weightKg'])
const binMisused: Trait = ({ misused, ...values }) =>
  typeof misused === 'string'
    ? tells('bin.misused', ['kind', 'recognised', 'confidencePercent', 'photo'])({ ...values, kind: misused })
    : undefined

const gasAlarm = turns('alarm', { type: 'fire.alarmed', values: { kind: 'gas' } }, { type: 'fire.cleared', values: {} })

/**
 * What each kind of sensor means by its values, whatever carries them: names on the left are the sensor's, words on the
 * right the vocabulary's. The key is the code of its product.
 */
export const sensorKinds: Readonly<Record<string, SensorKind>> = {
  'door-contact': { text: 'open, battery', traits: [openable('open'), power] },
  'fire-door': { text: 'open, fault, battery', traits: [openable('open'), faulty(), power] },
  'smoke-sensor': { text: 'alarm, battery', traits: [smoke('alarm'), power] },
  'smoke-detector': {
    text: 'alarm, percent, contaminationPercent, temperatureC, silenced, tampered, fault, battery',
    traits: [
      smoke('alarm'),
      tells('smoke.level', ['percent', 'contaminationPercent', 'temperatureC']),
      stands('silenced', 'smoke.silenced'),
      ...[tampered, faulty(), power],
    ],
  },
  'gas-detector': {
    text: 'alarm, percentLel, gas, fault',
    traits: [gasAlarm, tells('gas.level', ['percentLel', 'gas'], ['percentLel']), faulty()],
  },
  hydrant: {
    text: 'pressureKpa, flowLh, temperatureC, open, tilted, knocked, capOff, submerged, fault, battery',
    traits: [
      tells('hydrant.read', ['pressureKpa', 'flowLh', 'temperatureC']),
      turns('open', { type: 'hydrant.opened', values: {} }, { type: 'hydrant.closed', values: {} }),
      ...[disturbed('tilted', 'tilted'), disturbed('knocked', 'knocked')],
      ...[disturbed('capOff', 'cap-off'), disturbed('submerged', 'submerged')],
      ...[faulty(), power],
    ],
  },
  'electrical-fire-monitor': {
    text: 'residualMa, conductorC, amps, volts; overload, overcurrent, overvoltage, residualCurrent, overTemperature, arc; fault',
    traits: [
      own('residualMa', 'conductorC', 'amps', 'volts'),
      ...[alarmOf('overload', 'overload'), alarmOf('overcurrent', 'overcurrent'), alarmOf('overvoltage', 'overvoltage')],
      ...[alarmOf('residualCurrent', 'residual-current'), alarmOf('overTemperature', 'over-temperature'), alarmOf('arc', 'arc')],
      faulty(),
    ],
  },
  'fire-lane-sensor': {
    text: 'blocked, zone, by, battery',
    traits: [stands('blocked', 'camera.passage-blocked', {}, ['zone', 'by', 'blockedMs']), faulty(), power],
  },
  'perimeter-sensor': {
    text: 'intruded, zone, rule, target; tampered (cable cut), fault',
    traits: [stands('intruded', 'camera.intrusion', {}, ['zone', 'rule', 'target']), tampered, faulty()],
  },
  'waste-bin': {
    text: 'percent, weightKg, temperatureC, kind; tilted, burning, leak, fault; battery',
    traits: [
      tells('bin.level', ['percent', 'weightKg', 'temperatureC', 'kind'], ['percent']),
      stands('tilted', 'bin.tilted', {}, ['tiltDegrees']),
      stands('burning', 'bin.burning', {}, ['temperatureC']),
      ...[leak, faulty(), power, signal],
    ],
  },
  manhole: {
    text: 'open, tiltDegrees, levelMm, isHigh, knocked, percentLel, battery',
    traits: [
      moved,
      tells('manhole.water', ['levelMm', 'isHigh'], ['isHigh']),
      ({ knocked }) => (knocked === true ? { type: 'manhole.knocked', values: {} } : undefined),
      tells('gas.level', ['percentLel', 'gas'], ['percentLel']),
      ...[faulty(), power, signal],
    ],
  },
  'street-lamp': {
    text: 'isOn, dimPercent, powerW, energyWh, volts, amps, burnedHours; fault as a name, "none" when it is over',
    traits: [tells('lamp.state', ['isOn', 'dimPercent', 'powerW', 'energyWh', 'volts', 'amps', 'burnedHours'], ['isOn']), lampFault],
  },
  'lighting-controller': {
    text: 'isOn, dimPercent, powerW, energyWh, burnedHours; fault as a name, "none" when it is over',
    traits: [tells('lamp.state', ['isOn', 'dimPercent', 'powerW', 'energyWh', 'burnedHours'], ['isOn']), lampFault],
  },
  'smart-pole': {
    text: 'isOn, dimPercent, powerW, energyWh, burnedHours; the names of `environment.read`; fault',
    traits: [tells('lamp.state', ['isOn', 'dimPercent', 'powerW', 'energyWh', 'burnedHours'], ['isOn']), environment, faulty()],
  },
  'pump-controller': {
    text: 'isRunning, hasFault, frequencyHz, mode (auto, manual, off); fault',
    traits: [tells('pump.state', ['isRunning', 'hasFault', 'frequencyHz', 'mode'], ['isRunning']), faulty()],
  },
  'fan-controller': {
    text: 'isRunning, hasFault, speedPercent, mode (auto, manual, off); fault',
    traits: [tells('fan.state', ['isRunning', 'hasFault', 'speedPercent', 'mode'], ['isRunning']), faulty()],
  },
  'sewage-meter': {
    text: 'totalM3, flowM3h, ph; fault',
    traits: [tells('sewage.flow', ['totalM3', 'flowM3h', 'ph'], ['totalM3']), faulty()],
  },
  'sorting-bin': {
    text: 'percent, weightKg, temperatureC; asked, dropped, closed, collected as yes with person, kind, recognised, confidencePercent, droppedKg, volumeL, photo, vehicle; misused (wrong-kind, left-outside); tilted, burning, leak, fault; battery',
    traits: [
      tells('bin.level', ['percent', 'weightKg', 'temperatureC', 'kind'], ['percent']),
      binAsked,
      ...[binDropped, binClosed, binCollected, binMisused],
      stands('tilted', 'bin.tilted', {}, ['tiltDegrees']),
      stands('burning', 'bin.burning', {}, ['temperatureC']),
      ...[leak, faulty(), power],
    ],
  },
  'lift-monitor': {
    text: 'floor, direction, door, isMoving, speedMs, mode, hasPassenger, inDoorZone, loadKg; trapped, doorFault, overspeed, stopped, safetyCircuit, pit, overTravel, overloaded',
    traits: [
      liftState,
      ...[
        stands('trapped', 'lift.trapped', {}, ['floor']),
        stands('overloaded', 'lift.overloaded', {}, ['floor']),
        ...[liftFault('doorFault', 'door-fault'), liftFault('overspeed', 'overspeed'), liftFault('stopped', 'stopped')],
        ...[liftFault('safetyCircuit', 'safety-circuit'), liftFault('pit', 'pit'), liftFault('overTravel', 'over-travel')],
      ].map(withFloorText),
    ],
  },
  'parking-sensor': {
    text: 'space, isOccupied, plate; fault, battery',
    traits: [tells('space.changed', ['space', 'isOccupied', 'plate'], ['space', 'isOccupied']), faulty(), power, signal],
  },
  'water-sensor': {
    text: 'leak, zone; levelMm, isHigh, isLow; pressureKpa; ph, turbidityNtu, chlorineMgl, conductivityUscm, oxygenMgl, codMgl, ammoniaMgl',
    traits: [
      leak,
      tells('water.level', ['levelMm', 'isHigh', 'isLow'], ['levelMm']),
      tells('water.pressure', ['pressureKpa']),
      tells('water.quality', ['ph', 'turbidityNtu', 'chlorineMgl', 'conductivityUscm', 'oxygenMgl', 'codMgl', 'ammoniaMgl']),
      ...[faulty(), power],
    ],
  },
  'environment-sensor': { text: 'the names of `environment.read`; fault, battery', traits: [environment, faulty(), power] },
  'water-meter-nb': {
    text: 'volumeL, flowLh, temperatureC, reverseVolumeL; valve; leak, burst, reverseFlow, magnet, coverOpen, lowBattery; battery',
    traits: [
      tells('meter.water-read', ['volumeL', 'flowLh', 'temperatureC', 'reverseVolumeL'], ['volumeL']),
      ({ valve }) => (typeof valve === 'string' ? ({ type: 'meter.valve', values: { state: valve } } as Signal) : undefined),
      ...[alarmOf('leak', 'leak'), alarmOf('burst', 'burst'), alarmOf('reverseFlow', 'reverse-flow'), alarmOf('magnet', 'magnet')],
      ...[alarmOf('coverOpen', 'cover-open'), alarmOf('lowBattery', 'low-battery'), power, signal],
    ],
  },
  'tag-reader': {
    text: 'tag, rssiDbm, direction (in, out); fault',
    traits: [tells('tag.seen', ['tag', 'rssiDbm', 'direction'], ['tag']), tells('device.signal', ['rssiDbm']), faulty()],
  },
  'people-counter': {
    text: 'entered, left, inside; fault',
    traits: [tells('camera.counted', ['entered', 'left', 'inside']), faulty()],
  },
  'cellular-module': {
    text: 'rssiDbm, snrDb; bytesUp, bytesDown; fault',
    traits: [signal, own('bytesUp', 'bytesDown'), faulty()],
  },
  'meter-json': { text: 'energyWh, powerW', traits: [meter({ energyWh: 'energyWh', powerW: 'powerW' })] },
}
