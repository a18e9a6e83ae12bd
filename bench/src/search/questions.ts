import { pinyin } from 'pinyin-pro'
import { type Company, deviceCodeOf, nameOf, phoneOf, plateOf } from './company.ts'
import { type Ground, numberOf, rare, words } from './fill.ts'
import type { Question } from './load.ts'

/** What people ask, wide and narrow, of what is common and of what is rare; and what a bare server is asked meanwhile. */
export function questionsOf(ground: Ground, tokens: { readonly wide: string; readonly narrow: string }, rows: number, company: Company) {
  const below = (most: number) => Math.floor(Math.random() * most)
  const any = () => below(rows)
  const search = (q: string, more = '') => `/api/search?q=${encodeURIComponent(q)}${more}`
  const kind = (q: string, more = '') => `/api/search/repair?q=${encodeURIComponent(q)}&limit=20${more}`
  const list = (query: string) => `/api/repairs?limit=20&${query}`
  const estate = ground.estates[3]?.id ?? ''
  const { wide, narrow } = tokens
  const house: Question[] = [
    { name: 'box: a phrase of every sixth case', path: () => search(words.common), token: wide },
    { name: 'box: the same, of one estate', path: () => search(words.common), token: narrow },
    { name: 'box: the same, under a place', path: () => search(words.common, `&placeId=${estate}`), token: wide },
    { name: `box: a phrase of every ${rare.every.toLocaleString('en')}th`, path: () => search(words.rare), token: wide },
    { name: 'box: the rare phrase, of one estate', path: () => search(words.rare), token: narrow },
    { name: 'box: a number', path: () => search(numberOf(any())), token: wide },
    { name: 'box: two phrases', path: () => search('电梯 异响'), token: wide },
    { name: 'box: a name', path: () => search(nameOf(below(company.people))), token: wide },
    { name: 'box: a name in pinyin', path: () => search(readingOf(nameOf(below(company.people)))), token: wide },
    { name: 'box: the last four of a telephone number', path: () => search(phoneOf(below(company.people)).slice(-4)), token: wide },
    { name: 'box: a part of a plate', path: () => search(plateOf(below(company.vehicles)).slice(1, 5)), token: wide },
    { name: 'box: a house, 3-1-1201', path: () => search('3-1-1201'), token: wide },
    { name: 'box: the number of a device', path: () => search(deviceCodeOf(below(company.devices))), token: wide },
    { name: 'box: nothing there', path: () => search('风车磨坊'), token: wide },
    { name: 'all of a kind, counted up to 100', path: () => kind(words.common), token: wide },
    { name: 'list: newest first', path: () => list('view=all'), token: wide },
    { name: 'list: open ones of one kind', path: () => list('phase=open&category=water'), token: narrow },
    { name: 'list: by number', path: () => list(`number=${numberOf(any())}`), token: wide },
    { name: 'list: of one place', path: () => list(`placeId=${estate}&phase=open`), token: wide },
  ]
  const bare: Question = { name: 'bare driver: one row by its id', path: () => `/api/repairs/${String(any()).padStart(26, '0')}` }
  return { bare, house }
}

/** As people type it. */
const readingOf = (name: string): string => pinyin(name, { toneType: 'none', type: 'array', surname: 'head' }).join('')
