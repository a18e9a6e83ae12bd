import { describe, expect, it } from 'vitest'
import { findingsOf } from './findings.ts'

const found = (type: string, values: Record<string, unknown> = {}, kind = 'other') =>
  findingsOf({ type, values }, kind).map((one) => [one.kind, one.isActive, one.part])

describe('what an event means', () => {
  it.each([
    ['a test of a fire panel', 'fire.alarmed', { kind: 'smoke', isTest: true }],
    ['a reading', 'environment.read', { pm25Ugm3: 900 }],
    ['a fault that is only said', 'device.fault', { code: 'x', level: 'info' }],
    ['a call that was answered by nobody yet', 'voice.call', { state: 'ringing' }],
    ['a door that is opened', 'door.opened', {}],
    ['a lamp that is silent', 'device.offline', { silentMs: 1 }],
    ['a word that is not in the vocabulary', 'door.exploded', {}],
  ])('%s is no alarm', (_, type, values) => {
    expect(found(type, values, 'lamp')).toEqual([])
  })

  it('the silence of a lift, a fire panel or a door is an alarm, unless somebody switched it off', () => {
    for (const kind of ['lift', 'fire', 'door'])
      expect(found('device.offline', { silentMs: 1 }, kind)).toEqual([['device-offline', true, undefined]])
    expect(found('device.offline', { silentMs: 1, reason: 'switched-off' }, 'lift')).toEqual([])
    expect(found('device.online', {}, 'lift')).toEqual([['device-offline', false, undefined]])
  })

  it('a moved manhole, a lamp that fails and a fault of a lift are each an alarm of their kind', () => {
    expect(found('manhole.moved', { isOpen: true })).toEqual([['manhole', true, undefined]])
    expect(found('lamp.fault', { kind: 'burnt-out', isActive: true })).toEqual([['lamp-fault', true, 'burnt-out']])
    expect(found('lift.fault', { code: 'overspeed', isActive: true })).toEqual([['lift-fault', true, 'overspeed']])
  })

  it('an open fire door, a hydrant, a blocked lane and an electrical fault are each an alarm of their kind', () => {
    expect(found('door.opened', {}, 'fire-door')).toEqual([['fire-door-open', true, undefined]])
    expect(found('hydrant.opened')).toEqual([['hydrant', true, 'opened']])
    expect(found('camera.passage-blocked', { zone: '东侧' })).toEqual([['passage-blocked', true, '东侧']])
    expect(found('meter.alarm', { kind: 'residual-current', isActive: true })).toEqual([['electrical', true, 'residual-current']])
  })

  it('what ends is the very thing that began', () => {
    expect(found('device.fault', { code: 'E1', part: 'gun-2' })[0]?.[2]).toBe(
      found('device.recovered', { code: 'E1', part: 'gun-2' })[0]?.[2],
    )
    expect(found('fire.cleared', { zone: '2F' }).map((one) => one[1])).toEqual([false, false, false])
    expect(found('door.closed', { door: 2 })).toEqual([
      ['door-held-open', false, '2'],
      ['door-forced', false, '2'],
    ])
  })
})
