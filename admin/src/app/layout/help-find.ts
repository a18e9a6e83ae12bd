import type { Language } from '@liren/contract'
import { type Entry, say } from '../language/words.ts'
import { mayOpen } from '../nav/menu.ts'
import type { Screen } from '../nav/registry.ts'

export interface HelpArticle {
  readonly path: string
  readonly title: string
  readonly text: string
}

type Explained = Screen & { readonly help: Entry }
const isExplained = (screen: Screen): screen is Explained => screen.help !== undefined

/** Articles of the pages somebody may open that hold every word of the question, those with it in their title first. */
export function findHelp(screens: readonly Screen[], held: ReadonlySet<string>, question: string, language: Language): HelpArticle[] {
  const asked = question.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const holds = (text: string) => asked.every((word) => text.toLowerCase().includes(word))
  const found = screens
    // a page of one record is explained by its list
    .filter((screen) => isExplained(screen) && !screen.path.includes(':') && mayOpen(screen, held))
    .filter(({ title, help, keywords = '' }) => holds([...title, ...(help ?? []), keywords].join(' ')))
  const inTitle = (screen: Screen) => asked.length > 0 && holds(screen.title.join(' '))
  return [...found.filter(inTitle), ...found.filter((screen) => !inTitle(screen))].map((screen) => ({
    path: `/${screen.path}`,
    title: say(language, screen.title),
    text: say(language, (screen as Explained).help),
  }))
}
