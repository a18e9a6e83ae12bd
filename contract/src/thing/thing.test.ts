import { describe, expect, it } from 'vitest'
import { builtinProducts } from './builtin/index.ts'
import { modelFaults } from './check.ts'
import { type ThingModel, thingModelSchema } from './model.ts'
import { parameterFaults, valueFault } from './value.ts'
import { vocabulary } from './vocabulary.ts'

const label = { zh: '某', en: 'Some' }
const empty: ThingModel = { properties: [], events: [], services: [] }
const power = {
  code: 'powerW',
  text: label,
  type: 'number' as const,
  access: 'read' as const,
  from: { event: 'meter.read', field: 'powerW' },
}
const pathsOf = (model: Partial<ThingModel>) => modelFaults({ ...empty, ...model }, vocabulary).map((fault) => fault.path)

describe('a thing model', () => {
  it('knows every word that devices and the platform share', () => {
    expect(vocabulary.events.get('meter.read')?.has('energyWh')).toBe(true)
    expect(vocabulary.commands.get('door.open')?.has('seconds')).toBe(true)
    expect(vocabulary.events.size).toBeGreaterThan(60)
    expect(vocabulary.commands.size).toBeGreaterThan(30)
  })

  it('is refused when it is empty, says something twice, or uses words that nobody speaks', () => {
    expect(pathsOf({})).toEqual(['properties'])
    expect(pathsOf({ properties: [power, power] })).toEqual(['properties.powerW'])
    expect(pathsOf({ properties: [{ ...power, from: { event: 'meter.dreamt', field: 'powerW' } }] })).toEqual([
      'properties.powerW.from.event',
    ])
    expect(pathsOf({ properties: [{ ...power, from: { event: 'meter.read', field: 'dreams', part: 'leg' } }] })).toEqual([
      'properties.powerW.from.field',
      'properties.powerW.from.part',
    ])
    expect(pathsOf({ events: [{ code: 'door.exploded', text: label, level: 'alarm', params: [] }] })).toEqual(['events.door.exploded'])
    const open = { code: 'door.open', text: label, isDangerous: false, ttlSeconds: 10 }
    expect(pathsOf({ services: [{ ...open, params: [{ code: 'force', text: label, type: 'number' }] }] })).toEqual([
      'services.door.open.params.force',
    ])
  })

  it('is refused when a range holds nothing, an enum has no options, or nothing brings or sets a property', () => {
    expect(pathsOf({ properties: [{ ...power, min: 5, max: 1 }] })).toEqual(['properties.powerW.min'])
    expect(pathsOf({ properties: [{ ...power, type: 'enum' }] })).toEqual(['properties.powerW.options'])
    const { from: _, ...unbrought } = power
    expect(pathsOf({ properties: [unbrought] })).toEqual(['properties.powerW'])
    expect(pathsOf({ properties: [{ ...power, access: 'both' }] })).toEqual(['properties.powerW.by'])
  })

  it('holds values against type, range, step and options', () => {
    const number = { type: 'number' as const, min: 0, max: 10, step: 0.1 }
    expect([0, 0.3, 10].map((value) => valueFault(number, value))).toEqual([undefined, undefined, undefined])
    for (const wrong of [-0.1, 10.1, 0.25, Number.NaN, '3', null, true]) expect(valueFault(number, wrong), String(wrong)).toBeDefined()
    expect(valueFault({ type: 'integer' }, 1.5)?.zh).toBe('应为整数')
    expect(valueFault({ type: 'enum', options: [{ value: 'up', text: label }] }, 'down')).toBeDefined()
    expect(valueFault({ type: 'text', maxLength: 2 }, '三个字')).toBeDefined()
    expect(valueFault({ type: 'boolean' }, 1)).toBeDefined()
  })

  it('names every fault of a set of parameters at once', () => {
    const params = [
      { code: 'door', text: label, type: 'integer' as const },
      { code: 'seconds', text: label, type: 'integer' as const, max: 600, isOptional: true },
    ]
    expect(parameterFaults(params, { seconds: 900, force: 1 }, 'body.values').map((fault) => fault.path)).toEqual([
      'body.values.door',
      'body.values.seconds',
      'body.values.force',
    ])
    expect(parameterFaults(params, { door: 1 }, 'body.values')).toEqual([])
  })

  it('of every product that comes with the platform is one that could be released', () => {
    for (const product of builtinProducts) {
      expect(thingModelSchema.safeParse(product.thing).error?.issues, product.code).toBeUndefined()
      expect(modelFaults(product.thing, vocabulary), product.code).toEqual([])
    }
    expect(new Set(builtinProducts.map((product) => product.code)).size).toBe(builtinProducts.length)
  })
})
