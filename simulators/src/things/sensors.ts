import { binPercent, chanceOf, clockOf, day, isHappening, rounded, sun, tremble } from './world.ts'

type Values = Readonly<Record<string, number | boolean | string>>
const minute = 60_000

const battery = (code: string, now: number): number => Math.round(96 - ((now / day + chanceOf(code, 'battery') * 600) % 600) / 7)
const rain = (code: string, now: number): number => 120 + 40 * tremble(code.slice(0, 4), 'rain', now)

/** What a sensor of each kind says at a moment, in the names of its product. */
export const sensors: Readonly<Record<string, (code: string, now: number) => Values>> = {
  'waste-bin': (code, now) => ({
    percent: binPercent(code, now),
    weightKg: rounded(binPercent(code, now) * 0.62 + 3),
    temperatureC: rounded(19 + 6 * sun(now)),
    battery: battery(code, now),
  }),
  manhole: (code, now) => {
    const isOpen = isHappening(code, 'opened', { everyMs: 21 * day, lastsMs: 20 * minute }, now)
    return {
      ...{ open: isOpen, tiltDegrees: isOpen ? 38 : rounded(1 + tremble(code, 'tilt', now), 0) },
      ...{ levelMm: Math.round(rain(code, now)), isHigh: false, battery: battery(code, now) },
    }
  },
  hydrant: (code, now) => ({
    pressureKpa: rounded(312 - 12 * sun(now) + 5 * tremble(code, 'pressure', now)),
    tilted: isHappening(code, 'tilted', { everyMs: 60 * day, lastsMs: 30 * minute }, now),
    battery: battery(code, now),
  }),
  'smoke-detector': (code, now) => ({
    alarm: isHappening(code, 'smoke', { everyMs: 40 * day, lastsMs: 6 * minute }, now),
    percent: rounded(0.6 + 0.4 * tremble(code, 'smoke', now), 2),
    contaminationPercent: Math.round(4 + chanceOf(code, 'dust') * 40),
    temperatureC: rounded(20 + 4 * sun(now)),
    battery: battery(code, now),
  }),
  'street-lamp': (code, now) => {
    const isOn = clockOf(now) >= 18.2 || clockOf(now) < 6
    const isBroken = isHappening(code, 'burned-out', { everyMs: 14 * day, lastsMs: 90 * minute }, now)
    return {
      isOn: isOn && !isBroken,
      powerW: isOn && !isBroken ? rounded(19 + tremble(code, 'power', now)) : 0,
      fault: isBroken ? 'lamp' : 'none',
    }
  },
  'sewage-meter': (code, now) => {
    const flow = Math.max(0.2, 2.4 + 1.4 * sun(now) + 0.5 * tremble(code, 'flow', now))
    return {
      totalM3: rounded((now / day) * 57.6 - 1_180_000, 2),
      flowM3h: rounded(flow, 2),
      ph: rounded(7.1 + 0.3 * tremble(code, 'ph', now), 2),
    }
  },
}

/** The air around a station, factor by factor of HJ 212; now and then somebody drills next to it. */
export function airOf(station: string, now: number): Readonly<Record<string, number>> {
  const isLoud = isHappening(station, 'drilling', { everyMs: 2 * day, lastsMs: 25 * minute }, now)
  const isDusty = isHappening(station, 'dust', { everyMs: 3 * day, lastsMs: 30 * minute }, now)
  const pm25 = isDusty ? 182 + 14 * tremble(station, 'pm25', now) : 34 + 8 * sun(now) + 9 * tremble(station, 'pm25', now)
  return {
    a34004: rounded(pm25),
    a34002: rounded(pm25 * 1.6),
    a01001: rounded(19 + 6 * sun(now) + 0.6 * tremble(station, 'air', now)),
    a01002: rounded(62 - 14 * sun(now) + 3 * tremble(station, 'damp', now)),
    LA: rounded(isLoud ? 76 + 2 * tremble(station, 'noise', now) : 51 + 7 * sun(now) + 3 * tremble(station, 'noise', now)),
  }
}
