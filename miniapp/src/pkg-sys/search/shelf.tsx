import { useSettings } from '@liren/client'
import type { ReactNode } from 'react'
import { Cell } from '@/parts/cell'
import { Marked } from '@/parts/marked'
import { useMe } from '@/parts/me'
import { useOpenTile, useTiles } from '@/parts/tiles'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { articles, findArticles } from '../parts/help/find'

const mostArticles = 5

type Row = (onOpen: () => void) => ReactNode

/** Services that are open here and articles of the help: known to the phone, so found at once. */
export function useShelf(looked: string): { services: readonly Row[]; articles: readonly Row[]; isEmpty: boolean } {
  const say = useSay()
  const { language } = useSettings()
  const { me, may } = useMe()
  const open = useOpenTile()
  const tiles = useTiles(me?.end === 'staff' || me?.end === 'grid' ? me.end : 'resident').data?.items ?? []
  const asked = looked.toLowerCase()
  const services = tiles
    .filter(({ permission }) => permission === null || me === undefined || may(permission))
    .filter(({ text, hint }) => [text.zh, text.en, hint.zh, hint.en].some((words) => words.toLowerCase().includes(asked)))
    .map(
      (tile): Row =>
        (onOpen) => (
          <Cell
            key={tile.code}
            id={`service-${tile.code}`}
            icon="box"
            title={<Marked text={tile.text[language]} looked={looked} />}
            hint={<Marked text={tile.hint[language]} looked={looked} />}
            onTap={() => {
              onOpen()
              open(tile)
            }}
          />
        ),
    )
  const found = findArticles(looked)
    .slice(0, mostArticles)
    .map(
      (page): Row =>
        (onOpen) => (
          <Cell
            key={page}
            id={`article-${page.replace(/\//g, '-')}`}
            icon="help"
            title={<Marked text={say(articles[page].title)} looked={looked} />}
            hint={<Marked text={say(articles[page].about)} looked={looked} />}
            onTap={() => {
              onOpen()
              go('/pkg-sys/help', { page })
            }}
          />
        ),
    )
  return { services, articles: found, isEmpty: services.length + found.length === 0 }
}
