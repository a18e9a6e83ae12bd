import { pinyin } from 'pinyin-pro'
import { type Company, deviceCodeOf, nameOf, phoneOf, plateOf } from './company.ts'
import { type Ground, numberOf, rare, words } from './fill.ts'
import type { Question } from './load.ts'
import type { Prepared } from './prepare.ts'

/** What people ask, wide and narrow, of what is common and of what is rare; and what a bare server is asked meanwhile. */
export function questionsOf({ ground, tokens, people }: Prepared, rows: number, company: Company) {
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
    ...passagesOf(ground, wide, narrow, company, people),
  ]
  const bare: Question = { name: 'bare driver: one row by its id', path: () => `/api/repairs/${String(any()).padStart(26, '0')}` }
  return { bare, house }
}

/** As people type it. */
const readingOf = (name: string): string => pinyin(name, { toneType: 'none', type: 'array', surname: 'head' }).join('')

/** What is asked about half a year of passages at sixty gates. */
function passagesOf(ground: Ground, wide: string, narrow: string, company: Company, people: Prepared['people']): Question[] {
  const below = (most: number) => Math.floor(Math.random() * most)
  const passages = (query: string) => `/api/passages?limit=20&${query}`
  const plate = () => encodeURIComponent(plateOf(below(company.vehicles)))
  const estate = ground.estates[3]?.id ?? ''
  const from = () => new Date(Date.now() - (10 + below(100)) * 86_400_000).toISOString()
  const person = () => people[below(people.length)]?.id ?? ''
  return [
    { name: 'passages: of vehicles, newest first', path: () => passages('kind=vehicle'), token: wide },
    { name: 'passages: the same, of one estate', path: () => passages('kind=vehicle'), token: narrow },
    { name: 'passages: by plate', path: () => passages(`kind=vehicle&plate=${plate()}`), token: wide },
    { name: 'passages: by plate, going in', path: () => passages(`kind=vehicle&direction=in&plate=${plate()}`), token: wide },
    { name: 'passages: until a time, going out', path: () => passages(`kind=person&direction=out&to=${from()}`), token: wide },
    { name: 'passages: of one place', path: () => passages(`kind=person&placeId=${estate}`), token: wide },
    { name: 'passages: the few that were refused', path: () => passages('kind=person&result=refused'), token: wide },
    {
      name: 'passages: where one person went, counted by hour and day',
      path: () => '/api/passages/trace',
      body: () => JSON.stringify({ subject: 'person', id: person(), reason: '走失老人查找', limit: 20 }),
      token: wide,
    },
  ]
}
