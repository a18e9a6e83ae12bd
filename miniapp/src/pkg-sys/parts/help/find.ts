import type { Text } from '@liren/contract'
import type { PageKey } from '@/parts/page-keys'
import type { Article } from './article'
import { dailyArticles } from './articles/daily'
import { houseArticles } from './articles/house'
import { workArticles } from './articles/work'

/** One article per page; the compiler says when a page has none. */
export const articles: Readonly<Record<PageKey, Article>> = { ...dailyArticles, ...houseArticles, ...workArticles }

const words = ({ zh, en }: Text) => `${zh} ${en}`

const haystack = ({ title, about, steps, terms }: Article): string =>
  [title, about, ...steps, ...terms.flatMap(({ term, meaning }) => [term, meaning])].map(words).join(' ').toLowerCase()

/** Articles that hold all words of the question, those with it in their title first. */
export function findArticles(question: string): PageKey[] {
  const asked = question.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const keys = Object.keys(articles) as PageKey[]
  const found = keys.filter((key) => asked.every((word) => haystack(articles[key]).includes(word)))
  const inTitle = (key: PageKey) => asked.some((word) => words(articles[key].title).toLowerCase().includes(word))
  return [...found.filter(inTitle), ...found.filter((key) => !inTitle(key))]
}
