import type { Language } from '@liren/contract'
import type { IconName } from '../../parts/icon/shapes.ts'
import { type Entry, say } from '../language/words.ts'
import { mayOpen } from './menu.ts'
import type { QuickAction, Screen, Searcher } from './registry.ts'

export interface Found {
  readonly path: string
  readonly title: string
  readonly note?: string | undefined
  readonly icon: IconName
}

export interface FoundGroup {
  readonly title: string
  readonly items: readonly Found[]
}

const contains = (text: string, title: Entry, keywords = ''): boolean => `${title[0]} ${title[1]} ${keywords}`.toLowerCase().includes(text)

/** `>派单` asks for actions only, `@王` for people, `#0703` for cases. */
export function readPrefix(typed: string, prefixes: readonly string[]): { prefix: string | undefined; text: string } {
  const trimmed = typed.trim()
  const prefix = ['>', ...prefixes].find((mark) => trimmed.startsWith(mark))
  return { prefix, text: (prefix === undefined ? trimmed : trimmed.slice(prefix.length)).trim().toLowerCase() }
}

/** Pages somebody may open whose name or other words contain the text; all of them for an empty text. */
export const findPages = (screens: readonly Screen[], held: ReadonlySet<string>, text: string, language: Language): readonly Found[] =>
  screens
    .filter(
      (screen) =>
        (screen.menu !== undefined || screen.keywords !== undefined) &&
        mayOpen(screen, held) &&
        contains(text, screen.title, screen.keywords),
    )
    .map((screen) => ({ path: `/${screen.path}`, title: say(language, screen.title), icon: screen.menu?.icon ?? 'go' }))

export const findActions = (
  actions: readonly QuickAction[],
  held: ReadonlySet<string>,
  text: string,
  language: Language,
): readonly Found[] =>
  actions
    .filter((action) => mayOpen(action, held) && contains(text, action.title, action.keywords))
    .map((action) => ({ path: action.path, title: say(language, action.title), icon: action.icon }))

/** Ask every kind of record at once; one that fails does not take the others with it. */
export async function findRecords(
  searchers: readonly Searcher[],
  text: string,
  language: Language,
  signal: AbortSignal,
): Promise<{ groups: readonly FoundGroup[]; failed: boolean }> {
  const answers = await Promise.allSettled(
    searchers.map(async (searcher) => {
      const { find } = await searcher.load()
      const hits = await find(text, language, signal)
      return { title: say(language, searcher.title), items: hits.map((hit) => ({ ...hit, icon: searcher.icon })) }
    }),
  )
  return {
    groups: answers.flatMap((answer) => (answer.status === 'fulfilled' && answer.value.items.length > 0 ? [answer.value] : [])),
    failed: answers.some((answer) => answer.status === 'rejected'),
  }
}
