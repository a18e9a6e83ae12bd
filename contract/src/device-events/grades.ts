import type { Level } from '../kernel/level.ts'

/** Values of device messages by which somebody can be recognised; what is not named here says nothing of people. */
const personal: Readonly<Record<string, Level>> = {
  card: 'L3',
  credential: 'L3',
  person: 'L3',
  plate: 'L3',
  photo: 'L3',
  platePhoto: 'L3',
  video: 'L3',
  text: 'L3',
  similarityPercent: 'L3',
}
/** Of one kind of message only. */
const special: Readonly<Record<string, Level>> = { 'passage.temperatureC': 'L4' }

export const gradeOfValue = (type: string, name: string): Level => special[`${type}.${name}`] ?? personal[name] ?? 'L2'
