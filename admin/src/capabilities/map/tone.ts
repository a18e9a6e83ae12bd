import { useWords } from '../../app/language/use.ts'
import type { House } from './building-drawer.tsx'
import { words } from './words.ts'

export const colourings = ['use', 'rental', 'attention'] as const
export type Colouring = (typeof colourings)[number]

interface Tone {
  readonly tone: 'good' | 'info' | 'warn' | 'bad' | 'none'
  readonly text: string
}

const uses = { owner: 'good', let: 'info', empty: 'none', shared: 'bad', business: 'warn' } as const
const grades = { a: 'good', b: 'info', c: 'warn', d: 'bad', unrated: 'none' } as const

/** How a house looks in the table, with the word for it. */
export function useTone(): (by: Colouring, house: House) => Tone {
  const t = useWords(words)
  return (by, house) => {
    if (by === 'use') {
      const use = (Object.keys(uses) as (keyof typeof uses)[]).find((one) => one === house.occupancy)
      return use ? { tone: uses[use], text: t(`use_${use}`) } : { tone: 'none', text: t('use_none') }
    }
    if (by === 'rental')
      return house.rental ? { tone: grades[house.rental], text: t(`grade_${house.rental}`) } : { tone: 'none', text: t('grade_none') }
    if (house.people === null) return { tone: 'none', text: t('attention_hidden') }
    return house.people.attention > 0 ? { tone: 'warn', text: t('attention_some') } : { tone: 'none', text: t('attention_none') }
  }
}
