import { type Ground, numberOf, rare, words } from './fill.ts'
import type { Question } from './load.ts'

/** What people ask, wide and narrow, of what is common and of what is rare; and what a bare server is asked meanwhile. */
export function questionsOf(ground: Ground, tokens: { readonly wide: string; readonly narrow: string }, rows: number) {
  const any = () => Math.floor(Math.random() * rows)
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
