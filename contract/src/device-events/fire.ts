import { z } from '../kernel/zod.ts'
import { between, celsius, count, event, optional, percent, words } from './base.ts'

/** Where in a fire system: the address of its panel and of the part, as the system itself names them. */
const part = {
  system: optional(words(40)),
  systemAddress: optional(count(255)),
  partType: optional(words(60)),
  /** Loop, zone and node as the panel writes them. */
  address: optional(words(60)),
  loop: optional(count(65_535)),
  node: optional(count(65_535)),
  zone: optional(words(60)),
  text: optional(words()),
}
const state = { isActive: z.boolean() }

export const fireEvents = [
  event('fire.alarmed', {
    ...part,
    kind: z.enum(['smoke', 'heat', 'flame', 'gas', 'manual', 'sprinkler', 'electrical', 'panel', 'unknown']),
    isTest: optional(z.boolean()),
  }),
  event('fire.cleared', { ...part }),
  event('fire.fault', { ...part, ...state }),
  event('fire.shielded', { ...part, ...state }),
  event('fire.supervised', { ...part, ...state }),
  event('fire.linkage', { ...part, state: z.enum(['started', 'answered', 'stopped', 'delayed']) }),
  event('fire.power', { ...part, source: z.enum(['mains', 'battery']), isFaulty: z.boolean() }),
  event('fire.panel', {
    ...part,
    operation: z.enum(['reset', 'silenced', 'manual-alarm', 'alarm-cancelled', 'self-test', 'confirmed', 'test', 'other']),
    operator: optional(words(40)),
  }),
  /** Somebody asked whether the duty officer is there. */
  event('fire.watch', { ...part, isAnswered: z.boolean() }),
  event('fire.reading', { ...part, quantity: words(40), value: z.number(), unit: optional(words(20)) }),
  event('smoke.level', { percent: optional(percent()), contaminationPercent: optional(percent()), temperatureC: optional(celsius()) }),
  event('smoke.silenced', { isActive: z.boolean() }),
  event('gas.level', { percentLel: between(0, 1000), gas: optional(words(20)) }),
  event('hydrant.read', { pressureKpa: optional(between(0, 1e5)), flowLh: optional(between(0, 1e9)), temperatureC: optional(celsius()) }),
  event('hydrant.opened', { flowLh: optional(between(0, 1e9)) }),
  event('hydrant.closed', {}),
  event('hydrant.disturbed', { kind: z.enum(['tilted', 'knocked', 'cap-off', 'submerged']), isActive: z.boolean() }),
] as const
