import type { Language } from '@liren/contract'
import type { search } from '@liren/contract/capabilities/search'
import type { IconName } from '../../parts/icon/shapes.ts'
import type { call } from '../api/call.ts'
import { type Entry, say } from '../language/words.ts'
import { mayOpen } from './menu.ts'
import type { QuickAction, RecordPage, Screen } from './registry.ts'

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

/** `> 派单` asks for actions only. */
export function readPrefix(typed: string): { actionsOnly: boolean; text: string } {
  const trimmed = typed.trim()
  const actionsOnly = trimmed.startsWith('>')
  return { actionsOnly, text: (actionsOnly ? trimmed.slice(1) : trimmed).trim().toLowerCase() }
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

type Answered = Awaited<ReturnType<typeof call<typeof search.endpoints.find>>>

/** What the server found, with the page of each record; kinds that have no page here are left out. */
export function groupRecords(answer: Answered, records: readonly RecordPage[], language: Language): readonly FoundGroup[] {
  return answer.groups.flatMap((group) => {
    const items = group.items.flatMap((item) => {
      const page = records.find(({ subject }) => subject === item.subject)
      return page === undefined ? [] : [{ path: page.path(item.id), title: item.title, note: item.excerpt ?? item.hint, icon: page.icon }]
    })
    return items.length === 0 ? [] : [{ title: group.text[language], items }]
  })
}
