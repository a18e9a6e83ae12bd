import type { SignHow } from '@liren/contract/capabilities/duplicate'
import {
  alike,
  type Compared,
  doorForm,
  firmForm,
  type Judge,
  nameForm,
  nameSound,
  paperForm,
  plateForm,
  plateLikeness,
  type Sign,
  same,
  samePlace,
  shared,
  textOf,
} from './compare.ts'

/** How duplicates of one archive are found: by what they would share, and what then speaks for and against. */
export interface Likeness {
  /** Files that have one of these in common are compared; each is stored as a blind index only. */
  readonly blocks: (file: Compared) => string[]
  readonly signs: readonly Sign[]
}

/** From here on two files are shown to somebody. */
export const threshold = 50

const sign = (field: string, judge: Judge, equal: number, more: Partial<Record<SignHow, number>> = {}): Sign => ({
  field,
  judge,
  weight: { equal, ...more },
})

const of =
  ({ values }: Compared) =>
  (name: string, normal: (text: string) => string = (text) => text): string | undefined => {
    const value = textOf(values, name)
    return value === undefined ? undefined : normal(value)
  }

const known = (blocks: readonly (readonly [kind: string, ...parts: (string | undefined)[]])[]): string[] =>
  blocks.flatMap(([kind, ...parts]) => (parts.every((part) => part !== undefined && part !== '') ? [`${kind}:${parts.join('|')}`] : []))

const sameDoor: Judge = ({ place: a }, { place: b }) => {
  if (!a || !b || a.kind !== 'house' || b.kind !== 'house') return undefined
  return unitOf(a.path) === unitOf(b.path) && doorForm(a.name) === doorForm(b.name) ? 'equal' : 'differs'
}
const unitOf = (path: string): string => path.replace(/[^/]+\/$/u, '')

export const likenesses: Readonly<Record<string, Likeness>> = {
  person: {
    blocks: (file) => {
      const value = of(file)
      const [name, sound, born] = [value('name', nameForm), value('name', nameSound), value('birthDay')]
      return known([
        ['paper', value('idNumber', paperForm)],
        ['phone', value('phone')],
        ['phone', value('secondPhone')],
        ['born', name, born],
        ['sound', sound, born],
        ['home', name, file.place?.id],
      ])
    },
    signs: [
      sign('name', alike('name', nameForm, nameSound), 30, { similar: 20, differs: -40 }),
      sign('idNumber', same('idNumber', paperForm), 60, { differs: -60 }),
      sign('birthDay', same('birthDay'), 25, { differs: -30 }),
      sign('phone', shared('phone', 'secondPhone'), 25),
      sign('sex', same('sex'), 0, { differs: -20 }),
      sign('livingAddress', same('livingAddress'), 5),
      sign('place', samePlace, 10),
    ],
  },
  vehicle: {
    blocks: (file) => {
      const value = of(file)
      return known([
        ['plate', value('plate', (plate) => plateLikeness(plateForm(plate)))],
        ['frame', value('frameNumber', plateForm)],
      ])
    },
    signs: [
      sign('plate', alike('plate', plateForm, plateLikeness), 60, { similar: 35, differs: -20 }),
      sign('frameNumber', same('frameNumber', plateForm), 70, { differs: -70 }),
      sign('ownerPhone', same('ownerPhone'), 15),
      sign('ownerName', same('ownerName', nameForm), 15),
      sign('brand', same('brand'), 10),
      sign('colour', same('colour'), 5, { differs: -5 }),
    ],
  },
  org: {
    blocks: (file) => {
      const value = of(file)
      return known([
        ['name', value('name', firmForm)],
        ['leader', value('leaderPaper', paperForm), file.place?.id],
        ['phone', value('leaderPhone')],
      ])
    },
    signs: [
      sign('name', alike('name', nameForm, firmForm), 45, { similar: 40, differs: -20 }),
      sign('creditCode', same('creditCode'), 60, { differs: -60 }),
      sign('leaderPaper', same('leaderPaper', paperForm), 25),
      sign('leaderPhone', same('leaderPhone'), 15),
      sign('address', same('address'), 15),
      sign('place', samePlace, 10),
    ],
  },
  house: {
    blocks: (file) => {
      const value = of(file)
      const door = file.place?.kind === 'house' ? `${unitOf(file.place.path)}${doorForm(file.place.name)}` : undefined
      return known([
        ['door', door],
        ['certificate', value('certificate', plateForm)],
        ['power', value('powerAccount', plateForm)],
        ['water', value('waterAccount', plateForm)],
      ])
    },
    signs: [
      sign('place', sameDoor, 55, { differs: -10 }),
      sign('certificate', same('certificate', plateForm), 60, { differs: -30 }),
      sign('spatialCode', same('spatialCode'), 60, { differs: -40 }),
      sign('powerAccount', same('powerAccount', plateForm), 40, { differs: -20 }),
      sign('waterAccount', same('waterAccount', plateForm), 30, { differs: -10 }),
      sign('ownerPaper', same('ownerPaper', paperForm), 15),
      sign('ownerPhone', same('ownerPhone'), 10),
      sign('area', same('area'), 10, { differs: -5 }),
    ],
  },
}

export interface Likeliness {
  readonly score: number
  readonly signs: readonly { readonly field: string; readonly how: SignHow }[]
}

/** How likely two files are one, and why: every sign that says something, for or against. */
export function compare({ signs }: Likeness, first: Compared, second: Compared): Likeliness {
  let score = 0
  const said = signs.flatMap(({ field, judge, weight }) => {
    const how = judge(first, second)
    if (how === undefined || weight[how] === undefined) return []
    score += weight[how]
    return weight[how] === 0 ? [] : [{ field, how }]
  })
  return { score: Math.max(0, Math.min(100, score)), signs: said }
}
