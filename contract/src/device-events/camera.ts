import { z } from '../kernel/zod.ts'
import { between, count, event, evidence, optional, percent, slug, words } from './base.ts'

/** What every finding of a camera carries; a place in the picture is in thousandths of its width and height. */
const finding = {
  zone: optional(words(60)),
  channel: optional(count(4096)),
  confidencePercent: optional(percent()),
  photo: evidence(),
  video: evidence(),
  record: optional(words(80)),
  box: optional(z.array(between(0, 1000)).check(z.length(4))),
}
/** Where a thing was in the picture, and when: milliseconds after the first. */
const trajectory = optional(
  z.array(z.tuple([between(0, 1000), between(0, 1000), between(0, 60_000)])).check(z.minLength(2), z.maxLength(120)),
)
/** Some cameras tell the beginning and the end, some only the beginning. */
const isActive = { isActive: optional(z.boolean()) }

export const cameraEvents = [
  event('camera.falling-object', { ...finding, fromFloor: optional(words(8)), landing: optional(words(60)), trajectory }),
  /** An e-bike where none may stand, in the stairs or a hall, or charged where none may be charged. */
  event('camera.ebike', { ...finding, ...isActive, behaviour: z.enum(['misparked', 'indoors', 'charging']), floor: optional(words(8)) }),
  event('camera.intrusion', {
    ...finding,
    ...isActive,
    target: optional(z.enum(['person', 'vehicle', 'animal', 'other'])),
    rule: optional(z.enum(['line', 'region', 'entering', 'leaving', 'loitering', 'climbing'])),
  }),
  event('camera.crowd', {
    ...finding,
    ...isActive,
    people: optional(count(100_000)),
    limit: optional(count(100_000)),
    densityPercent: optional(percent()),
  }),
  event('camera.occluded', { ...finding, isActive: z.boolean() }),
  event('camera.video-lost', { ...finding, isActive: z.boolean() }),
  event('camera.passage-blocked', { ...finding, ...isActive, by: optional(slug()), blockedMs: optional(between(0, 1e10)) }),
  event('camera.smoke', { ...finding, ...isActive, kind: z.enum(['smoke', 'flame', 'heat']) }),
  event('camera.person-down', { ...finding, ...isActive }),
  event('camera.left-object', { ...finding, ...isActive }),
  event('camera.counted', { ...finding, entered: optional(count()), left: optional(count()), inside: optional(count()) }),
  /** Any other finding under the camera's own name. */
  event('camera.detected', { ...finding, ...isActive, kind: slug() }),
] as const
